"""Paper going out: sheets drawn, coded and written as PDF."""
