"""Exports of school MIS systems as tables (generic, Arbor, SIMS) for senco_connect."""
