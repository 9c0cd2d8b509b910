"""What each command does, and what several share: where the record meets the other rooms.

Before the survey:
    begin, show_layout, print_sheets, forget_order, doctor, try_scanner, desktop_entry;
    rehearsed: simulate, rehearsed_opening, make_deck, try_deck, deck_verdict, demo.
Box and paper:
    custody, open_box, correction, instruct, minutes.
Scans:
    scan, choose_opening, keep_files, note_batch, explain; the processes that read: readers,
    processes, page_task, serve_tasks, read_pages; on other machines: cluster,
    cluster_worker, join_cluster.
What people settle:
    decide, left_to_third, settle_page, rule_sheet, spot_check, signature; for the review page:
    lightbox, darkroom.
Agreement and the end of a period:
    figures, reconcile, unfinished, closing, closed_period, status, quotas, due, clock, next_act.
From elsewhere:
    import_answers, imported_cells, take_dossiers, sample; units below: take_units, add_bundle,
    count_units, units_facts; to the office above: export_bundle.
Counted and written:
    gather_answers, count, count_lists, show_tally, write_workbook, export, write_parquet,
    draw_charts;
    documents: annual_facts, most_surveyed, result_facts, counting_rules, report, notice, sipas,
    evidence, issue_document.
Checked:
    verify, reread, printed_head, verify_document, write_anew, verify_bundle, emit_verifier, log,
    tell_event;
    phúc tra: recheck_pile, recheck_draw, recheck_reading, recheck_record, recheck_result.
Of all:
    session, handed_file, spreadsheet.
"""
