"""The small survey of ``surveys.py`` for every test of the auditor."""

from tests.store.surveys import clock, english, folder, record

__all__ = ["clock", "english", "folder", "record"]
