"""Tests of scans: paper coming back, and its rehearsal."""
