"""What stands in tables, on the screen, in files and documents alike, in the place of a figure."""

HIDDEN = "*"
"""For one so small that people could be recognised, or one that would give it away."""
