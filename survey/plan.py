"""The plan of a survey: ``survey.toml``, the one file people edit.

Its sections follow the ward's own plan (seed 003): who surveys, which document says so, when and
with which form, the boxes, the fields and procedures, the people's titles, and what the annual
report needs.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from survey.edited_file import read_draft
from survey.edited_model import Count, Day, EditedModel, Id, Line, Name, Prose, Switch, Year
from survey.errors import RequestError
from survey.fate import Ground
from survey.language import _
from survey.names import name_key
from survey.plan_limits import Limits
from survey.plan_rules import plan_findings
from survey.procedure_code import national_code
from survey.publication import Publication
from survey.quota_rule import QuotaRule
from survey.unit import UnitCode


class Role(StrEnum):
    """What a person does at an opening (spec, chapter 3; seed 003, II.3)."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    ONE_STOP_HEAD = "one_stop_head"
    BOX_KEEPER = "box_keeper"
    SHEET_PROCESSOR = "sheet_processor"
    WITNESS = "witness"
    OBSERVER = "observer"


def procedure_code(printed: str) -> str:
    """The national part of a printed procedure code (ValueError when it is none)."""
    code = national_code(printed)
    if code is None:
        raise ValueError(_("must be a procedure code such as 1.001193"))
    return code


ProcedureCode = Annotated[Line, AfterValidator(procedure_code)]


class Agency(EditedModel):
    """The office that surveys.

    Attributes:
        name: as running text names it, «UBND phường Vạn Phúc».
        heading: lines at the top left of documents; the last one is set bold.
        place: địa danh before the date of a document.
        symbol: what stands after BB- and BC- in a document's number.
        one_stop: the one-stop shop, where the box stands.
        standing: who is told when a box is suspected (seed 003).
        unit: the code by which the office above knows this one; its bundles carry it.
    """

    name: Name
    heading: Annotated[tuple[Name, ...], Field(min_length=1, max_length=3)]
    place: Name
    symbol: Name
    one_stop: Name
    standing: Name
    unit: UnitCode = ""


class PlanDocument(EditedModel):
    """The plan as it was issued on paper; number and day may not be known yet."""

    number: Line = ""
    date: Day | None = None
    issuer: Name


class Timetable(EditedModel):
    """What is surveyed when, with which form.

    Attributes:
        form: name of the form file, e.g. ``phu-luc-1``.
        year: the year of the annual report.
        period_months: length of a collection period (Phụ lục 2, note (4)); 12 where the plan
            divides its year into no periods.
        collection_months: months of the year in which answers are collected; all when empty.
        method: row 3 of Phụ lục 2.
    """

    form: Id
    year: Year
    starts: Day
    ends: Day
    period_months: Literal[1, 3, 6, 12]
    collection_months: tuple[Annotated[Count, Field(ge=1, le=12)], ...] = ()
    method: Prose


class BallotBox(EditedModel):
    """One sealed box; ``seal_number`` is the first seal, empty when it is not known yet."""

    id: Id
    name: Name
    place: Name
    seal_number: Line = ""


class Channel(EditedModel):
    """Another way in which answers come: an app, a kiosk, a portal.

    ``form`` names the form file with its questions and scale; the survey's own when empty.
    """

    id: Id
    name: Name
    form: Line = ""


class ServiceField(EditedModel):
    """A field (lĩnh vực), which groups procedures."""

    id: Id
    name: Name


class Procedure(EditedModel):
    """An administrative procedure; ``code`` keeps the national part only (domain, part 5.2)."""

    code: ProcedureCode
    title: Name
    field: Id


class RoleTitle(EditedModel):
    """The usual title of whoever has this role at an opening."""

    role: Role
    title: Name


class Review(EditedModel):
    """How many people must settle each doubtful answer."""

    deciders: Literal[1, 2] = 2


class Validity(EditedModel):
    """On which grounds a sheet is invalid (domain, part 4.3); reports name those in force.

    Attributes:
        not_issued: S1, it is not the form that was issued.
        no_stamp: S2, it lacks the unit's stamp; only where sheets are stamped.
        all_blank: S3, every question is blank; the program sees it by itself.
        unreadable: S4, torn or unreadable, so that no question can be read.
        copied: S5, a copy of another sheet.
    """

    not_issued: Switch = True
    no_stamp: Switch = False
    all_blank: Switch = True
    unreadable: Switch = True
    copied: Switch = True

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """The grounds in force."""
        switches = (
            self.not_issued,
            self.no_stamp,
            self.all_blank,
            self.unreadable,
            self.copied,
        )
        return tuple(ground for ground, is_on in zip(Ground, switches, strict=True) if is_on)


class Privacy(EditedModel):
    """Secrecy: a token on each sheet or none, and the smallest cell a published table shows."""

    token: Switch = True
    minimum_cell: Annotated[Count, Field(ge=1)] = 5


class Report(EditedModel):
    """What the annual report needs beyond the record (seed 003, Phụ lục 2).

    Attributes:
        lead_unit: row 5.
        publication: row 8, one form of publication each.
        recipients: «Nơi nhận», without the archive line.
        archive: what stands after «Lưu:».
        signer_title: lines above the signature, e.g. «KT. CHỦ TỊCH», «PHÓ CHỦ TỊCH».
        subordinate_units: row 9.
        subordinate_sheets: row 10.
    """

    lead_unit: Name
    publication: tuple[Name, ...] = ()
    recipients: tuple[Name, ...] = ()
    archive: Name
    signer_title: Annotated[tuple[Name, ...], Field(min_length=1, max_length=3)]
    signer_name: Name
    subordinate_units: Count = 0
    subordinate_sheets: Count = 0
    difficulties: Prose = ""
    proposals: Prose = ""


class Plan(EditedModel):
    """The whole plan."""

    name: Id
    title: Name
    agency: Agency
    document: PlanDocument
    survey: Timetable
    boxes: tuple[BallotBox, ...] = ()
    channels: tuple[Channel, ...] = ()
    fields: Annotated[tuple[ServiceField, ...], Field(min_length=1)]
    procedures: tuple[Procedure, ...] = ()
    roles: tuple[RoleTitle, ...] = ()
    review: Review = Review()
    validity: Validity = Validity()
    privacy: Privacy = Privacy()
    limits: Limits = Limits()
    quotas: tuple[QuotaRule, ...] = ()
    publications: tuple[Publication, ...] = ()
    report: Report

    def procedure(self, code: str) -> Procedure:
        """The procedure of this code, with or without a local suffix.

        Raises:
            RequestError: the plan does not name it.
        """
        national = national_code(code)
        for procedure in self.procedures:
            if procedure.code == national:
                return procedure
        raise RequestError(
            _(
                "procedure {code} is not in the plan; add it under [[procedures]] in survey.toml",
                code=code,
            )
        )

    def line_value(self, said: str) -> str:
        """What the record keeps of a hand-written line that people read as this.

        The code of a procedure; where the plan names none, the id of a field.

        Raises:
            RequestError: the plan does not name it.
        """
        if self.procedures:
            return self.procedure(said).code
        field = self.fields_by_name.get(name_key(said))
        if field is None:
            known = ", ".join(known.id for known in self.fields)
            raise RequestError(
                _("field {field} is not in the plan; choose one of: {known}",
                  field=said, known=known)
            )  # fmt: skip
        return field

    @property
    def field_of(self) -> dict[str, str]:
        """What may have been read on the line, code of a procedure or id of a field → its field."""
        fields = {field.id: field.id for field in self.fields}
        return fields | {procedure.code: procedure.field for procedure in self.procedures}

    @property
    def procedures_of(self) -> dict[str, tuple[str, ...]]:
        """Id of every field → codes of its procedures."""
        return {
            field.id: tuple(one.code for one in self.procedures if one.field == field.id)
            for field in self.fields
        }

    @property
    def line_names(self) -> dict[str, str]:
        """What may be read on the line → its name: procedures, or fields where there are none."""
        fields = {field.id: field.name for field in self.fields}
        return {one.code: one.title for one in self.procedures} or fields

    @property
    def fields_by_name(self) -> dict[str, str]:
        """Name and id of each field, as ``name_key`` compares them → its id."""
        return {
            name_key(name): field.id for field in self.fields for name in (field.id, field.name)
        }

    def box(self, box_id: str) -> BallotBox:
        """The box of this id.

        Raises:
            RequestError: the plan does not name it.
        """
        for box in self.boxes:
            if box.id == box_id:
                return box
        raise RequestError(
            _("box {box} is not in the plan; add it under [[boxes]] in survey.toml", box=box_id)
        )

    def role_title(self, role: Role) -> str:
        """The usual title for this role, empty when the plan names none."""
        return next((entry.title for entry in self.roles if entry.role == role), "")


def parse_plan(text: str, source: str) -> Plan:
    """Read a plan; ``source`` is how messages name the file.

    Raises:
        MistakesError: with every mistake, by line and key.
    """
    draft = read_draft(text, source)
    return draft.check(Plan, plan_findings(draft))
