"""Whole surveys through the real command."""
