"""The one place that turns a Word template and its fields into a document.

A ward edits the templates in Word; every mistake it can make there is named with the template and
the field. What the fields hold is text and stays text: it is escaped, never executed.
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from reports.origin import Origin, Trace, digest_of, trace_words
from survey.errors import DocumentError
from survey.fault import say_fault
from survey.language import _
from survey.version import VERSION
from survey.zip_damage import ZIP_DAMAGES

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

AGENCY_RULE_STYLE = "Đường kẻ dưới cơ quan"
# The Decree asks for a line of 1/3 to 1/2 of the agency's name; capitals of Times New Roman bold
# are 0.65 em wide on average, and the name is set in 12 points.
AGENCY_RULE_SHARE = 0.42
CAPITAL_WIDTH_PT = 0.65 * 12
PROPERTY_LENGTH = 255  # what Word keeps of a document property
EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG picture for a field; ``alternative`` is read aloud to who cannot see it."""

    png: bytes
    width_mm: float
    alternative: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a file manager shows of a document; ``dated`` stands for created and changed.

    ``origin`` becomes its trace.
    """

    title: str
    author: str
    dated: datetime
    origin: Origin


def shipped_template(name: str) -> Path:
    """The program's own template of this file name."""
    return Path(str(resources.files("templates"))) / "documents" / name


def render_document(
    template: Path, facts: "DataclassInstance", imprint: Imprint, compulsory: tuple[str, ...]
) -> bytes:
    """Fill the template with the fields of ``facts``; the same facts give the same bytes.

    ``compulsory`` are the fields no template may leave out, whatever the ward changed in it.

    Raises:
        DocumentError: the template is missing, is no Word document, asks for what is not there, or
            leaves out what must be there.
    """
    filled = _open_template(template)
    context = {field.name: _for_word(getattr(facts, field.name), filled) for field in fields(facts)}
    _fill(filled, template, context)
    _require(filled, template, compulsory)
    document = filled.docx
    _fit_agency_rule(document)
    trace = Trace(imprint.origin, VERSION, digest_of(facts))
    _set_imprint(document, imprint, trace_words(trace))
    return pack_document(document)


def _open_template(template: Path) -> DocxTemplate:
    try:
        opened = DocxTemplate(io.BytesIO(template.read_bytes()))
        opened.render_init()
    except OSError as error:
        raise DocumentError(
            _(
                "The template {template} cannot be read: {error}",
                template=template,
                error=say_fault(error),
            )
        ) from error
    except (*ZIP_DAMAGES, OpcError) as error:
        raise DocumentError(
            _(
                "{template} is not a Word document (.docx); save it anew from Word",
                template=template,
            )
        ) from error
    return opened


def _fill(filled: DocxTemplate, template: Path, context: dict[str, object]) -> None:
    """Render body, headers and footers; a torn structure is refused, not quietly mended."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, finalize=printable
    )
    try:
        ElementTree.fromstring(filled.build_xml(context, environment))
        filled.render(context, environment, autoescape=True)
    except UndefinedError as error:
        raise DocumentError(
            _(
                "The template {template} asks for the field {field}, which does not exist; "
                "docs/documents.md lists every field",
                template=template,
                field=_last_quoted(str(error)),
            )
        ) from error
    except TemplateSyntaxError as error:
        raise DocumentError(
            _(
                "The template {template} has a mistake between braces near «{place}»: {error}",
                template=template,
                place=_place(error),
                error=error.message,
            )
        ) from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, SyntaxError) as error:
        raise DocumentError(
            _(
                "The template {template} cannot be filled: {error}; "
                "compare it with the program's own template",
                template=template,
                error=error,
            )
        ) from error


def _require(filled: DocxTemplate, template: Path, compulsory: tuple[str, ...]) -> None:
    used = filled.get_undeclared_template_variables()
    for field in compulsory:
        if field not in used:
            raise DocumentError(
                _(
                    "The template {template} leaves out the field {field}, which every such "
                    "document must print; put it back as docs/documents.md shows",
                    template=template,
                    field=field,
                )
            )


def _last_quoted(message: str) -> str:
    """The field's name in Jinja's message, which quotes it last."""
    quoted: list[str] = re.findall(r"'([^']*)'", message)
    return quoted[-1] if quoted else message


def _place(error: TemplateSyntaxError) -> str:
    """The text around the mistake, without Word's markup."""
    lines = (line.strip() for line in getattr(error, "docx_context", ()))
    return " ".join(line for line in lines if "{" in line or "}" in line)


def printable(value: object) -> object:
    """Text without control characters and hidden marks that XML or a reader cannot bear."""
    if not isinstance(value, str):
        return value
    return "".join(
        character
        for character in value.replace("\t", " ")
        if character == "\n" or not unicodedata.category(character).startswith("C")
    )


class _Inline:
    """A picture in the line of text where the template names it."""

    def __init__(self, picture: Picture, filled: DocxTemplate) -> None:
        self._picture = picture
        self._image = InlineImage(filled, io.BytesIO(picture.png), width=Mm(picture.width_mm))

    def __html__(self) -> str:
        described = f'<wp:docPr descr="{escape(self._picture.alternative)}" '
        return str(self._image).replace("<wp:docPr ", described, 1)


def _for_word(value: object, filled: DocxTemplate) -> object:
    if isinstance(value, Picture):
        return _Inline(value, filled)
    if isinstance(value, tuple):
        return tuple(_for_word(one, filled) for one in value)
    return value


def _fit_agency_rule(document: WordDocument) -> None:
    """Make the line under the agency's name 1/3 to 1/2 as long as the name (Decree 30/2020)."""
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    for cell in cells:
        for name, rule in pairwise(cell.paragraphs):
            if cell.width and rule.style is not None and rule.style.name == AGENCY_RULE_STYLE:
                length = Pt(len(name.text) * CAPITAL_WIDTH_PT * AGENCY_RULE_SHARE)
                indent = (cell.width - length) // 2
                rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = indent


def _set_imprint(document: WordDocument, imprint: Imprint, trace: str) -> None:
    properties = document.core_properties
    moment = imprint.dated.astimezone(UTC).replace(tzinfo=None)
    properties.title = str(printable(imprint.title))[:PROPERTY_LENGTH]
    properties.author = properties.last_modified_by = str(printable(imprint.author))[
        :PROPERTY_LENGTH
    ]
    properties.comments = properties.subject = ""
    properties.keywords = trace
    properties.created = properties.modified = moment
    properties.language, properties.revision = "vi-VN", 1


def pack_document(document: WordDocument) -> bytes:
    """The bytes of the .docx, without the moment of writing: equal documents are equal bytes."""
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w") as archive:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts.read(name))
    return packed.getvalue()
