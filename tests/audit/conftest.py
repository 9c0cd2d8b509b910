"""The small survey of ``surveys.py`` for every test of the auditor."""

from tests.store.surveys import clock, folder, record, whole

__all__ = ["clock", "folder", "record", "whole"]
