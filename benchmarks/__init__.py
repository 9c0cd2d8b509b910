"""How well and how fast the reader reads: invented sheets, marked and scanned in known ways. Not shipped."""
