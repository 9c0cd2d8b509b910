import io
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.annual import AnnualFacts, write_annual
from reports.document import (
    AGENCY_RULE_STYLE,
    Imprint,
    Picture,
    pack_document,
    printable,
    render_document,
)
from reports.head import head_picture
from reports.minutes import Recorded, write_minutes
from reports.office import to_pdf
from reports.origin import Origin
from survey.errors import DocumentError
from survey.plan import Plan
from tests.reports.conftest import HEAD, OpeningMaker, TemplateMaker, text_of

DATED = datetime(2021, 10, 29, 9, 40, tzinfo=UTC)
IMPRINT = Imprint("Biên bản", "UBND phường Vạn Phúc", DATED, Origin("period", "2021-10", HEAD))


PICTURE = head_picture(HEAD)


@dataclass(frozen=True)
class Facts:
    name: str = "Nguyễn Văn An"
    lines: tuple[str, ...] = ("một", "hai")
    picture: Picture = PICTURE


def render(template: Path, facts: Facts | None = None, compulsory: tuple[str, ...] = ()) -> bytes:
    return render_document(template, facts or Facts(), IMPRINT, compulsory)


def test_a_wards_own_template_is_filled(ward_template: TemplateMaker) -> None:
    template = ward_template(
        "Ông {{ name }}", "{%p for line in lines %}", "- {{ line }}", "{%p endfor %}"
    )
    assert text_of(render(template)) == "Ông Nguyễn Văn An\n- một\n- hai"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{{ nmae }}", "nmae"),
        ("{{ name.first }}", "first"),
        ("{% for line in linse %}{% endfor %}", "linse"),
        ("{{ nmae.upper() }}", "nmae"),
    ],
)
def test_a_field_that_does_not_exist_is_named_with_the_template(
    ward_template: TemplateMaker, text: str, field: str
) -> None:
    template = ward_template("{{ name }}", text)
    with pytest.raises(DocumentError) as caught:
        render(template)
    assert str(template) in str(caught.value)
    assert field in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "Ông {{ name",
        "{{ name }",
        "{{ name | nofilter }}",
        "{% if name %}",
        "{%p for line in lines %}",
    ],
)
def test_a_mistake_between_braces_is_shown_with_its_place(
    ward_template: TemplateMaker, text: str
) -> None:
    template = ward_template("trước", text, "sau")
    with pytest.raises(DocumentError) as caught:
        render(template)
    assert str(template) in str(caught.value)
    assert "name" in str(caught.value) or "lines" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "{{ name.__class__.__mro__ }}",
        "{{ lines.append('x') }}",
        "{{ 1 / 0 }}",
        "{{ range(10 ** 9) }}",
        "{{ name + 1 }}",
        "{% if name %}</w:t>{% endif %}{{ name",
    ],
)
def test_a_template_cannot_do_more_than_print(ward_template: TemplateMaker, text: str) -> None:
    with pytest.raises(DocumentError):
        render(ward_template(text))


def test_a_choice_that_tears_a_table_is_refused_not_quietly_mended(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{% if not name %}")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "{% endif %}"
    path = tmp_path / "torn.docx"
    document.save(str(path))
    with pytest.raises(DocumentError, match="torn"):
        render(path)


def test_a_field_that_must_be_printed_may_not_be_left_out(ward_template: TemplateMaker) -> None:
    template = ward_template("{{ name }}")
    with pytest.raises(DocumentError, match="lines"):
        render(template, compulsory=("name", "lines"))


def test_no_ward_template_may_hide_the_warnings_of_a_report(
    plan: Plan, facts: AnnualFacts, ward_template: TemplateMaker
) -> None:
    with pytest.raises(DocumentError, match="warnings"):
        write_annual(plan, facts, ward_template("{{ sheets_collected }} {{ head_short }}"))


@pytest.mark.parametrize("content", [b"", b"not a document", b"\xd0\xcf\x11\xe0 encrypted"])
def test_a_file_that_is_no_word_document_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mẫu.docx"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match="mẫu"):
        render(path)


def test_another_zip_archive_is_no_word_document(tmp_path: Path) -> None:
    path = tmp_path / "bảng.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(DocumentError, match="bảng"):
        render(path)


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="không-có"):
        render(tmp_path / "không-có.docx")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(name=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_every_text_comes_out_as_it_went_in(ward_template: TemplateMaker, name: str) -> None:
    template = ward_template("{{ name }}")
    # docxtpl's own spelling for braces meant literally; nobody's name holds it
    expected = name.replace("{_{", "{{").replace("}_}", "}}")
    expected = expected.replace("{_%", "{%").replace("%_}", "%}")
    assert text_of(render(template, Facts(name=name))) == expected


def test_control_characters_are_taken_out_and_line_breaks_stay() -> None:
    assert printable("a\x00b\x0bc\u202ed\te\nf") == "abcd e\nf"
    assert printable(7) == 7


def test_line_breaks_in_a_value_are_line_breaks_in_word(ward_template: TemplateMaker) -> None:
    document = Document(io.BytesIO(render(ward_template("{{ name }}"), Facts(name="a\nb"))))
    assert document.paragraphs[0].text == "a\nb"


def test_a_picture_keeps_its_width_and_alternative_text(ward_template: TemplateMaker) -> None:
    document = Document(io.BytesIO(render(ward_template("{{ picture }}"))))
    [shape] = document.inline_shapes
    assert shape.width.mm == pytest.approx(18, abs=0.1)
    assert shape._inline.docPr.get("descr") == Facts().picture.alternative


def test_the_same_facts_give_the_same_bytes_and_no_time_of_writing(
    plan: Plan, facts: AnnualFacts, opened: OpeningMaker, recorded: Recorded
) -> None:
    assert write_annual(plan, facts) == write_annual(plan, facts)
    assert write_minutes(plan, opened(), recorded) == write_minutes(plan, opened(), recorded)


def test_the_imprint_names_title_agency_and_moment(
    plan: Plan, opened: OpeningMaker, recorded: Recorded
) -> None:
    properties = Document(io.BytesIO(write_minutes(plan, opened(), recorded))).core_properties
    assert properties.author == properties.last_modified_by == "UBND phường Vạn Phúc"
    assert properties.title.startswith("Biên bản: Mở hòm phiếu")
    assert properties.created == properties.modified == DATED
    assert (properties.language, properties.comments) == ("vi-VN", "")


@pytest.mark.parametrize("name", ["PHƯỜNG 1", "PHƯỜNG VẠN PHÚC", "PHƯỜNG TÂY NHA TRANG"])
def test_the_line_under_the_agency_follows_its_name(
    plan: Plan, facts: AnnualFacts, name: str
) -> None:
    agency = plan.agency.model_copy(update={"heading": ("ỦY BAN NHÂN DÂN", name)})
    docx = write_annual(plan.model_copy(update={"agency": agency}), facts)
    cell = Document(io.BytesIO(docx)).tables[0].cell(0, 0)
    *_above, written, rule = cell.paragraphs
    assert written.text == name
    assert rule.style is not None
    assert rule.style.name == AGENCY_RULE_STYLE
    indent = rule.paragraph_format.left_indent
    assert cell.width is not None
    assert indent is not None
    assert indent == rule.paragraph_format.right_indent
    name_width_pt = sum(CAPITALS_EM.get(letter, 0.70) for letter in name) * 12
    length_pt = cell.width.pt - 2 * indent.pt
    assert name_width_pt / 3 <= length_pt <= name_width_pt / 2


# Widths of Times New Roman bold capitals, in em; other letters are close to 0.70.
CAPITALS_EM = {" ": 0.25, "1": 0.5, "P": 0.611, "H": 0.778, "G": 0.778, "T": 0.667, "C": 0.722}


@pytest.mark.usefixtures("office")
def test_libreoffice_turns_the_minutes_into_pdf_beside_them(
    tmp_path: Path, plan: Plan, opened: OpeningMaker, recorded: Recorded
) -> None:
    path = tmp_path / "biên bản.docx"
    path.write_bytes(write_minutes(plan, opened(), recorded))
    pdf = to_pdf(path)
    assert pdf == tmp_path / "biên bản.pdf"
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_without_libreoffice_there_is_no_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert to_pdf(tmp_path / "a.docx") is None


def test_a_libreoffice_that_fails_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "soffice"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(DocumentError, match=r"a\.docx"):
        to_pdf(tmp_path / "a.docx")


def test_packing_leaves_out_the_moment_of_writing() -> None:
    with zipfile.ZipFile(io.BytesIO(pack_document(Document()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_printed_facts_change_the_bytes(plan: Plan, facts: AnnualFacts) -> None:
    assert write_annual(plan, facts) != write_annual(plan, replace(facts, openings=2))
