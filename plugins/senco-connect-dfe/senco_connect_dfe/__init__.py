"""Department for Education files (CTF 12 to 26) for senco_connect."""
