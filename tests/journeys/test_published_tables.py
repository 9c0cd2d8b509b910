"""An attacker reads every table that a ward publishes of two months and recovers nothing."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from docx import Document

from steps.count import Counting
from steps.session import open_session
from steps.show_tally import tally_csv
from survey.signs import HIDDEN
from tally.published import scopes_within
from tests.office import Office, begin
from tests.tally.attack import Attack, Name, prepare, recover
from tests.tally.cells import FACTORS, PaperSheet

MONTHS = ("2021-10", "2021-11")
SCOPES = scopes_within(MONTHS, "2021")
FIELDS = {"ho-tich": "Hộ tịch", "chung-thuc": "Chứng thực", "dat-dai": "Đất đai"}
CHOICES = ("5", "4", "3", "2", "1", "blank")
CHANNEL = '\n[[channels]]\nid = "hues"\nname = "HueS"\n'
MAPPING = """\
key = ["Mã"]
[columns]
date = "Ngày"
field = "Lĩnh vực"
[columns.questions]
"""
MINIMUM, FEW = 5, 50


@pytest.fixture(scope="module")
def sheets() -> list[PaperSheet]:
    random = Random(6)
    return [
        PaperSheet(
            random.choice(MONTHS),
            random.choices(list(FIELDS), (6, 3, 1))[0],
            tuple(random.choices(CHOICES, (50, 30, 10, 4, 3, 3), k=len(FACTORS))),
        )
        for _ in range(60)
    ]


@pytest.fixture(scope="module")
def office(sheets: list[PaperSheet], tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A ward whose app sent these answers, and which published all it can; the year first."""
    office = begin(tmp_path_factory.mktemp("published") / "khao-sat")
    plan = office.path / "survey.toml"
    text = plan.read_text("utf-8").replace("ends = 2021-10-31", "ends = 2021-12-31")
    plan.write_text(text + CHANNEL, "utf-8")
    mapping, file = office.path / "hues.toml", office.path / "hues.csv"
    mapping.write_text(MAPPING + "".join(f'{q} = "{q}"\n' for q in FACTORS), "utf-8")
    with file.open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(("Mã", "Ngày", "Lĩnh vực", *FACTORS))
        for number, sheet in enumerate(sheets):
            given = ["" if said == "blank" else said for said in sheet.answers]
            day = f"15/{sheet.period[-2:]}/2021"
            writer.writerow((number, day, FIELDS[sheet.field], *given))
    office.done("import", file, "--channel", "hues", "--mapping", mapping)
    office.done("report", "annual")
    office.done("report", "sipas")
    for scope in (*MONTHS, "2021-H2"):
        office.done("report", "period", "--period", scope)
    return office


@pytest.fixture(scope="module")
def told(office: Office) -> dict[Name, int | None]:
    """Every figure of the tables that are published as CSV, None where it is hidden."""
    figures: dict[Name, int | None] = {}
    with open_session(office.path) as session:
        for scope in SCOPES:
            counting = Counting(session, scope, published=True)
            for by in ("question", "factor", "field", "period", "channel"):
                text = tally_csv(counting.tally((by,)))
                for row in csv.DictReader(io.StringIO(text)):
                    table, key = ("", "") if by == "channel" else (by, row["key"])
                    for column, figure in _figures(row):
                        figures[scope, table, key, column] = figure
    return figures


def _figures(row: dict[str, str]) -> Iterator[tuple[str, int | None]]:
    columns = (*"54321", "answered", "blank", "multiple", "unclear")
    counted = {name: None if row[name] == HIDDEN else int(row[name]) for name in columns}
    yield from counted.items()
    answered = counted["answered"]
    if answered is not None:  # without it a share is hidden, though its sum of answers may be told
        share = row["satisfied"]
        yield "satisfied", round(float(share) * answered) if share else None


def test_no_hidden_figure_can_be_recovered(
    sheets: list[PaperSheet], told: dict[Name, int | None]
) -> None:
    attack = prepare(sheets, SCOPES)
    hidden = {name: 0 for name in attack.sums if _is_hidden(name, told, attack)}
    assert any(told.get(name, 0) is None for name in hidden)
    few = {name for name in hidden if name[3] == "unsatisfied" and attack.value[name] < MINIMUM}
    wanted = few | {name for name in hidden if name in told}
    assert [name for name in recover(attack, hidden) if name in wanted] == []


def _is_hidden(name: Name, told: dict[Name, int | None], attack: Attack) -> bool:
    """How many sheets a question, a period or all have, everybody knows."""
    scope, table, key, column = name
    if column == "total":
        return table == "field"
    if column == "unsatisfied":
        return any(told.get((scope, table, key, c)) is None for c in ("answered", "satisfied"))
    figure = told.get(name)
    if figure is not None:
        assert figure == attack.value[name]
    return figure is None


def test_documents_show_what_the_tables_show_and_no_more(
    office: Office, told: dict[Name, int | None]
) -> None:
    labels = {name: key for key, name in FIELDS.items()}
    labels |= {f"Câu {number}": f"q{number}" for number in range(1, 5)}
    compared = 0
    for file in office.path.glob("reports/*.docx"):
        scope = "2021-" + file.stem.rpartition("2021-")[2] if "2021-" in file.stem else "2021"
        for label, cells in _result_rows(file):
            name = label.partition(". ")[0] if label.startswith("Câu ") else label
            key = labels.get(name)
            if key is None:
                continue
            table = "question" if key.startswith("q") else "field"
            for column, said in zip((*"54321", "blank", "multiple", "unclear"), cells, strict=True):
                figure = told[scope, table, key, column]
                assert said == ("*" if figure is None else str(figure)), (file.name, label, column)
                compared += 1
    assert compared > 200


def _result_rows(file: Path) -> Iterator[tuple[str, list[str]]]:
    """Label and counts of every row of results in a document."""
    for table in Document(str(file)).tables:
        if table.rows[0].cells[-1].text == "Hài lòng (%)":
            for row in table.rows[1:]:
                texts = [cell.text for cell in row.cells]
                yield texts[0], texts[-9:-1]
