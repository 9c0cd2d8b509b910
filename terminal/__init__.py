"""What people see on the terminal: help in their language, sentences, tables, progress."""
