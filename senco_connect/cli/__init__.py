"""The command line: one file for each command, which asks the library and presents the answer."""
