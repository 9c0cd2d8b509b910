"""Every document of every shipped plan, through LibreOffice and looked at as pages."""

from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pdf2image import convert_from_path

from reports.annual import AnnualFacts, write_annual
from reports.minutes import Recorded, write_minutes
from reports.notice import NoticeFacts, write_notice
from reports.passage import write_passage
from reports.sipas import SipasFacts, write_sipas
from survey.plan import parse_plan
from tests.reports.conftest import OpeningMaker, convert

PLANS = sorted(
    file.name for file in (resources.files("templates") / "plans").iterdir()
    if file.name.endswith(".toml")
)  # fmt: skip
DPI = 50
MM = DPI / 25.4
DARK = 128
SLACK_MM = 1.0
"""What drawing at so few dots may add to an edge."""


def plan_of(name: str) -> str:
    return (resources.files("templates") / "plans" / name).read_text("utf-8")


@pytest.fixture
def documents(
    tmp_path: Path,
    facts: AnnualFacts,
    notice_facts: NoticeFacts,
    sipas_facts: SipasFacts,
    opened: OpeningMaker,
    recorded: Recorded,
) -> list[Path]:
    made: dict[str, bytes] = {}
    for name in PLANS:
        plan = parse_plan(plan_of(name), name)
        made |= {
            f"annual-{plan.name}": write_annual(plan, facts),
            f"notice-{plan.name}": write_notice(plan, notice_facts),
            f"passage-{plan.name}": write_passage(plan, notice_facts),
            f"sipas-{plan.name}": write_sipas(plan, sipas_facts),
        }
        if plan.name == "van-phuc-2021":  # the one whose box the opening names
            made["minutes"] = write_minutes(plan, opened(), recorded)
    for name, content in made.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
    return sorted(tmp_path.glob("*.docx"))


def test_every_document_of_every_plan_becomes_pages_within_the_margins(
    documents: list[Path], tmp_path: Path, office: str
) -> None:
    told = convert(office, "pdf", tmp_path, *documents)
    assert told.returncode == 0
    complaints = [line for line in told.stderr.splitlines() if "javaldx" not in line]
    assert complaints == []  # that one is about a machine without Java
    for document in documents:
        pages = convert_from_path(document.with_suffix(".pdf"), dpi=DPI, grayscale=True)
        assert 1 <= len(pages) <= 12, document.name
        for number, page in enumerate(pages, 1):
            assert_within_margins(np.asarray(page), f"{document.name}, page {number}")


def assert_within_margins(page: NDArray[np.uint8], name: str) -> None:
    """Ink only where the Decree's margins leave room; the page number stands in the top one."""
    rows, columns = np.nonzero(page < DARK)
    assert rows.size, f"{name} is empty"
    assert columns.min() / MM >= 30 - SLACK_MM, name
    assert columns.max() / MM <= 210 - 15 + SLACK_MM, name
    assert rows.min() / MM >= 10 - SLACK_MM, name
    assert rows.max() / MM <= 297 - 20 + SLACK_MM, name
