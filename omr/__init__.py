"""Image and geometry in, reading out: registration, code, marks, judgement. Knows no database."""
