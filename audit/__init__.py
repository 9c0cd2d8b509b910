"""Verification of the record; shares no arithmetic with the tally it checks."""
