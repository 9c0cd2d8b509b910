"""Openings on file: recorded once, with minutes, or refused with every broken rule."""

from pathlib import Path

import pytest
from docx import Document

from steps.demo import opening_text
from steps.session import Session
from store.folder import write_whole
from survey.errors import ExitStatus
from tests.office import Office, Told, begin, sealed_on


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


def test_killed_before_the_minutes_they_are_written_when_it_is_repeated(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_session: Session, _version: str) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("steps.open_box.write_minutes_file", stop)
        assert open_box(office, opening_text(120, 150)).status == ExitStatus.INTERRUPTED
    told = open_box(office, opening_text(120, 150))
    assert told.status == ExitStatus.DONE
    assert (office.path / "reports" / "bien-ban-2021-10-hom-1-1.docx").is_file()
    assert office.status()["hand_count"] == 120


def test_another_opening_of_the_same_box_has_the_next_number(office: Office) -> None:
    open_box(office, opening_text(120, 150))
    later = sealed_on(opening_text(30, 40), 2).replace("2021-10-29", "2021-10-30")
    assert "2021-10-hom-1-2" in open_box(office, later).out
    assert office.status()["hand_count"] == 150


def test_only_a_later_opening_speaks_of_an_earlier_one(office: Office) -> None:
    office.open_box(120, 150)
    assert "từ đầu đợt khảo sát: 150 phiếu" in minutes_of(office, "2021-10-hom-1-1")
    office.open_box(30, 40)
    assert "từ lần mở hòm phiếu trước: 40 phiếu" in minutes_of(office, "2021-10-hom-1-2")


def test_time_and_seals_of_earlier_openings_are_held_against_a_new_one(office: Office) -> None:
    open_box(office, opening_text(120, 150))
    later = sealed_on(opening_text(30, 40), 2)
    told = open_box(office, later.replace("2021-10-29", "2021-10-28").replace('"0127"', '"0123"'))
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "2 mistake(s)" in told.err
    assert "29/10/2021 16:40, when the seal 0125 was put on" in told.err
    assert "0123 was on this box or on its sheets before" in told.err
    open_box(office, later)
    again = sealed_on(opening_text(5, 5), 4)
    told = open_box(office, again.replace('"0129"', '"0123"').replace('"0128"', '"0124"'))
    assert "2 mistake(s)" in told.err
    assert open_box(office, again).status == ExitStatus.DONE
    told = office.run("seal", "hom-1", "0124", "--by", "Phạm Thị Dung", "--role", "box_keeper")
    assert "was on hom-1 or on its sheets before" in told.err


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
    assert " instruct 2021-10-hom-1-1 TEXT --by NAME --role TEXT" in told.out
    assert office.run("status", "--check").status == ExitStatus.PEOPLE_NEEDED
    assert office.status()["refusals_waiting"] == 1
    assert office.status()["hand_count"] == 0
    assert len(list((office.path / "reports").glob("*.docx"))) == 1


def test_only_minutes_that_are_missing_are_written(office: Office) -> None:
    open_box(office, opening_text(120, 150))
    correct(office, opening_text(118, 140), *BY_TWO)
    second, first = sorted(office.path.glob("reports/*.docx"))
    first.write_bytes(signed := b"signed, scanned and numbered")
    second.unlink()
    told = office.done("report", "minutes", "--period", "2021-10")
    assert f"stays as it is: {first}" in told.out
    assert f"Document written: {second}" in told.out
    assert first.read_bytes() == signed
    assert "118 phiếu" in minutes_of(office, "2021-10-hom-1-1-v2")
    written = second.read_bytes()
    assert "Document written" not in office.done("report", "minutes").out
    assert second.read_bytes() == written


def test_killed_before_the_journal_knows_the_minutes_they_are_no_strangers(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(file: Path, content: bytes) -> None:
        write_whole(file, content)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("steps.issue_document.write_whole", stop)
        assert open_box(office, opening_text(120, 150)).status == ExitStatus.INTERRUPTED
    told = open_box(office, opening_text(120, 150))
    assert told.status == ExitStatus.DONE, told.err


def refusal_text(instruction: str = "") -> str:
    text = opening_text(0, 0).split("[opened]", maxsplit=1)[0]
    text = text.replace('seal = "intact"', 'seal = "suspicious"')
    text = text.replace('note = ""', 'note = "Mép niêm phong bị bóc"')
    return f"""{text}
[refusal]
reported_at = 2021-10-29T16:10:00+07:00
reported_to = "Thường trực UBND phường"
instruction = "{instruction}"
"""


def minutes_of(office: Office, name: str) -> str:
    document = Document(str(office.path / "reports" / f"bien-ban-{name}.docx"))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def instruct(office: Office, text: str = "Cho mở hòm", **changes: str) -> Told:
    said = {"--at": "2021-10-30T08:00", "--by": "Trần Thị Bích", "--role": "secretary"} | changes
    words = [word for pair in said.items() for word in pair]
    return office.run("instruct", "2021-10-hom-1-1", text, *words)


REOPENED = sealed_on(opening_text(30, 40), 0).replace("2021-10-29", "2021-10-31")


def test_a_box_left_closed_is_not_opened_before_anybody_said_so(office: Office) -> None:
    open_box(office, refusal_text())
    told = open_box(office, REOPENED)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "hom-phieu instruct 2021-10-hom-1-1" in told.err
    assert len(list((office.path / "reports").iterdir())) == 1
    assert office.status()["hand_count"] == 0


def test_an_instruction_that_came_later_stands_in_new_minutes(office: Office) -> None:
    open_box(office, refusal_text())
    assert "chưa có ý kiến chỉ đạo" in minutes_of(office, "2021-10-hom-1-1")
    assert instruct(office).status == ExitStatus.DONE
    anew = minutes_of(office, "2021-10-hom-1-1-chi-dao")
    assert "Biên bản này được lập lại sau khi có ý kiến chỉ đạo" in anew
    assert "lúc 08 giờ 00 phút, ngày 30 tháng 10 năm 2021: Cho mở hòm." in anew
    assert "chưa có ý kiến chỉ đạo" in minutes_of(office, "2021-10-hom-1-1")


def test_every_instruction_has_its_minutes_and_each_follows_from_the_record(
    office: Office,
) -> None:
    open_box(office, refusal_text())
    instruct(office, "Chờ Công an phường", **{"--at": "2021-10-29T17:00"})
    first = minutes_of(office, "2021-10-hom-1-1-chi-dao")
    told = instruct(office)
    assert "2021-10-hom-1-1-chi-dao-2.docx" in told.out
    assert minutes_of(office, "2021-10-hom-1-1-chi-dao") == first
    second = minutes_of(office, "2021-10-hom-1-1-chi-dao-2")
    assert "Chờ Công an phường" in second
    assert "Cho mở hòm." in second
    for file in office.path.glob("reports/*.docx"):
        assert office.run("verify", file).status == ExitStatus.DONE, file


def test_an_instruction_after_a_correction_belongs_to_the_newest_minutes(office: Office) -> None:
    open_box(office, refusal_text())
    instruct(office, "Chờ Công an phường", **{"--at": "2021-10-29T17:00"})
    corrected = refusal_text().replace("bị bóc", "bị rách")
    assert correct(office, corrected, *BY_TWO).status == ExitStatus.DONE
    assert "Chờ Công an phường" in minutes_of(office, "2021-10-hom-1-1-v2")
    assert "2021-10-hom-1-1-v2-chi-dao.docx" in instruct(office).out
    third = minutes_of(office, "2021-10-hom-1-1-v2-chi-dao")
    assert "bị rách" in third
    assert "Cho mở hòm." in third
    assert "lập lại lần thứ 2" in third


def test_minutes_do_not_learn_of_boxes_that_were_opened_later(office: Office) -> None:
    open_box(with_another_box(office), opening_text(120, 150))
    assert open_box(office, in_the_other_box(opening_text(30, 40))).status == ExitStatus.DONE
    assert "Hòm 2 chưa mở" in minutes_of(office, "2021-10-hom-1-1")
    for file in office.path.glob("reports/*.docx"):
        assert office.run("verify", file).status == ExitStatus.DONE, file


@pytest.mark.parametrize("at_once", ["Cho mở hòm", ""])
def test_the_opening_after_a_refusal_refers_to_it(office: Office, at_once: str) -> None:
    open_box(office, refusal_text(at_once))
    if not at_once:
        instruct(office)
    told = open_box(office, REOPENED)
    assert told.status == ExitStatus.DONE, told.err
    text = minutes_of(office, "2021-10-hom-1-2")
    assert "hòm phiếu bị nghi ngờ không an toàn và không được mở (biên bản 2021-10-hom-1-1)" in text
    assert "Cho mở hòm." in text
    (_refused, line) = office.done("log", "--kind", "opening").out.splitlines()
    assert "It follows the refusal 2021-10-hom-1-1." in line


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"--at": "2021-10-29T08:00"}, "cannot be before the report of 29/10/2021 16:10"),
        ({"--at": "2999-10-29T08:00"}, "cannot be in the future"),
        ({"--by": " "}, "say who did it"),
        ({"text": " "}, "say what was instructed"),
    ],
)
def test_an_instruction_that_cannot_be_is_refused(
    office: Office, changes: dict[str, str], said: str
) -> None:
    open_box(office, refusal_text())
    told = instruct(office, **changes)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert said in told.err


def test_the_last_instruction_is_the_one_that_an_opening_follows(office: Office) -> None:
    open_box(office, refusal_text("Giữ nguyên hiện trạng"))
    instruct(office, "Cho mở hòm")
    open_box(office, REOPENED)
    text = minutes_of(office, "2021-10-hom-1-2")
    assert "Cho mở hòm." in text
    assert "Giữ nguyên" not in text


def test_a_box_is_not_opened_earlier_than_it_was_instructed(office: Office) -> None:
    open_box(office, refusal_text())
    instruct(office, **{"--at": "2021-10-31T17:00"})
    told = open_box(office, REOPENED)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "instructed only at 31/10/2021 17:00" in told.err
    assert office.status()["hand_count"] == 0
    assert open_box(office, REOPENED.replace("2021-10-31T16", "2021-10-31T18")).status == 0


def test_once_the_box_was_opened_nothing_more_is_instructed(office: Office) -> None:
    open_box(office, refusal_text())
    instruct(office)
    open_box(office, REOPENED)
    told = instruct(office, "Không cho mở")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "was opened since (2021-10-hom-1-2)" in told.err
    office.done("report", "minutes")
    assert "Không cho mở" not in minutes_of(office, "2021-10-hom-1-2")


def test_only_a_refusal_is_answered(office: Office) -> None:
    open_box(office, opening_text(120, 150))
    assert "was opened" in instruct(office).err
    assert "there is no opening x" in office.run(
        "instruct", "x", "Cho mở", "--by", "An", "--role", "chair"
    ).err  # fmt: skip


def test_another_seal_is_noticed_everywhere(office: Office) -> None:
    office.done("seal", "hom-1", "0099", "--by", "Phạm Thị Dung", "--role", "box_keeper")
    assert "before.note" in open_box(office, opening_text(120, 150)).err
    explained = opening_text(120, 150).replace('note = ""', 'note = "Niêm phong cũ bị ướt"')
    told = open_box(office, explained)
    assert told.status == ExitStatus.DONE
    assert "The seal on the box was 0123; the record says that 0099 was put on." in told.out
    text = minutes_of(office, "2021-10-hom-1-1")
    assert "Số này KHÔNG khớp với số niêm phong lần trước (0099)." in text
    assert "do Phạm Thị Dung ghi" in text
    assert "The seal found was 0123, not 0099." in office.done("log", "--kind", "opening").out


def test_a_seal_recorded_after_it_was_found_is_explained(office: Office) -> None:
    office.done("seal", "hom-1", "0123", "--by", "Phạm Thị Dung", "--role", "box_keeper")
    told = open_box(office, opening_text(120, 150))
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "before.note" in told.err
    assert "the seal 0123 was found before" in told.err
    late = opening_text(120, 150).replace('note = ""', 'note = "Nay mới ghi lại việc dán"')
    assert open_box(office, late).status == ExitStatus.DONE


BY_TWO = ("--reason", "Đếm sót một tập", "--by", "Nguyễn Văn An", "--by", "Trần Thị Bích")


def correct(office: Office, text: str, *words: str, corrects: str = "2021-10-hom-1-1") -> Told:
    file = office.path / "dinh-chinh.toml"
    file.write_text(text, encoding="utf-8")
    return office.run("open-box", "--from", file, "--corrects", corrects, *words)


def test_a_correction_counts_everywhere_and_both_minutes_stay(office: Office) -> None:
    open_box(office, opening_text(120, 150))
    told = correct(office, opening_text(118, 140), *BY_TWO)
    assert told.status == ExitStatus.DONE, told.err
    assert "scan PATH --opening 2021-10-hom-1-1" in told.out
    status = office.status()
    assert (status["hand_count"], status["issued"]) == (118, 140)
    assert "120 phiếu" in minutes_of(office, "2021-10-hom-1-1")
    second = minutes_of(office, "2021-10-hom-1-1-v2")
    assert "118 phiếu" in second
    assert "đính chính biên bản đã lập của lần mở hòm phiếu 2021-10-hom-1-1" in second
    assert "Lý do: Đếm sót một tập." in second
    assert "ông (bà) Nguyễn Văn An, ông (bà) Trần Thị Bích" in second
    assert office.run("verify").status == ExitStatus.DONE


def test_a_correction_can_be_corrected_by_either_id(office: Office) -> None:
    open_box(office, opening_text(120, 150))
    correct(office, opening_text(118, 140), *BY_TWO)
    told = correct(office, opening_text(119, 140), *BY_TWO, corrects="2021-10-hom-1-1-v2")
    assert told.status == ExitStatus.DONE, told.err
    assert office.status()["hand_count"] == 119
    told = office.done("report", "minutes", "--opening", "2021-10-hom-1-1")
    assert [name in told.out for name in ("1.docx", "1-v2.docx", "1-v3.docx")] == [True] * 3
    assert "lập lại lần thứ 3" in minutes_of(office, "2021-10-hom-1-1-v3")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "two people"),
        (BY_TWO[:4], "two people"),
        (("--reason", "x", "--by", "An", "--by", " an "), "two people"),
        (("--by", "An", "--by", "Bích"), "needs a reason"),
    ],
)
def test_a_correction_needs_a_reason_and_two_people(
    office: Office, words: tuple[str, ...], said: str
) -> None:
    open_box(office, opening_text(120, 150))
    told = correct(office, opening_text(118, 140), *words)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert said in told.err
    assert office.status()["hand_count"] == 120


def test_a_correction_changes_something_but_not_that_the_box_was_opened(office: Office) -> None:
    open_box(office, opening_text(120, 150))
    assert "in the record already" in correct(office, opening_text(120, 150), *BY_TWO).err
    assert "does not change whether" in correct(office, refusal_text(), *BY_TWO).err
    assert "there is no opening x" in correct(office, refusal_text(), *BY_TWO, corrects="x").err
    assert len(list((office.path / "reports").iterdir())) == 1


def with_another_box(office: Office) -> Office:
    plan = office.path / "survey.toml"
    told = plan.read_text(encoding="utf-8")
    other = '[[boxes]]\nid = "hom-2"\nname = "Hòm 2"\nplace = "Nhà văn hóa"\n'
    plan.write_text(
        told.replace("[[fields]]", f'{other}seal_number = "0223"\n\n[[fields]]', 1),
        encoding="utf-8",
    )
    return office


def in_the_other_box(text: str) -> str:
    return text.replace("hom-1", "hom-2").replace('"01', '"02')


def test_an_opening_written_down_for_the_wrong_box_is_corrected(office: Office) -> None:
    open_box(with_another_box(office), opening_text(120, 150))
    told = correct(office, opening_text(120, 150).replace("hom-1", "hom-2"), *BY_TWO)
    assert "the record says that 0223 was put on" in told.err
    assert correct(office, in_the_other_box(opening_text(120, 150)), *BY_TWO).status == 0
    text = minutes_of(office, "2021-10-hom-1-1-v2")
    assert "ghi nhầm hòm phiếu là: Hòm phiếu số 1." in text
    assert "Hòm 2, đặt tại Nhà văn hóa." in text
    told = open_box(office, opening_text(30, 40))
    assert told.status == ExitStatus.DONE, told.err
    assert "từ đầu đợt khảo sát" in minutes_of(office, "2021-10-hom-1-2")


def test_a_corrected_opening_too_follows_an_instruction(office: Office) -> None:
    open_box(office, refusal_text())
    instruct(office)
    open_box(office, REOPENED)
    early = REOPENED.replace("2021-10-31T16", "2021-10-30T07")
    told = correct(office, early, *BY_TWO, corrects="2021-10-hom-1-2")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "instructed only at 30/10/2021 08:00" in told.err
    later = REOPENED.replace("2021-10-31T16", "2021-10-31T17")
    assert correct(office, later, *BY_TWO, corrects="2021-10-hom-1-2").status == 0


def test_no_correction_opens_a_box_of_which_nobody_instructed_anything(office: Office) -> None:
    open_box(with_another_box(office), in_the_other_box(refusal_text()))
    open_box(office, opening_text(120, 150))
    told = correct(
        office, in_the_other_box(opening_text(120, 150)), *BY_TWO, corrects="2021-10-hom-1-1"
    )
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "hom-phieu instruct 2021-10-hom-2-1" in told.err
    assert office.status()["hand_count"] == 120


def test_a_refusal_that_an_opening_followed_stays_with_its_box(office: Office) -> None:
    open_box(with_another_box(office), refusal_text())
    instruct(office)
    open_box(office, REOPENED)
    told = correct(office, in_the_other_box(refusal_text()), *BY_TWO)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "the minutes of 2021-10-hom-1-2 name 2021-10-hom-1-1" in told.err


def test_a_reason_without_a_correction_is_refused(office: Office) -> None:
    file = office.path / "mo-hom.toml"
    file.write_text(opening_text(120, 150), encoding="utf-8")
    told = office.run("open-box", "--from", file, *BY_TWO)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "--corrects" in told.err


def test_an_opening_in_a_corrected_period_has_an_id_of_its_own(office: Office) -> None:
    open_box(office, opening_text(120, 150))
    moved = opening_text(120, 150).replace('period = "2021-10"', 'period = "2021-Q4"')
    assert correct(office, moved, *BY_TWO).status == ExitStatus.DONE
    later = sealed_on(opening_text(30, 40), 2).replace("2021-10-29", "2021-10-30")
    assert "2021-10-hom-1-2" in open_box(office, later).out
