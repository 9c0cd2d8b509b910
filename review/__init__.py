"""The page where people settle what the machine would not (spec, chapter 7); the only web code."""
