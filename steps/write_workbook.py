"""``tally --format xlsx``: the results as a workbook, in Vietnamese like every document."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from reports.origin import Origin, Trace, digest_of, trace_words
from reports.workbook import Book, Cell, ChartKind, Sheet, SheetChart, write_workbook
from steps.count import Tally, TallyTable
from steps.count_lists import ListTable
from steps.session import Session
from store.folder import write_whole
from store.sheet_settlement import UNKNOWN_PROCEDURE
from survey.head import short_head
from survey.period import Period
from survey.signs import HIDDEN
from survey.spoken_number import half_up
from survey.version import VERSION
from tally.count import TallyRow
from tally.index import extremes, interval_of

PUBLISHED, UNITS = "cong-bo", "don-vi"
"""How it was counted, in names of files and in the trace."""
WHAT = {
    "question": "Câu hỏi",
    "factor": "Yếu tố",
    "procedure": "Thủ tục",
    "field": "Lĩnh vực",
    "box": "Hòm phiếu",
    "period": "Kỳ lấy phiếu",
    "channel": "Kênh",
    "unit": "Đơn vị",
}
"""Grouping → the heading of its column."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its heading, what it means, and the figure of a row."""

    heading: str
    meaning: str
    cell: Callable[[TallyRow], Cell]


def write_tally(session: Session, tally: Tally, output: Path | None) -> Path:
    """The tally as .xlsx; in ``reports/`` unless named.

    Whoever counts speaks Vietnamese, as the differences between record and paper are sentences.

    Raises:
        FolderError: the place cannot be written to.
    """
    name = "-".join(filter(None, ("tong-hop", *tally.by, tally.period, *_how(tally))))
    file = output or session.folder.reports / f"{name}.xlsx"
    write_whole(file, tally_workbook(session, tally))
    return file


def tally_workbook(session: Session, tally: Tally) -> bytes:
    """The results of each series, both indices, and what every column means."""
    title = f"Kết quả khảo sát, {_period_words(tally)}"
    sheets: list[Sheet] = []
    explained: dict[str, str] = {}
    for number, table in enumerate(tally.tables, 1):
        columns = tuple(_columns(table))
        explained |= {column.heading: column.meaning for column in columns}
        mark = f" {number}" if len(tally.tables) > 1 else ""
        sheets.append(_result_sheet(tally, table, columns, mark))
        sheets.append(_index_sheet(table, mark))
    sheets += map(_list_sheet, tally.lists)
    meanings = (*((WHAT[by], "Mỗi dòng của bảng.") for by in tally.by), *explained.items())
    book = Book(title, session.plan.agency.name, tuple(sheets))
    subject = "/".join(("+".join(tally.by), tally.period, *_how(tally)))
    origin = Origin("tally", subject, session.record.head())
    trace = Trace(origin, VERSION, digest_of(book))
    told = (
        ("Đầu nhật ký", short_head(origin.head)),
        ("Phiên bản Hòm Phiếu", trace.version),
        ("SHA-256 của các bảng", trace.digest),
    )
    last = Sheet("Giải thích", ("Cột", "Ý nghĩa"), (*meanings, *told), names=2, name_width=60)
    return write_workbook(replace(book, sheets=(*book.sheets, last)), trace_words(trace))


def _how(tally: Tally) -> Iterator[str]:
    """What tells this table from others by the same grouping."""
    if tally.is_handed_up:
        yield UNITS
    if tally.minimum:
        yield PUBLISHED


def _result_sheet(tally: Tally, table: TallyTable, columns: tuple[Column, ...], mark: str) -> Sheet:
    by, shares = tally.by, len(tally.by) + len(table.choices)
    satisfied = next(i for i, c in enumerate(columns, len(by)) if c.heading == "Hài lòng (%)")
    return Sheet(
        name=f"Kết quả{mark}",
        headings=(*(WHAT[name] for name in by), *(column.heading for column in columns)),
        rows=tuple((*row.labels, *(column.cell(row) for column in columns)) for row in table.rows),
        above=(f"Kết quả khảo sát, {_period_words(tally)}", *_warnings(tally, table)),
        charts=(
            SheetChart(
                ChartKind.PARTS,
                "Phân bố câu trả lời (%)",
                tuple(range(shares, shares + len(table.choices))),
            ),
            SheetChart(ChartKind.LENGTHS, "Tỷ lệ hài lòng (%)", (satisfied,)),
        ),
        names=len(by),
    )


def _list_sheet(one: ListTable) -> Sheet:
    return Sheet(
        name=f"Lựa chọn {one.question}",
        headings=("Lựa chọn", "Số phiếu chọn", "Số phiếu", "Tỷ lệ (%)"),
        rows=tuple(
            (row.label, row.ticked, row.settled, Fraction(row.ticked, row.settled or 1))
            for row in one.rows
        ),
        above=(one.words,),
        names=1,
    )


def _period_words(tally: Tally) -> str:
    period = tally.period
    return Period.parse(period).vietnamese_name if period else "tất cả các kỳ"


def _warnings(tally: Tally, table: TallyTable) -> Iterator[str]:
    """What stands over the table, so that nobody reads the figures without it."""
    if len(tally.tables) > 1:
        yield (
            f"Kênh: {table.whole.label}, mẫu phiếu {table.series.form}; kết quả của các kênh, "
            "mẫu phiếu và thang đo khác nhau không cộng lẫn."
        )
    yield from tally.notes
    if tally.differences:
        yield "SỐ LIỆU CHƯA KHỚP VỚI PHIẾU GIẤY: " + "; ".join(tally.differences)
    if tally.waiting:
        yield f"Còn {tally.waiting} câu trả lời chờ người xem lại, chưa tính vào kết quả."
    if tally.minimum:
        yield (
            f"{HIDDEN}: không nêu, vì dưới {tally.minimum} hoặc vì từ đó suy ra được số dưới "
            f"{tally.minimum}."
        )
    if tally.before and not tally.is_comparable:
        yield (
            f"Không so sánh với {tally.before.vietnamese_name}: mẫu phiếu hoặc kênh của kỳ đó khác."
        )


def _columns(table: TallyTable) -> Iterator[Column]:
    for choice in table.choices:
        label = f"{choice} {table.words.get(choice, '')}".strip()
        meaning = f"Số câu trả lời mức {label}."
        yield Column(label, meaning, partial(_count, column=choice))
    for choice in table.choices:
        label = f"{choice} {table.words.get(choice, '')}".strip() + " (%)"
        meaning = f"Tỷ lệ câu trả lời mức {choice} trên số câu có trả lời."
        yield Column(label, meaning, partial(_share, choice=choice))
    for heading, name, meaning in _COUNTED:
        yield Column(heading, meaning, partial(_count, column=name))
    yield from _SHARES
    for heading, end, meaning in _ENDS:
        yield Column(heading, meaning, partial(_end, table, end))
    yield Column("Trung bình", "Trung bình các mức đã chọn.", _mean)
    if table.changes:
        yield Column(
            "So với kỳ trước (điểm %)",
            "Tỷ lệ hài lòng kỳ này trừ tỷ lệ kỳ trước cùng độ dài, cùng mẫu phiếu; điểm phần trăm.",
            partial(_points, table),
        )


def _count(row: TallyRow, column: str) -> Cell:
    figure = row.figure(column)
    return HIDDEN if figure is None else figure


def _share(row: TallyRow, choice: str) -> Cell:
    count, answered = row.figure(choice), row.figure("answered")
    if count is None or answered is None:
        return HIDDEN
    return Fraction(count, answered) if answered else None


def _points(table: TallyTable, row: TallyRow) -> Cell:
    rise = table.changes.get(row.keys)
    return None if rise is None else half_up(rise * 100, 2)


def _sheets(row: TallyRow) -> Cell:
    return HIDDEN if row.sheets is None else row.sheets


def _satisfied(row: TallyRow) -> Cell:
    return HIDDEN if row.is_hidden("satisfied") else row.satisfied


def _end(table: TallyTable, end: str, row: TallyRow) -> Cell:
    """The low or high end of the interval."""
    interval = interval_of(row, table.dossiers.get(row.keys))
    return None if interval is None else Fraction(getattr(interval, end))


def _mean(row: TallyRow) -> Cell:
    return None if row.mean is None else half_up(row.mean, 2)


_COUNTED = (
    (
        "Có trả lời",
        "answered",
        "Số câu trả lời máy đọc chắc chắn hoặc đã được người xem lại quyết định.",
    ),
    ("Bỏ trống", "blank", "Số câu không đánh dấu ô nào; không tính vào tỷ lệ."),
    ("Nhiều dấu", "multiple", "Số câu đánh dấu nhiều hơn một ô; không tính vào tỷ lệ."),
    ("Không rõ", "unclear", "Số câu người xem lại không xác định được; không tính vào tỷ lệ."),
)
"""Heading, column of the tally, and meaning."""
_INTERVAL = (
    "của khoảng tin cậy 95 % theo Wilson cho tỷ lệ hài lòng. Dòng gộp nhiều câu hỏi tính như mỗi "
    "phiếu chỉ có một câu trả lời, vì các câu trên cùng một phiếu không độc lập."
)
_SHARES = (
    Column("Số phiếu", "Số phiếu hợp lệ của dòng này.", _sheets),
    Column("Hài lòng (%)", "Tỷ lệ các mức hài lòng trên số câu có trả lời.", _satisfied),
)
_ENDS = (
    ("Từ (%)", "low", f"Đầu thấp {_INTERVAL}"),
    ("Đến (%)", "high", f"Đầu cao {_INTERVAL}"),
)


def _index_sheet(table: TallyTable, mark: str) -> Sheet:
    """Both indices by name, and the rows with the highest and the lowest share, all of a tie."""
    rows: list[tuple[Cell, ...]] = [
        (
            "Chỉ số hài lòng gộp: câu trả lời hài lòng của mọi câu hỏi trên tất cả câu trả lời",
            table.index.pooled,
        ),
        (
            "Chỉ số hài lòng bình quân: trung bình tỷ lệ hài lòng của các câu hỏi",
            table.index.averaged,
        ),
    ]
    found = extremes(table.rows, besides=(UNKNOWN_PROCEDURE,))
    if found:
        for heading, tied in (("Cao nhất", found.highest), ("Thấp nhất", found.lowest)):
            rows += [(f"{heading}: {row.label}", row.satisfied) for row in tied]
    return Sheet(f"Chỉ số{mark}", ("Chỉ số", "Tỷ lệ (%)"), tuple(rows), name_width=90)
