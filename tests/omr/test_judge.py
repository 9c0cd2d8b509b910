import pytest

from omr.judge import judge_page
from survey.reading import BoxMeasure, QuestionReading, Reason, Status

EMPTY = BoxMeasure("q", "5", *(0.0,) * 12, outline=0.55, lost_side=0.0, shift_mm=0.1)
TICK = EMPTY._replace(ink=0.2, around=0.1, shade=0.1, depth=0.6, sharp=1.0)
RING = EMPTY._replace(around=0.5, edge=0.05, circle=0.95, depth=0.6, sharp=0.9)
HUGGING = EMPTY._replace(
    ink=0.01, edge=0.12, on_outline=0.1, around=0.1, circle=0.45, depth=0.55, sharp=1.0
)
HAIR = TICK._replace(ink=0.15, edge=0.04, depth=0.4, sharp=1.1)
SPECK = TICK._replace(ink=0.05, around=0.0, length_mm=0.8)
FULL = EMPTY._replace(ink=0.9, shade=0.6, depth=0.7, sharp=1.0)
PAINTED = FULL._replace(sharp=0.5)
STAIN = EMPTY._replace(ink=0.3, around=0.5, shade=0.1, depth=0.3, sharp=0.4)


def page(*special: dict[str, BoxMeasure], ordinary: int = 7) -> list[BoxMeasure]:
    """Questions with these boxes, then ordinary ones with a tick at 4."""
    questions = [*special, *({"4": TICK} for _ in range(ordinary))]
    return [
        boxes.get(choice, EMPTY)._replace(question=f"q{i}", choice=choice)
        for i, boxes in enumerate(questions, 1)
        for choice in "54321"
    ]


def first(
    boxes: list[BoxMeasure], *, noise: float = 0.06, is_bilevel: bool = False
) -> QuestionReading:
    return judge_page(boxes, noise=noise, is_bilevel=is_bilevel)[0]


@pytest.mark.parametrize("mark", [TICK, RING, FULL._replace(ink=0.7)])
@pytest.mark.parametrize("choice", list("54321"))
def test_one_mark_among_clean_boxes_is_a_certain_answer(mark: BoxMeasure, choice: str) -> None:
    reading = first(page({choice: mark}))
    assert (reading.status, reading.choice) == (Status.ANSWERED, choice)


def listed(boxes: dict[str, BoxMeasure]) -> dict[str, QuestionReading]:
    """The boxes of a list of which several may be ticked, under a page of ordinary questions."""
    row = [box._replace(question="kenh+1", choice=choice) for choice, box in boxes.items()]
    readings = judge_page([*page(), *row], noise=0.06, is_bilevel=False)[-len(row) :]
    return {reading.question: reading for reading in readings}


def test_each_box_of_some_lists_is_judged_by_itself() -> None:
    said = listed({"1": TICK, "2": EMPTY, "3": RING, "4": EMPTY._replace(shade=0.03), "5": STAIN})
    assert [one.status for one in said.values()] == [
        Status.ANSWERED, Status.BLANK, Status.ANSWERED, Status.FLAGGED, Status.FLAGGED
    ]  # fmt: skip
    assert (said["kenh:1"].choice, said["kenh:3"].choice) == ("1", "3")


@pytest.mark.parametrize("ink", [0.35, 0.9])
def test_a_tick_that_may_have_been_taken_back_is_asked(ink: float) -> None:
    said = listed({"1": TICK, "2": FULL._replace(ink=ink)})["kenh:2"]
    assert (said.status, said.reason) == (Status.FLAGGED, Reason.CANCELLED)


def test_a_clean_question_on_a_clear_scan_is_certainly_blank() -> None:
    assert first(page({})).status == Status.BLANK


def test_print_that_falls_otherwise_between_the_pixels_hides_nothing() -> None:
    """A number is darker at one spot, and no darker as a whole."""
    moved = EMPTY._replace(on_number=0.001, number_spot=0.2)
    assert first(page({"5": moved})).status == Status.BLANK


@pytest.mark.parametrize(
    ("boxes", "reason"),
    [
        ({"5": TICK, "3": TICK}, Reason.TWO_MARKS),
        ({"5": TICK, "3": RING}, Reason.TWO_MARKS),
        ({"5": FULL, "3": TICK}, Reason.TWO_MARKS),
        ({"5": EMPTY._replace(ink=0.02, depth=0.5)}, Reason.FAINT_MARK),
        ({"5": TICK, "3": EMPTY._replace(ink=0.026, depth=0.4, sharp=0.9)}, Reason.FAINT_MARK),
        ({"5": TICK, "3": EMPTY._replace(ink=0.01, shade=0.06, depth=0.4)}, Reason.FAINT_MARK),
        ({"5": EMPTY._replace(shade=0.03)}, Reason.FAINT_MARK),
        ({"5": TICK._replace(depth=0.15)}, Reason.FAINT_MARK),
        ({"5": TICK._replace(depth=0.3)}, Reason.FAINT_MARK),
        ({"5": EMPTY._replace(around=0.05, depth=0.6)}, Reason.OUTSIDE_BOX),
        ({"5": EMPTY._replace(edge=0.02, depth=0.3, sharp=1.0)}, Reason.OUTSIDE_BOX),
        ({"5": EMPTY._replace(on_outline=0.15)}, Reason.OUTSIDE_BOX),
        ({"5": EMPTY._replace(on_number=0.02)}, Reason.OUTSIDE_BOX),
        ({"5": EMPTY._replace(on_number=0.004, number_spot=0.2)}, Reason.OUTSIDE_BOX),
        ({"5": TICK, "3": EMPTY._replace(on_number=0.07)}, Reason.OUTSIDE_BOX),
        ({"5": TICK, "3": EMPTY._replace(on_number=0.02, number_spot=0.2)}, Reason.OUTSIDE_BOX),
        ({"5": TICK, "3": EMPTY._replace(on_outline=0.15, edge=0.01)}, Reason.OUTSIDE_BOX),
        ({"5": TICK, "3": EMPTY._replace(edge=0.05, depth=0.6, sharp=1.0)}, Reason.OUTSIDE_BOX),
        ({"5": TICK, "3": EMPTY._replace(ink=0.02, depth=0.2, sharp=0.9)}, Reason.FAINT_MARK),
        ({"5": TICK._replace(struck=0.1), "3": EMPTY._replace(struck=0.1)}, Reason.LINE_THROUGH),
        ({"5": TICK._replace(ink=0.25, leaves_mm=0.7)}, Reason.OUTSIDE_BOX),  # a line that passes
        ({"5": TICK._replace(ink=0.05, lost_side=0.9)}, Reason.BOX_NOT_FOUND),  # that side is it
        ({"5": TICK._replace(ink=0.4, lost_side=0.9)}, Reason.BOX_NOT_FOUND),
        ({"5": FULL._replace(broad=0.5)}, Reason.OUTSIDE_BOX),  # a hole's edge
        ({"5": TICK, "3": EMPTY._replace(around=0.2, depth=0.6, sharp=1.0)}, Reason.OUTSIDE_BOX),
        ({"5": TICK._replace(ink=0.05, leaves_mm=0.15)}, Reason.OUTSIDE_BOX),
        ({"5": RING._replace(around=2.5, sharp=0.8), "4": TICK}, Reason.OUTSIDE_BOX),
        ({"5": EMPTY._replace(outline=0.02), "4": TICK}, Reason.BOX_NOT_FOUND),
        ({"5": FULL, "3": EMPTY._replace(ink=0.005, depth=0.3)}, Reason.FAINT_MARK),
        ({"5": SPECK}, Reason.SPECK),
        ({"5": HAIR}, Reason.FAINT_MARK),
        ({"5": HAIR._replace(depth=0.6, sharp=1.2)}, Reason.FAINT_MARK),
        ({"5": STAIN}, Reason.FAINT_MARK),
        ({"5": TICK, "4": TICK, "3": STAIN}, Reason.TWO_MARKS),
        ({"5": TICK._replace(depth=0.4), "3": STAIN._replace(depth=0.5)}, Reason.TWO_MARKS),
        ({"5": EMPTY._replace(crossed=0.1)}, Reason.LINE_THROUGH),
    ],
)
def test_what_is_doubtful_is_asked(boxes: dict[str, BoxMeasure], reason: Reason) -> None:
    reading = first(page(boxes))
    assert (reading.status, reading.reason) == (Status.FLAGGED, reason)


@pytest.mark.parametrize(
    "dirt",
    [
        EMPTY._replace(ink=0.008, depth=0.5),  # dust
        EMPTY._replace(ink=0.028, depth=0.2),  # the rest of what was rubbed out
        EMPTY._replace(around=0.5, depth=0.2, sharp=0.9),  # thin and very faint
        EMPTY._replace(around=0.5, depth=0.4, sharp=0.4),  # the rim of a stain
        EMPTY._replace(around=0.5, depth=0.7, sharp=0.4),  # of one darker than the mark
        EMPTY._replace(around=0.4, depth=0.2, sharp=0.4, on_number=0.07),  # over the number, too
        EMPTY._replace(shade=0.1),  # paper in the dark
        STAIN,
        EMPTY._replace(crossed=0.1),  # a streak
        EMPTY._replace(shade=0.03),  # a shadow
    ],
)
def test_beside_a_clear_mark_dirt_needs_no_explanation(dirt: BoxMeasure) -> None:
    assert first(page({"5": TICK, "3": dirt})).choice == "5"


@pytest.mark.parametrize(
    "drawn",
    [
        HAIR._replace(sharp=1.0),  # as thick as the others
        HAIR._replace(depth=0.6),  # as dark as they
        HAIR._replace(edge=0.0),  # too short
        HAIR._replace(ink=0.3),
    ],
)
def test_a_thin_mark_is_no_hair(drawn: BoxMeasure) -> None:
    assert first(page({"5": drawn})).choice == "5"


@pytest.mark.parametrize(("others", "is_asked"), [(TICK, True), (FULL, True), (PAINTED, False)])
def test_a_full_box_without_edges_answers_only_among_others_like_it(
    others: BoxMeasure, is_asked: bool
) -> None:
    """A drop as large as a box and right upon it, or filled by somebody who fills them all?"""
    full = PAINTED._replace(sharp=0.3)
    said = first(page({"5": full}, *({"4": others} for _ in range(9)), ordinary=0))
    assert (said.reason is Reason.FAINT_MARK) is is_asked
    assert (said.choice == "5") is not is_asked


def test_what_has_far_more_ink_than_other_marks_may_be_struck_out() -> None:
    struck = TICK._replace(ink=0.4, around=0.15)
    assert first(page({"5": struck})).reason == Reason.CANCELLED
    assert first(page({"5": struck}, *({"4": struck} for _ in range(7)), ordinary=0)).choice == "5"
    assert first(page({"5": struck._replace(around=0.0)})).choice == "5"  # a large dot


def test_words_across_a_box_and_its_number_are_no_mark() -> None:
    words = TICK._replace(around=0.3, on_number=0.1)
    assert first(page({"5": words})).reason == Reason.OUTSIDE_BOX
    assert first(page({"5": TICK._replace(around=0.3, on_number=0.05)})).choice == "5"
    assert first(page({"5": RING._replace(on_number=0.1)})).choice == "5"


def test_however_light_most_marks_are_they_are_asked_beside_a_dark_one() -> None:
    """Another sheet's ink came off on this one; or are all of them in pencil?"""
    pale = TICK._replace(depth=0.2)
    boxes = page({"5": pale}, {"5": TICK}, *({"4": pale} for _ in range(6)), ordinary=0)
    assert first(boxes).reason == Reason.FAINT_MARK
    assert first(boxes, is_bilevel=True).choice == "5"
    assert first(page({"5": pale}, *({"4": pale} for _ in range(7)), ordinary=0)).choice == "5"


@pytest.mark.parametrize(("ink", "is_asked"), [(0.25, False), (0.15, True)])
def test_beside_filled_boxes_a_line_looks_lighter(ink: float, is_asked: bool) -> None:
    """Less ink may be a hair."""
    line = TICK._replace(ink=ink, depth=0.35)
    said = first(page({"5": line}, *({"4": FULL} for _ in range(9)), ordinary=0))
    assert (said.reason is Reason.FAINT_MARK) is is_asked


def test_a_ring_drawn_with_a_marker_is_no_rim_of_a_stain() -> None:
    assert first(page({"5": RING._replace(around=2.5)})).choice == "5"


def test_enough_marks_vouch_for_a_blank_with_less_darkness_than_few() -> None:
    for marks, reason in ((7, None), (3, Reason.BLANK_NOT_CERTAIN)):
        light = [b._replace(depth=0.12) if b.ink else b for b in page({}, ordinary=marks)]
        assert first(light).reason is reason


EMPTIER: list[dict[str, BoxMeasure]] = [{}, {}, {}, {}]


def reasons(boxes: list[BoxMeasure]) -> list[Reason | None]:
    return [said.reason for said in judge_page(boxes, noise=0.06, is_bilevel=False)]


def test_the_blanks_of_a_page_half_of_which_looks_blank_are_asked() -> None:
    assert reasons(page(*EMPTIER, ordinary=4)) == [Reason.MOSTLY_BLANK] * 4 + [None] * 4
    assert reasons(page(*EMPTIER, ordinary=5)) == [None] * 9
    assert reasons(page({}, {}, ordinary=2)) == [None] * 4  # two may be left out by anybody


def test_what_is_found_beside_boxes_is_no_mark_against_an_empty_page() -> None:
    beside = {"5": EMPTY._replace(around=0.2, depth=0.6, sharp=1.0)}
    asked = [Reason.OUTSIDE_BOX] * 3 + [Reason.MOSTLY_BLANK] + [None] * 4
    assert reasons(page(beside, beside, beside, {}, ordinary=4)) == asked
    two = {"5": TICK, "4": TICK}
    assert reasons(page(two, two, two, {}, ordinary=4)) == [Reason.TWO_MARKS] * 3 + [None] * 5


def test_on_a_page_hardly_marked_the_marks_are_asked_as_well() -> None:
    """A hair on a sheet that nobody marked must not vouch for seven blanks."""
    assert reasons(page({"5": TICK}, *([{}] * 7), ordinary=0)) == [Reason.MOSTLY_BLANK] * 8


def test_boxes_of_a_list_may_all_be_empty() -> None:
    row = {str(i): EMPTY for i in range(1, 6)}
    assert all(one.status == Status.BLANK for one in listed(row).values())


def test_a_full_box_hardly_less_steep_than_other_fills_is_one_of_them() -> None:
    steep = [{"4": FULL._replace(sharp=0.9)} for _ in range(9)]
    assert first(page({"5": FULL._replace(shade=0.5, sharp=0.6)}, *steep, ordinary=0)).choice == "5"
    drop = FULL._replace(shade=0.5, sharp=0.5)
    assert first(page({"5": drop}, *steep, ordinary=0)).reason == Reason.FAINT_MARK


@pytest.mark.parametrize("sharp", [0.8, 1.0])
def test_a_box_full_all_over_among_lines_may_be_taken_back_or_wet(sharp: float) -> None:
    full = FULL._replace(ink=0.8, sharp=sharp)
    assert first(page({"5": full})).reason == Reason.CANCELLED
    assert first(page({"5": full}, ordinary=2)).choice == "5"  # nothing says how others look


def test_a_stroke_whose_tip_just_meets_the_end_of_its_strip_does_not_run_out_of_it() -> None:
    assert first(page({"5": TICK._replace(ink=0.25, leaves_mm=0.08)})).choice == "5"


def test_a_box_filled_over_its_outline_is_no_stain_where_all_are_filled() -> None:
    """The pen ran over the outline, so no edge is as steep as that of a line."""
    over = FULL._replace(ink=0.92, around=0.4, shade=0.4, depth=0.45, sharp=0.55)
    filled = FULL._replace(ink=0.92, shade=0.4, depth=0.45, sharp=0.6)
    assert first(page({"5": over}, *({"4": filled} for _ in range(9)), ordinary=0)).choice == "5"
    assert first(page({"5": over}, ordinary=9)).reason == Reason.FAINT_MARK
    spill = over._replace(ink=0.61, around=0.0)
    asked = first(page({"5": spill}, *({"4": filled} for _ in range(9)), ordinary=0))
    assert asked.reason == Reason.FAINT_MARK


def test_among_filled_boxes_a_line_is_no_hair() -> None:
    filled = FULL._replace(sharp=0.5)
    assert first(page({"5": HAIR}, *({"4": filled} for _ in range(9)), ordinary=0)).choice == "5"


def test_the_end_of_a_stroke_beside_its_box_is_no_speck() -> None:
    end = SPECK._replace(edge=0.04, around=0.1)
    assert first(page({"5": end})).choice == "5"


DOTTED = [{"5": SPECK}, *({"4": SPECK} for _ in range(7))]


@pytest.mark.parametrize("is_bilevel", [True, False])
def test_where_all_marks_are_dots_none_is_a_speck(is_bilevel: bool) -> None:
    assert first(page(*DOTTED, ordinary=0), is_bilevel=is_bilevel).choice == "5"


@pytest.mark.parametrize(
    "boxes",
    [
        page({"5": SPECK}, {"4": SPECK}, {"4": SPECK}, ordinary=5),  # most marks are larger
        page({"5": SPECK, "1": EMPTY._replace(around=0.03)}, *DOTTED[1:], ordinary=0),  # strewn
        page(*DOTTED[:3], ordinary=0),  # few
        page(*DOTTED[:6], {}, {}, ordinary=0),  # two have none: may be lost, and these dirt
    ],
)
def test_dots_that_are_not_the_way_of_a_pen_are_specks(boxes: list[BoxMeasure]) -> None:
    assert first(boxes).status == Status.FLAGGED


@pytest.mark.parametrize("noise", [0.5, 0.9])
def test_where_dirt_could_hide_a_mark_nothing_is_certain(noise: float) -> None:
    assert first(page({"5": TICK}), noise=noise).reason == Reason.FAINT_MARK


def test_on_a_dirty_page_dark_marks_do_not_vouch_for_blanks() -> None:
    dark = [box._replace(depth=0.9) if box.ink else box for box in page({})]
    assert first(dark, noise=0.15).status == Status.BLANK
    assert first(dark, noise=0.3).reason == Reason.BLANK_NOT_CERTAIN


def test_a_black_and_white_scan_is_not_trusted_with_blanks_and_fragments() -> None:
    assert first(page({}), is_bilevel=True).reason == Reason.BLANK_NOT_CERTAIN
    fragment = TICK._replace(ink=0.05)
    assert first(page({"5": fragment}), is_bilevel=True).reason == Reason.FAINT_MARK
    assert first(page({"5": TICK}), is_bilevel=True).choice == "5"


def test_a_filled_box_among_ticks_may_be_cancelled_where_the_scan_is_not_clear() -> None:
    assert first(page({"5": FULL}), is_bilevel=True).reason == Reason.CANCELLED
    fills = [b._replace(ink=0.9) if b.ink else b for b in page({"5": FULL})]
    assert first(fills, is_bilevel=True).choice == "5"


def test_the_only_mark_left_on_a_black_and_white_scan_may_be_a_cancelled_one() -> None:
    alone = page({"2": FULL}, ordinary=0) + page({}, {}, {}, ordinary=0)[5:]
    assert first(alone, is_bilevel=True).reason == Reason.CANCELLED


def test_a_page_without_any_mark_is_never_blank_for_certain() -> None:
    readings = judge_page(page({}, ordinary=0), noise=0.06, is_bilevel=False)
    assert {reading.reason for reading in readings} == {Reason.BLANK_NOT_CERTAIN}


def test_what_pencil_adds_to_an_outline_is_less_and_asked_as_well() -> None:
    along = page({"5": EMPTY._replace(on_outline=0.025)})
    assert first(along).status == Status.BLANK
    in_pencil = [box._replace(depth=0.14) if box.ink else box for box in along]
    assert first(in_pencil).reason == Reason.OUTSIDE_BOX


def test_a_page_of_pale_marks_is_not_trusted_with_blanks() -> None:
    pale = [b._replace(depth=0.1) if b.ink else b for b in page({})]
    assert first(pale).reason == Reason.BLANK_NOT_CERTAIN


def test_what_is_left_of_a_page_mostly_lost_is_not_trusted() -> None:
    boxes = page({"5": TICK}, {"4": TICK}, {}, {}, {}, {}, ordinary=0)
    readings = judge_page(boxes, noise=0.06, is_bilevel=True)
    assert {reading.status for reading in readings} == {Status.FLAGGED}


def test_a_ring_that_hugs_its_box_counts_where_it_is_all_there_is() -> None:
    assert first(page({"3": HUGGING})).choice == "3"
    beside_a_tick = first(page({"3": HUGGING, "5": TICK}))
    assert beside_a_tick.reason == Reason.OUTSIDE_BOX
    beside_dirt = first(page({"3": HUGGING, "5": EMPTY._replace(around=0.05, depth=0.3)}))
    assert beside_dirt.status == Status.FLAGGED
    assert first(page({"3": HUGGING}), is_bilevel=True).status == Status.FLAGGED


@pytest.mark.parametrize(
    "trace",
    [
        HUGGING._replace(circle=0.2),  # a stroke at one side
        HUGGING._replace(on_outline=0.03),  # the outline itself, cut in two by a feeder that slips
        HUGGING._replace(edge=0.0),  # away from the box
        HUGGING._replace(sharp=0.5),  # a stain
        HUGGING._replace(depth=0.3),  # lighter than the page's marks
        HUGGING._replace(outline=0.3),  # the outline itself, out of its place
        HUGGING._replace(leaves_mm=0.5),  # a stamp that goes on
        HUGGING._replace(lost_side=0.5),  # a side of the outline, out of its place
    ],
)
def test_what_is_no_ring_round_a_box_is_asked(trace: BoxMeasure) -> None:
    assert first(page({"3": trace})).status == Status.FLAGGED


def test_a_box_filled_softly_up_to_its_outline_is_no_stain() -> None:
    filled = EMPTY._replace(ink=0.75, shade=0.4, depth=0.6, sharp=0.5)
    fills = [b._replace(ink=0.75, sharp=0.5) if b.ink else b for b in page({"5": filled})]
    assert first(fills).choice == "5"
    stain = EMPTY._replace(ink=0.87, around=0.35, shade=0.2, depth=0.5, sharp=0.3, leaves_mm=1.4)
    assert first(page({"5": stain})).reason == Reason.FAINT_MARK
    marker = EMPTY._replace(ink=0.92, around=0.26, shade=0.75, depth=0.7, sharp=0.55)
    assert first(page({"5": marker}, ordinary=2)).choice == "5"


def torn(box: BoxMeasure) -> BoxMeasure:
    return box._replace(depth=0.25) if box.ink else box


def test_torn_marks_on_a_black_and_white_scan_say_that_others_may_be_lost() -> None:
    fragment = {"4": TICK._replace(ink=0.08)}
    lost = [torn(box) for box in page({"5": TICK}, fragment, {})]
    assert first(lost, is_bilevel=True).reason == Reason.FAINT_MARK
    assert first(lost).choice == "5"
    whole = [torn(box) for box in page({"5": TICK}, fragment)]
    assert first(whole, is_bilevel=True).choice == "5"


def test_a_blank_among_marks_of_one_thin_pen_casts_no_doubt_on_them() -> None:
    thin = [torn(box) for box in page({"5": TICK}, {})]
    readings = judge_page(thin, noise=0.06, is_bilevel=True)
    assert readings[0].choice == "5"
    assert readings[1].reason == Reason.BLANK_NOT_CERTAIN
    two_blanks = [torn(box) for box in page({"5": TICK}, {}, {})]
    assert first(two_blanks, is_bilevel=True).reason == Reason.FAINT_MARK


def test_where_half_of_a_page_is_doubtful_the_rest_is_not_trusted() -> None:
    """Seen where a blacked-out box was all that a black and white scan showed of its question."""
    half = page({"5": TICK}, {}, {}, {}, {}, ordinary=3)
    assert first(half, is_bilevel=True).reason == Reason.FAINT_MARK
    assert first(half[5:], is_bilevel=True).status == Status.FLAGGED
    assert first([*half[:20], *half[25:]], is_bilevel=True).choice == "5"


def test_beside_a_pale_mark_a_shadow_may_hide_another() -> None:
    pale = [box._replace(depth=0.09) if box.ink else box for box in page({"5": TICK})]
    shaded = [*pale[:2], pale[2]._replace(shade=0.06), *pale[3:]]
    assert first(pale).choice == "5"
    assert first(shaded).reason == Reason.FAINT_MARK
