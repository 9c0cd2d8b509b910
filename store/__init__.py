"""The survey folder: its files, its journal and what is derived from it. The only SQL."""
