"""Say what the library found: lines and sentences for people, documents for programs.

Pure.  Who shows them (the command line, a web page) adds nothing to the words.
"""
