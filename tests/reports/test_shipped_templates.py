import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from docxtpl import DocxTemplate

from reports.annual import TEMPLATE as ANNUAL_TEMPLATE
from reports.annual import AnnualFields
from reports.document import pack_document, shipped_template
from reports.letterhead import Letterhead
from reports.minutes import TEMPLATE as MINUTES_TEMPLATE
from reports.minutes import Attendee, MinutesFields
from reports.notice import TEMPLATE as NOTICE_TEMPLATE
from reports.notice import NoticeFields
from reports.passage import TEMPLATE as PASSAGE_TEMPLATE
from reports.passage import PassageFields
from reports.recheck_form import FormFields, FormRow
from reports.recheck_record import RecheckFields
from reports.result_table import ResultRow
from reports.signatures import SignatureRow, Signer
from reports.sipas import TEMPLATE as SIPAS_TEMPLATE
from reports.sipas import SipasFields
from tools.compose_documents import compose_annual_report, compose_minutes, compose_notice
from tools.recheck_documents import compose_form, compose_record
from tools.result_documents import compose_passage, compose_sipas

GUIDE = Path(__file__).parents[2] / "docs" / "documents.md"


@pytest.mark.parametrize(
    ("name", "model"),
    [
        (MINUTES_TEMPLATE, MinutesFields),
        (ANNUAL_TEMPLATE, AnnualFields),
        (NOTICE_TEMPLATE, NoticeFields),
        (SIPAS_TEMPLATE, SipasFields),
        (PASSAGE_TEMPLATE, PassageFields),
        ("phieu-doc-phuc-tra.docx", FormFields),
        ("bien-ban-phuc-tra.docx", RecheckFields),
    ],
)
def test_a_template_prints_every_field_and_no_other(name: str, model: type) -> None:
    used = DocxTemplate(shipped_template(name)).get_undeclared_template_variables()
    assert used == {field.name for field in fields(model)}


@pytest.mark.parametrize(
    ("name", "compose"),
    [
        (MINUTES_TEMPLATE, compose_minutes),
        (ANNUAL_TEMPLATE, compose_annual_report),
        (NOTICE_TEMPLATE, compose_notice),
        (SIPAS_TEMPLATE, compose_sipas),
        (PASSAGE_TEMPLATE, compose_passage),
        ("phieu-doc-phuc-tra.docx", compose_form),
        ("bien-ban-phuc-tra.docx", compose_record),
    ],
)
def test_a_shipped_template_is_what_the_script_composes(
    name: str, compose: Callable[[], WordDocument]
) -> None:
    shipped, composed = shipped_template(name).read_bytes(), pack_document(compose())
    for part in ("word/document.xml", "word/styles.xml", "word/header1.xml"):
        assert read_part(shipped, part) == read_part(composed, part)


def read_part(docx: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read(part)


@pytest.mark.parametrize(
    ("prefix", "model"),
    [
        ("", MinutesFields),
        ("", AnnualFields),
        ("", NoticeFields),
        ("", SipasFields),
        ("", PassageFields),
        ("", FormFields),
        ("", RecheckFields),
        ("row.", FormRow),
        ("letterhead.", Letterhead),
        ("person.", Attendee),
        ("row.", SignatureRow),
        ("row.left.", Signer),
    ],
)
def test_the_guide_explains_every_field(prefix: str, model: type) -> None:
    explained = set(re.findall(r"`([a-z_.]+)`", GUIDE.read_text("utf-8")))
    wanted = {prefix + field.name for field in fields(model)}
    assert wanted - explained - {"letterhead"} == set()


def test_the_guide_explains_every_column_of_the_annex() -> None:
    explained = set(re.findall(r"`(?:question|field)\.([a-z_]+)`", GUIDE.read_text("utf-8")))
    assert explained == {field.name for field in fields(ResultRow)}
