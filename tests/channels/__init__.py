"""Tests of what comes by other ways than paper."""
