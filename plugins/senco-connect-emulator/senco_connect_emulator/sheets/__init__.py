"""Google Sheets v4: spreadsheets, their values, and the batch of changes."""
