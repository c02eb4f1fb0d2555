"""The canonical SEN record: what is kept about a child, declared once."""
