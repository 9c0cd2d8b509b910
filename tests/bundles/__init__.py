"""Tests of the auditor of the record."""
