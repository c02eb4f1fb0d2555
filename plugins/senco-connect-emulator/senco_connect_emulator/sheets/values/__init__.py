"""The values methods: cells as lists of lists, read, written, appended and cleared."""
