"""Tests of the Vietnamese catalogue."""
