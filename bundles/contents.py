"""What a bundle says, in the shapes that another office's file must have.

A bundle holds no sheet and no person: how many answers are alike, by question and field, and
whether paper and record agree.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from bundles.archive import HEAD, RECONCILIATION, TALLY, OpenedArchive, json_bytes
from survey.edited_model import Count, EditedModel, Id, Line, Name, Prose, Switch
from survey.errors import BundleError
from survey.language import _
from survey.reading import Status
from survey.unit import UnitCode

FORMAT = 1
"""The version of what is described here; another one is refused, newer or older."""

FORM_ID_LENGTH = 16

UNANSWERED = (Status.BLANK, Status.MULTIPLE, Status.UNCLEAR)
Plain = Annotated[str, StringConstraints(strict=True, max_length=40)]
"""Short text of a cell; what it may be is looked up in the names beside it."""
Sha256 = Annotated[str, StringConstraints(strict=True, pattern=re.compile(r"^[0-9a-f]{64}$"))]
Moment = Annotated[
    str, StringConstraints(strict=True, pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")
]
ModelType = TypeVar("ModelType", bound=EditedModel)


def _current_format(version: int) -> int:
    if version != FORMAT:
        raise ValueError(_("is format {found}, not {known}", found=version, known=FORMAT))
    return version


class BundleHead(EditedModel):
    """Who hands up what, and what it comes from.

    Attributes:
        format: the version of the bundle's format.
        program: the version of the program that wrote it.
        unit: the code by which the office above knows the unit.
        survey: the plan's id; ``plan_sha256`` is of the whole plan as it was used.
        document: the plan's number and day on paper, where they are known.
        head: the journal's newest hash; ``events`` is how many events it pins.
        made_at: time of that event, UTC.
        grounds: on which sheets could be invalid (``survey.fate.Ground``).
    """

    format: Annotated[Count, AfterValidator(_current_format)]
    program: Line
    unit: UnitCode
    unit_name: Name
    survey: Id
    title: Name
    document: Line
    plan_sha256: Sha256
    period: Line
    made_at: Moment
    head: Sha256
    events: Annotated[Count, Field(ge=1)]
    grounds: tuple[Line, ...]


class BundleForm(EditedModel):
    """What a form asked: choice, words and whether it means satisfied; id, words and factor."""

    scale: tuple[tuple[Line, Line, Switch], ...]
    questions: tuple[tuple[Line, Prose, Line], ...]
    factors: tuple[tuple[Line, Name], ...]


def form_id(form: BundleForm) -> str:
    """By what a form is known in a bundle: whoever asks the same on the same scale has the same."""
    return hashlib.sha256(json_bytes(form.model_dump())).hexdigest()[:FORM_ID_LENGTH]


BundleCell = tuple[Plain, Plain, Plain, Plain, Plain, Plain, Count]
"""Channel, form, field, question, status, choice (empty unless answered), and how many answers."""


class BundleTally(EditedModel):
    """The answers of all valid sheets of the period, those that are alike put together."""

    forms: dict[Line, BundleForm]
    fields: tuple[tuple[Line, Name], ...]
    cells: tuple[BundleCell, ...]


class BundleOpening(EditedModel):
    """What one opening of a box gave; ``issued`` is null where the minutes do not say."""

    opening: Line
    period: Line
    hand_count: Count
    issued: Count | None
    sheets: Count
    rejected: Count
    waiting: Count


class BundleDifference(EditedModel):
    """Where paper and record differ; ``explanation`` is what two people said, empty for nothing."""

    name: Line
    message: Prose
    expected: int
    found: int
    explanation: Prose


class BundleReconciliation(EditedModel):
    """Does the record agree with the paper, for the openings of the period?"""

    openings: tuple[BundleOpening, ...]
    read: Count
    valid: Count
    invalid: Count
    imported: Count
    differences: tuple[BundleDifference, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that says what it must; ``archive`` is the file it was read from."""

    head: BundleHead
    tally: BundleTally
    reconciliation: BundleReconciliation
    archive: OpenedArchive

    @property
    def results(self) -> dict[str, str]:
        """The digests of everything that is a result, and not about when it was written down."""
        return {name: sha for name, sha in self.archive.digests.items() if name != HEAD}


def read_bundle(archive: OpenedArchive, name: str) -> Bundle:
    """What a bundle says; ``name`` is how messages call it.

    Raises:
        BundleError: it does not have the shape of this format, or contradicts itself.
    """
    bundle = Bundle(
        _parse(BundleHead, archive.members[HEAD], name, HEAD),
        _parse(BundleTally, archive.members[TALLY], name, TALLY),
        _parse(BundleReconciliation, archive.members[RECONCILIATION], name, RECONCILIATION),
        archive,
    )
    for fault in _contradictions(bundle):
        raise BundleError(_("{file} contradicts itself: {fault}", file=name, fault=fault))
    return bundle


def _parse(model: type[ModelType], content: bytes, name: str, member: str) -> ModelType:
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))[:60]
        said = first.get("ctx", {}).get("error", first["msg"])
        raise BundleError(
            _(
                "{file}: {member} is not what this program reads ({place}: {fault}); the unit must "
                "export it with the same version of Hòm Phiếu",
                file=name,
                member=member,
                place=place,
                fault=said,
            )
        ) from error


def _contradictions(bundle: Bundle) -> Iterator[str]:
    """Names that nothing bears, and sums that cannot be."""
    tally, told = bundle.tally, bundle.reconciliation
    for name, form in tally.forms.items():
        if name != form_id(form):
            yield _("form {form} is not what its name says", form=name)
    yield from (" ".join(map(str, cell)) for cell in _strange_cells(tally))
    sheets, valid = _sheets(tally), told.valid + told.imported
    if sheets > valid:
        yield _("{found} sheets were counted, {expected} are valid", found=sheets, expected=valid)


def _sheets(tally: BundleTally) -> int:
    """So many sheets there must be at least: each answers a question once."""
    asked: Counter[tuple[str, str, str]] = Counter()
    for channel, form, _field, question, _status, _choice, answers in tally.cells:
        asked[channel, form, question] += answers
    most: Counter[tuple[str, str]] = Counter()
    for (channel, form, _question), answers in asked.items():
        most[channel, form] = max(most[channel, form], answers)
    return most.total()


def _strange_cells(tally: BundleTally) -> Iterator[BundleCell]:
    """Cells that name what nothing bears, or a choice where there is no answer."""
    fields = {field for field, _name in tally.fields}
    asked = {
        (form, question)
        for form, told in tally.forms.items()
        for question, _words, _factor in told.questions
    }
    answers = {
        (form, Status.ANSWERED, choice)
        for form, told in tally.forms.items()
        for choice, _label, _means in told.scale
    } | {(form, status, "") for form in tally.forms for status in UNANSWERED}
    for cell in tally.cells:
        _channel, form, field, question, status, choice, _answers = cell
        is_known = field in fields and (form, question) in asked
        if not is_known or (form, status, choice) not in answers:
            yield cell
