"""The kernel: words, plans and records every other room speaks in; no files, no pixels, no SQL."""
