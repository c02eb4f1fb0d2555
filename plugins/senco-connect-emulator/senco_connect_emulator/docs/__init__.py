"""Google Docs v1: documents as text with styles, and the batch of changes."""
