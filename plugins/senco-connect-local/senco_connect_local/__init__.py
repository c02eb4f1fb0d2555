"""The register as an XLSX workbook and pupil folders on disk, for senco_connect."""
