"""Tests of the reader: where the paper lies, what was added to it, what is certain."""
