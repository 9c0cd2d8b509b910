"""How well and how fast the reader reads, and what the record withstands. Not shipped."""
