"""Tests of the sheets on paper."""
