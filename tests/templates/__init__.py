"""Tests of what paper looks like."""
