"""The survey folder: files, journal and what is derived from it. All SQL but the auditor's.

Files:
    folder, originals, file_seal.
The record, and the one way to add to it:
    record, journal, page_body, sqlite_error, replay.
What events mean, the only code that writes the derived tables:
    projection, bundle_projection, channel_projection, closing_projection, custody_projection,
    recheck_projection, page_fate, sheet_settlement, open_questions.
What can be asked, and in which rows it is answered:
    entries, listing, counting, custody, closing, evidence, one_sheet, page_events, bundle_listing,
    channel_listing, recheck_listing; for the review page: worklist, open_work, spot_checks.
"""
