"""Which version of the program is this? Every event and every document carries it."""

VERSION = "0.1.0"
