"""How well and how fast the reader reads, on sheets whose truth is known. Not shipped."""
