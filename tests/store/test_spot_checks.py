"""Which certain readings are drawn for a person to look at."""

from store.record import Record
from store.spot_checks import draw_certain
from store.worklist import Place
from tests.store.surveys import fill

CERTAIN = "SELECT sheet, question FROM answer WHERE machine_status <> 'flagged'"


def drawn(record: Record, person: str) -> set[Place | None]:
    return {draw_certain(record, person) for _draw in range(200)}


def test_every_certain_reading_may_be_drawn_and_nothing_else(record: Record) -> None:
    assert drawn(record, "An") == {None}
    fill(record)
    certain = set(record.rows(CERTAIN))
    assert len(certain) > 2
    assert drawn(record, "An") == certain


def test_what_a_person_has_seen_is_not_drawn_again_for_them(record: Record) -> None:
    fill(record)
    first, *others = record.rows(CERTAIN)
    for sheet, question in others:
        body = {"sheet": sheet, "question": question, "value": "5"}
        record.append("spot-check", body, person="An")
    assert drawn(record, "AN") == {first}
    assert drawn(record, "Bình") == {first, *others}
