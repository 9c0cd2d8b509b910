"""How well and how fast the reader reads, and what the record withstands. Not shipped.

How pages are made:
    people: hands, answers, shapes, ink, parts; sheets: paper, factory;
    what befalls them: profiles, wear, optics, augmented, lie.
How well they are read:
    accuracy, verdict, swallowed, evidence, bound; crowded.
How fast, and how large:
    speed, memory, stopwatch, survey_folder; record, grown, review; bundles, invented_bundle.
What the record withstands:
    damaged, spoil, tiny_scans; fuzz, fuzz_one, fuzz_targets; disturb, kills, power_cut,
    small_disk, month, visits, soak, custody_survey; tampers, tampering, forger; planted.
What is told:
    tables, chapters, document.
"""
