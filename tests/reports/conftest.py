import io
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument

from reports.annual import AnnualFacts, MostSurveyed, PeriodSheets
from reports.circumstances import Circumstances
from reports.counting_rules import CountingRules
from reports.head import head_picture
from reports.minutes import Recorded
from reports.notice import NoticeFacts, SeriesFacts
from reports.office import find_office
from reports.result_table import ResultFacts
from reports.sipas import Sample, SipasFacts
from survey.fate import Ground
from survey.opening import (
    Before,
    Closed,
    Handover,
    Opened,
    Opening,
    Person,
    Refusal,
    SheetCount,
)
from survey.period import Period
from survey.plan import Plan, Role, parse_plan

HEAD = "9f2c1a7703bde41155aa0f8e7d6c5b4a39281706f5e4d3c2b1a0918273645546"
HANOI = timezone(timedelta(hours=7))
OpeningMaker = Callable[..., Opening]
TemplateMaker = Callable[..., Path]


def at(hour: int, minute: int) -> datetime:
    return datetime(2021, 10, 29, hour, minute, tzinfo=HANOI)


def text_of(docx: bytes | WordDocument) -> str:
    """All the text of the body, cells included, one paragraph a line."""
    document = Document(io.BytesIO(docx)) if isinstance(docx, bytes) else docx
    body = document.element.body
    paragraphs = body.xpath(".//w:p")
    return "\n".join("".join(node.text or "" for node in p.xpath(".//w:t")) for p in paragraphs)


@pytest.fixture(scope="session")
def plan() -> Plan:
    text = (resources.files("templates") / "plans" / "van-phuc-2021.toml").read_text("utf-8")
    return parse_plan(text, "van-phuc-2021.toml")


@pytest.fixture
def recorded() -> Recorded:
    return Recorded("MH-2021-10-1", "MH-2021-10-1", HEAD, Circumstances())


PEOPLE = (
    Person(name="Trần Thị Mai", title="Công chức", role=Role.SECRETARY),
    Person(name="Nguyễn Văn An", title="Chủ tịch UBND phường", role=Role.CHAIR),
    Person(name="Lê Văn Hùng", title="Trưởng bộ phận Một cửa", role=Role.ONE_STOP_HEAD),
    Person(name="Phạm Thị Lan", title="Công chức", role=Role.BOX_KEEPER),
    Person(name="Đỗ Minh Quân", title="Công chức", role=Role.SHEET_PROCESSOR),
    Person(name="Hoàng Thị Nga", title="Tổ dân phố số 3", role=Role.WITNESS),
    Person(name="Vũ Đức Thắng", title="Ủy ban MTTQ phường", role=Role.OBSERVER),
)


@pytest.fixture
def opened() -> OpeningMaker:
    """An ordinary opening; ``count`` and ``before`` change single values, the rest whole parts."""

    def make(
        count: dict[str, Any] | None = None, before: dict[str, Any] | None = None, **parts: Any
    ) -> Opening:
        ordinary: dict[str, Any] = {
            "period": "2021-10",
            "box": "hom-1",
            "people": PEOPLE,
            "before": Before(
                checked_at=at(16, 0), lock="intact", seal="intact", seal_number="0123"
            ).model_copy(update=before),
            "opened": Opened(at=at(16, 5)),
            "count": SheetCount(first=120, second=120, issued=150).model_copy(update=count),
            "handover": Handover(
                sheets_to="Đỗ Minh Quân",
                sheets_seal_number="0124",
                key_to="Phạm Thị Lan",
                box_seal_number="0125",
            ),
            "closed": Closed(at=at(16, 40), copies=3),
        }
        return Opening(**(ordinary | parts))

    return make


@pytest.fixture
def refused() -> OpeningMaker:
    """A box left closed because its seal was found broken."""

    def make(**refusal: Any) -> Opening:
        return Opening(
            period="2021-10",
            box="hom-1",
            people=PEOPLE,
            before=Before(
                checked_at=at(16, 0),
                lock="suspicious",
                seal="broken",
                seal_number="0123",
                note="Tem rách ở góc phải",
            ),
            refusal=Refusal(**({"reported_at": at(16, 10)} | refusal)),
        )

    return make


def result(label: str, sheets: int = 0, satisfied: Fraction | None = Fraction(1, 2)) -> ResultFacts:
    return ResultFacts(
        label=label,
        counts=(1052, 40, 12, 3, 1),
        blank=7,
        multiple=8,
        unclear=9,
        satisfied=satisfied,
        sheets=sheets,
    )


@pytest.fixture
def facts() -> AnnualFacts:
    return AnnualFacts(
        year=2021,
        sheets_collected=1120,
        periods=(PeriodSheets(Period.parse("2021-10"), 1120),),
        top_fields=MostSurveyed(("Hộ tịch",), 600),
        top_procedures=MostSurveyed(("Thủ tục đăng ký khai sinh",), 410),
        questions=tuple(result(f"Câu {number}.") for number in range(1, 9)),
        fields=(
            result("Hộ tịch", 600, Fraction(8394, 10000)),
            result("Đất đai", 0, None),
            result("Không xác định", 2),
        ),
        not_identified=2,
        series=SeriesFacts("Phiếu giấy", 1120, Fraction(8394, 10000), False),
        others=(),
        openings=1,
        flags_waiting=0,
        reconciled=True,
        differences=(),
        charts=(head_picture(HEAD),),
        rules=CountingRules((Ground.NOT_ISSUED, Ground.ALL_BLANK), {}, 2, None, (), ()),
        minimum=5,
        head=HEAD,
    )


@pytest.fixture
def notice_facts(facts: AnnualFacts) -> NoticeFacts:
    """The same results as those of a half-year."""
    first, *_others, last = facts.questions
    return NoticeFacts(
        period=Period.parse("2021-H2"),
        sheets=1120,
        channel="Phiếu giấy",
        others=(SeriesFacts("HueS", 40, Fraction(9, 10), False),),
        overall=Fraction(8394, 10000),
        is_overall_hidden=False,
        questions=facts.questions,
        fields=facts.fields,
        highest=first,
        lowest=last,
        chart=facts.charts[0],
        is_waiting=True,
        differences=("đếm tay 1.121, quét được 1.120",),
        rules=facts.rules,
        minimum=5,
        head=HEAD,
    )


@pytest.fixture
def sipas_facts(notice_facts: NoticeFacts) -> SipasFacts:
    return SipasFacts(
        results=notice_facts,
        averaged=Fraction(84, 100),
        low=Fraction(82, 100),
        high=Fraction(86, 100),
        before="6 tháng đầu năm 2021",
        change=Fraction(-1, 100),
        factors=(result("Kết quả dịch vụ"), result("Thủ tục", satisfied=Fraction(3, 4))),
        named_factors=2,
        openings=3,
        samples=(Sample("Cỡ mẫu", 5000, 371, 1120),),
        factor_chart=notice_facts.chart,
        field_chart=notice_facts.chart,
    )


@pytest.fixture
def ward_template(tmp_path: Path) -> TemplateMaker:
    """A template of the ward's own, with these paragraphs."""

    def make(*paragraphs: str) -> Path:
        document = Document()
        for text in paragraphs:
            document.add_paragraph(text)
        path = tmp_path / "mẫu của phường.docx"
        document.save(str(path))
        return path

    return make


@pytest.fixture
def office() -> str:
    """LibreOffice, wherever it is."""
    program = find_office()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    return program


def convert(program: str, to: str, folder: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    """Have LibreOffice write these files anew into a folder, with settings of its own."""
    words = [program, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless"]
    words += ["--norestore", "--convert-to", to, "--outdir", str(folder), *map(str, files)]
    return subprocess.run(words, capture_output=True, encoding="utf-8", check=False, timeout=300)
