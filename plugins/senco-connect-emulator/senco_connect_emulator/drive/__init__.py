"""Google Drive v3: files, folders, shared drives, who may see them, and what changed."""
