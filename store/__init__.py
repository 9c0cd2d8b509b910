"""The survey folder: files, journal and what is derived from it. All SQL but the auditor's."""
