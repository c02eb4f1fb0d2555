"""The register as a Google sheet and pupil folders in a shared drive, over one transport."""
