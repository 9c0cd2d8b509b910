"""Which version of the reading rules this is; by itself, so that asking loads no reader."""

RULES = "19"
"""Version of everything that decides on a reading: what judges and what measures. Whatever may
change a reading gets the next number; then ``omr/bound.toml`` must be measured anew."""
