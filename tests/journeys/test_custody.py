"""Three months with two boxes: sealed, opened, left closed, empty, corrected, closed, reopened."""

import pytest
from docx import Document

from steps.demo import opening_text
from survey.errors import ExitStatus
from tests.office import COPIES, Office, Told, begin

SECOND_BOX = """[[boxes]]
id = "hom-2"
name = "Hòm phiếu số 2"
place = "Nhà văn hóa tổ dân phố số 4"
seal_number = "0200"

[[fields]]"""
SUSPICION = 'note = "Niêm phong rách một góc, có vết keo mới"'
REPORT = """[refusal]
reported_at = 2021-11-30T16:10:00+07:00
instruction = ""
"""
OCTOBER_BOX = "2021-10-hom-1-1"
PEOPLE = ("Nguyễn Văn An", "Trần Thị Bích")
BOTH = ("--by", PEOPLE[0], "--by", PEOPLE[1])
BY = ("--by", "Trần Thị Bích", "--role", "secretary")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = begin(tmp_path_factory.mktemp("custody") / "khao-sat")
    plan = office.path / "survey.toml"
    text = plan.read_text(encoding="utf-8").replace("[[fields]]", SECOND_BOX, 1)
    plan.write_text(text.replace("ends = 2021-10-31", "ends = 2021-12-31"), encoding="utf-8")
    sheets = office.print_sheets("--copies", 9, "--procedure", COPIES)
    office.simulate(sheets, "quet")
    office.done("seal", "hom-1", "0123", *BY)
    office.done("paper", "issued", 5, "--box", "hom-1", *BY)
    play_october(office)
    scan_october(office)
    play_november(office)
    play_december(office)
    return office


def open_box(office: Office, text: str, *words: str) -> None:
    file = office.path / "mo-hom.toml"
    file.write_text(text, encoding="utf-8")
    office.done("open-box", "--from", file, *words)


def play_october(office: Office) -> None:
    """Box 1 is opened and the count corrected; box 2 is empty."""
    late = 'note = "Việc niêm phong ghi sổ muộn"'
    open_box(office, opening_text(4, 5).replace('note = ""', late))
    two = ("--reason", "Đếm sót một tờ", *BOTH)
    open_box(office, opening_text(5, 5).replace('note = ""', late), "--corrects", OCTOBER_BOX, *two)
    empty = opening_text(0, 0).replace("hom-1", "hom-2").replace("0125", "0201")
    no_sheets = empty.replace('sheets_to = "Hoàng Văn Em"\nsheets_seal_number = "0124"\n', "")
    open_box(office, no_sheets.replace("0123", "0200"))


def scan_october(office: Office) -> None:
    """Four of the five sheets are scanned; the fifth is not to be found."""
    pages = sorted((office.path / "quet").glob("trang-*"))[:4]
    assert office.scan(*pages, "--opening", OCTOBER_BOX).status in {0, 3}
    for flag in office.flagged():
        for person in PEOPLE:
            office.done("decide", flag["sheet"], flag["question"], "unclear",
                        "--by", person, "--reason", "đã xem phiếu giấy")  # fmt: skip


def play_november(office: Office) -> None:
    """Box 1 is suspected and left closed; what to do is told the day after."""
    check = opening_text(0, 0).split("[opened]", maxsplit=1)[0].replace("2021-10", "2021-11")
    check = check.replace("11-29T", "11-30T").replace("0123", "0125")
    check = check.replace('seal = "intact"', 'seal = "broken"').replace('note = ""', SUSPICION)
    open_box(office, check + REPORT)
    office.done("instruct", "2021-11-hom-1-1", "Cho mở hòm, có Công an phường chứng kiến",
                "--at", "2021-12-01T09:00", *BY)  # fmt: skip


def play_december(office: Office) -> None:
    """Box 1 is opened after all, across the end of November."""
    text = opening_text(3, 3).replace('"2021-10"', '"2021-12"').replace("2021-10-29", "2021-12-02")
    seals = (("0125", "0127"), ("0124", "0126"), ("0123", "0125"))
    for before, now in seals:
        text = text.replace(f'"{before}"', f'"{now}"')
    open_box(office, text)


def minutes(office: Office, name: str) -> str:
    document = Document(str(office.path / "reports" / f"bien-ban-{name}.docx"))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("2021-10-hom-1-1", ("lần một 4 phiếu", "Hòm phiếu số 2 chưa mở", "số 0123")),
        ("2021-10-hom-1-1-v2", ("lần một 5 phiếu", "Lý do: Đếm sót một tờ.", "lập lại lần thứ 2")),
        ("2021-10-hom-2-1", ("trong hòm không có phiếu nào", "không có phiếu để bàn giao")),
        ("2021-11-hom-1-1", ("KHÔNG được mở", "chưa có ý kiến chỉ đạo", "số 0125")),
        ("2021-11-hom-1-1-chi-dao", ("Cho mở hòm, có Công an phường chứng kiến.",)),
        ("2021-12-hom-1-1", ("không được mở (biên bản 2021-11-hom-1-1)", "từ ngày 29/10/2021")),
    ],
)
def test_every_act_has_its_minutes(office: Office, name: str, sentences: tuple[str, ...]) -> None:
    text = minutes(office, name)
    assert [words for words in sentences if words not in text] == []


def test_the_newest_figures_count_everywhere(office: Office) -> None:
    assert office.status()["hand_count"] == 5 + 0 + 3


def test_the_journal_tells_the_three_months(office: Office) -> None:
    told = office.done("log").out
    for words in (
        "hom-1 sealed with 0123",
        "5 sheets issued for hom-1",
        "hom-1 opened (2021-10-hom-1-1): sheets counted 4 and 4",
        "This corrects 2021-10-hom-1-1: Đếm sót một tờ (Nguyễn Văn An, Trần Thị Bích).",
        "hom-2 opened (2021-10-hom-2-1): sheets counted 0 and 0",
        "hom-1 left closed (2021-11-hom-1-1)",
        "Instruction on 2021-11-hom-1-1: Cho mở hòm, có Công an phường chứng kiến",
        "It follows the refusal 2021-11-hom-1-1.",
    ):
        assert words in told


def test_the_record_is_whole(office: Office) -> None:
    assert office.run("verify").status == ExitStatus.DONE


def test_october_is_explained_closed_and_corrected_by_two(office: Office) -> None:
    def close() -> Told:
        return office.run("close", "2021-10", "--by", PEOPLE[0])

    assert close().status == ExitStatus.RECORD_DIFFERS
    office.done("explain", f"hand-count:{OCTOBER_BOX}", *BOTH, "--reason", "Một tờ bị rách nát")
    assert close().status == ExitStatus.DONE
    office.done("report", "annual")
    answer = office.answers()[0]
    words = ("decide", answer["sheet"], answer["question"], "blank", "--reason", "Đọc lại")
    assert "2021-10" in office.run(*words, "--by", PEOPLE[0]).err
    office.done("reopen", "2021-10", *BOTH, "--reason", "Đọc lại một câu")
    for person in PEOPLE:
        office.done(*words, "--by", person)
    assert office.answers()[0]["status"] == "blank"
    assert close().status == ExitStatus.DONE
    assert office.status()["superseded"] != []
    assert office.run("verify").status == ExitStatus.DONE
