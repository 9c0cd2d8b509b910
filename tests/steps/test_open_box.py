"""Openings on file: recorded once, with minutes, or refused with every broken rule."""

from pathlib import Path

import pytest
from docx import Document

from steps.demo import opening_text
from survey.errors import ExitStatus
from tests.office import Office, Told, begin


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return begin(tmp_path / "khao-sat")


def open_box(office: Office, text: str) -> Told:
    file = office.path / "mo-hom.toml"
    file.write_text(text, encoding="utf-8")
    return office.run("open-box", "--from", file)


def test_an_ordinary_opening_is_recorded_and_its_minutes_written(office: Office) -> None:
    told = open_box(office, opening_text(120, 150))
    assert told.status == ExitStatus.DONE
    assert "Opening recorded: 2021-10-hom-1-1" in told.out
    assert "scan PATH --opening 2021-10-hom-1-1" in told.out
    minutes = office.path / "reports" / "bien-ban-2021-10-hom-1-1.docx"
    assert str(minutes) in told.out
    assert any("120" in paragraph.text for paragraph in Document(str(minutes)).paragraphs)
    status = office.status()
    assert (status["hand_count"], status["issued"]) == (120, 150)


def test_the_same_opening_is_recorded_once(office: Office) -> None:
    open_box(office, opening_text(120, 150))
    told = open_box(office, opening_text(120, 150))
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "in the record already" in told.err
    assert office.status()["hand_count"] == 120


def test_another_opening_of_the_same_box_has_the_next_number(office: Office) -> None:
    open_box(office, opening_text(120, 150))
    later = opening_text(30, 40).replace("2021-10-29", "2021-10-30")
    assert "2021-10-hom-1-2" in open_box(office, later).out
    assert office.status()["hand_count"] == 150


def test_every_broken_rule_is_named_at_once_and_nothing_recorded(office: Office) -> None:
    text = opening_text(120, 150).replace("second = 120", "second = 118")
    text = text.replace('role = "one_stop_head"', 'role = "witness"').replace("hom-1", "hom-9")
    told = open_box(office, text)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert told.err.startswith("mo-hom.toml has 3 mistake(s)")
    assert office.status()["hand_count"] == 0
    assert not list((office.path / "reports").iterdir())


def test_a_suspected_box_is_left_closed_and_waits_for_no_scans(office: Office) -> None:
    text = opening_text(0, 0).split("[opened]", maxsplit=1)[0]
    text = text.replace('seal = "intact"', 'seal = "suspicious"')
    text = text.replace('note = ""', 'note = "Mép niêm phong bị bóc"')
    text += """
[refusal]
reported_at = 2021-10-29T16:10:00+07:00
reported_to = "Thường trực UBND phường"
instruction = ""
"""
    told = open_box(office, text)
    assert told.status == ExitStatus.DONE
    assert "scan" not in told.out
    assert office.status()["hand_count"] == 0
    assert len(list((office.path / "reports").glob("*.docx"))) == 1


def test_the_minutes_can_be_written_again(office: Office) -> None:
    open_box(office, opening_text(120, 150))
    told = office.run("report", "minutes", "--period", "2021-10")
    assert told.status == ExitStatus.DONE
    assert "bien-ban-2021-10-hom-1-1.docx" in told.out
