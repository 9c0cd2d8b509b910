"""A unit's signed results as one file: written, signed, opened without trust."""
