"""Tests of the survey's memory."""
