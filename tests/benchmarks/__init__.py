"""Tests of the benchmark: that its truth is true."""
