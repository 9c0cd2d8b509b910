"""``demo``: an invented month at phường Vạn Phúc, every part of it real.

Print, fill in and scan, open the box, read, settle what is flagged, count, write the documents. The
people are invented; what they see on the paper is the truth that the rehearsal wrote.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scans.invented_answers import AnswerMix
from scans.rehearsal import Options
from steps.begin import begin_survey
from steps.count import Counting, Tally
from steps.decide import decide_question
from steps.open_box import read_opening_file, record_opening
from steps.print_sheets import print_sheets
from steps.report import write_annual_file
from steps.scan import scan_paths
from steps.session import Session, open_session
from steps.signature import Signature
from steps.simulate import simulate_scans
from steps.verify import verify_folder
from store.folder import write_whole
from store.listing import list_flags
from survey.language import _
from survey.reading import Status

PLAN = "van-phuc-2021"
LEFT_OVER = 15
"""Sheets handed out that nobody dropped into the box."""
PROCEDURES = ("2.000815", "1.001193", "1.004873", "1.000894")
"""Copies certified, births, marital status, marriages: what a ward's counter sees most."""
_MIX = AnswerMix(double=0.006, corrected=0.006)
_OPTIONS = (Options(form="pdf", seed=2021, mix=_MIX), Options(form="jpg", seed=2022, mix=_MIX))
"""The ward's copier makes a PDF of one pile, pictures of the other."""
DECIDERS = ("Nguyễn Thị Hòa", "Trần Văn Bình")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """One thing the demo made, and where it lies."""

    what: str
    where: Path


@dataclass(frozen=True, slots=True)
class Month:
    """The whole month."""

    tally: Tally
    made: tuple[Made, ...]


def play_month(
    path: Path, sheets: int, tell: Callable[[str], None], on_progress: Progress
) -> Month:
    """Play the month in a new folder; ``tell`` hears each stage in a sentence."""
    tell(_("1. A new survey from the plan {plan}", plan=PLAN))
    begin_survey(path, PLAN)
    with open_session(path) as session:
        tell(_("2. Printing {sheets} sheets", sheets=sheets + LEFT_OVER))
        printed = _print_month(session, sheets)
        tell(_("3. Invented people fill them in; an invented scanner scans them"))
        scans = path / "may-quet"
        rehearsed = [
            simulate_scans(session, file, scans / file.stem, options, on_progress)
            for file, options in zip(printed, _OPTIONS, strict=True)
        ]
        tell(_("4. The committee opens the box and counts"))
        opening_file = path / "mo-hom-2021-10.toml"
        write_whole(opening_file, opening_text(sheets, sheets + LEFT_OVER).encode())
        opened = record_opening(session, read_opening_file(session, opening_file))
        tell(_("5. Reading the scans"))
        taken = scan_paths(session, [scans], None, 1, on_progress)
        tell(_("6. Two people look at {flags} doubtful questions", flags=taken.flags))
        _settle_flags(session, [batch.truth for batch in rehearsed])
        tell(_("7. Counting, and the annual report"))
        annual = write_annual_file(session)
        tally = Counting(session).tally(("question",))
        made = (
            Made(_("sheets to print"), session.folder.printed),
            Made(_("scans, and what was meant"), scans),
            Made(_("opening as written down"), opening_file),
            Made(_("minutes to sign"), opened.minutes),
            Made(_("annual report (Phụ lục 2)"), annual),
            Made(_("the record"), session.folder.database_path),
        )
    tell(_("8. Verifying the record"))
    verified = verify_folder(path)
    tell("   " + (verified.findings[0] if verified.findings else _("whole")))
    return Month(tally, made)


def _print_month(session: Session, sheets: int) -> tuple[Path, Path]:
    """Most sheets for one procedure each, the others with the free-text line.

    The file of those that nobody drops into the box is printed too, and not among the two named.
    """
    each = sheets // (len(PROCEDURES) + 1)
    for_procedures = print_sheets(session, PROCEDURES, each, None)
    free_text = print_sheets(session, (), sheets - for_procedures.sheets, None)
    print_sheets(session, (), LEFT_OVER, None)
    return for_procedures.file, free_text.file


def _settle_flags(session: Session, truths: Sequence[Path]) -> None:
    """Both people look at the paper and, here, always see what was meant."""
    truth: dict[tuple[str, str], dict[str, str]] = {}
    for file in truths:
        with file.open(encoding="utf-8", newline="") as lines:
            truth |= {(row["sheet"], row["question"]): row for row in csv.DictReader(lines)}
    for flag in list(list_flags(session.record)):
        seen = truth[flag.sheet, flag.question]
        value = seen["choice"] if seen["status"] == Status.ANSWERED else seen["status"]
        for person in DECIDERS:
            by = Signature(person, "Xem lại trên phiếu giấy")
            decide_question(session, flag.sheet, flag.question, value, by)


def opening_text(counted: int, issued: int) -> str:
    """An ordinary opening, as the secretary would write it down (spec, ``open-box --from``)."""
    return f"""\
period = "2021-10"
box = "hom-1"
people = [
  {{ name = "Nguyễn Văn An", title = "Phó Chủ tịch UBND phường", role = "chair" }},
  {{ name = "Trần Thị Bích", title = "Công chức Văn phòng - Thống kê", role = "secretary" }},
  {{ name = "Lê Văn Cường", title = "Trưởng bộ phận Một cửa phường", role = "one_stop_head" }},
  {{ name = "Phạm Thị Dung", title = "Văn phòng UBND phường", role = "box_keeper" }},
  {{ name = "Hoàng Văn Em", title = "Công chức Tư pháp - Hộ tịch", role = "sheet_processor" }},
  {{ name = "Đỗ Thị Phương", title = "Đại diện Ủy ban MTTQ phường", role = "observer" }},
]
remarks = ""

[before]
checked_at = 2021-10-29T16:00:00+07:00
lock = "intact"
seal = "intact"
seal_number = "0123"
note = ""

[opened]
at = 2021-10-29T16:05:00+07:00

[count]
first = {counted}
second = {counted}
issued = {issued}
foreign_objects = ""
difference_explained = ""

[handover]
sheets_to = "Hoàng Văn Em"
sheets_seal_number = "0124"
key_to = "Phạm Thị Dung"
box_seal_number = "0125"

[closed]
at = 2021-10-29T16:40:00+07:00
copies = 3
"""
