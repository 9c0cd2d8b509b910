"""``bundle export``: the results of a finished period, signed, for the office above.

What is in it and what is not: docs/decisions/0015-bundles.md.
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.standalone import verifier_bytes
from bundles.archive import (
    ANSWERS,
    BY_QUESTION,
    HEAD,
    RECONCILIATION,
    TALLY,
    VERIFIER,
    archive_bytes,
    json_bytes,
)
from bundles.contents import (
    FORMAT,
    BundleDifference,
    BundleForm,
    BundleHead,
    BundleOpening,
    BundleReconciliation,
    BundleTally,
    form_id,
)
from bundles.signature import public_key
from steps.closed_period import is_closed
from steps.count import Counting
from steps.export import ANSWER_COLUMNS, answer_rows
from steps.gather_answers import (
    Series,
    choose_period,
    choose_series,
    gather_answers,
    labels_of,
    level_labels,
    list_series,
    scale_of,
)
from steps.reconcile import reconcile
from steps.session import Session
from steps.show_tally import tally_json
from store.channel_listing import count_imported_sheets
from store.folder import write_whole
from survey.errors import RequestError
from survey.fate import Ground
from survey.language import _, speaking
from survey.period import Period
from survey.plan_rules import PAPER
from survey.reading import Status
from survey.version import VERSION
from tally.count import AnswerCells

MACHINE, PEOPLE = "machine", "people"


@dataclass(frozen=True, slots=True)
class Exported:
    """The bundle that was written, and the public key that the office above must know."""

    file: Path
    unit: str
    key: str
    sha256: str


def export_bundle(
    session: Session, name: str, *, with_answers: bool = False, output: Path | None = None
) -> Exported:
    """Write and sign the results of a period.

    Args:
        session: the survey.
        name: the period.
        with_answers: add the answers in long form, sheet by sheet; never an image.
        output: the file; in ``reports/`` when None.

    Raises:
        RequestError: no period, one that is not closed, or a plan without the unit's code.
        FolderError: the place cannot be written to.
    """
    period = Period.parse(name)
    unit = unit_of(session)
    if not is_closed(session.record, name):
        raise RequestError(
            _(
                "the period {period} is not closed; only what is finished is handed up: hom-phieu "
                "close {period} --by NAME",
                period=name,
            )
        )
    secret = session.record.secret_key()
    content = archive_bytes(_members(session, period, with_answers), secret)
    file = output or session.folder.reports / f"goi-{unit}-{period}.zip"
    write_whole(file, content)
    exported = Exported(file, unit, public_key(secret), hashlib.sha256(content).hexdigest())
    body = {"period": name, "file": file.name, "sha256": exported.sha256, "key": exported.key}
    session.record.append("bundle-exported", body | {"answers": with_answers})
    return exported


def unit_of(session: Session) -> str:
    """The unit's code in the plan.

    Raises:
        RequestError: the plan has none.
    """
    if not session.plan.agency.unit:
        raise RequestError(
            _("survey.toml does not say by which code the office above knows this unit; add unit "
              "under [agency]")
        )  # fmt: skip
    return session.plan.agency.unit


def _members(session: Session, period: Period, with_answers: bool) -> dict[str, bytes]:
    cells = choose_period(gather_answers(session), period)
    with speaking("vi"):  # it is read by another office, like every document
        members = {
            HEAD: _head(session, period).model_dump(),
            TALLY: _tally(session, cells).model_dump(),
            RECONCILIATION: _reconciliation(session, period).model_dump(),
        }
    whole = {name: json_bytes(said) for name, said in members.items()}
    whole[VERIFIER] = verifier_bytes()
    if by_question := _paper_by_question(session, period):
        whole[BY_QUESTION] = by_question
    if with_answers:
        whole[ANSWERS] = _answers(session, period)
    return whole


def _head(session: Session, period: Period) -> BundleHead:
    plan, last = session.plan, session.record.last_link()
    day = f", {plan.document.date:%d/%m/%Y}" if plan.document.date else ""
    return BundleHead(
        format=FORMAT,
        program=VERSION,
        unit=unit_of(session),
        unit_name=plan.agency.name,
        survey=plan.name,
        title=plan.title,
        document=f"{plan.document.number}{day}",
        plan_sha256=hashlib.sha256(session.folder.plan_path.read_bytes()).hexdigest(),
        period=str(period),
        made_at=last.at,
        head=last.hash,
        events=last.seq,
        grounds=tuple(ground.value for ground in Ground if ground in plan.validity.grounds),
    )


def _tally(session: Session, cells: Sequence[AnswerCells]) -> BundleTally:
    """Answers by question and field; not by procedure, box or month, where they would be few."""
    forms: dict[str, BundleForm] = {}
    counted: Counter[tuple[str, ...]] = Counter()
    names: dict[str, str] = {}
    for series in list_series(cells):
        form = _form_of(session, series, cells)
        known_by = form_id(form)
        forms[known_by] = form
        mine = choose_series(cells, series)
        names |= labels_of(session, mine)["field"]
        for cell in mine:
            if cell.status != Status.FLAGGED:
                place = (cell.channel, known_by, cell.field, cell.question)
                counted[*place, cell.status, cell.choice] += cell.answers
    return BundleTally(
        forms=forms,
        fields=tuple(names.items()),
        cells=tuple((*key, answers) for key, answers in sorted(counted.items())),  # type: ignore[misc]
    )


def _form_of(session: Session, series: Series, cells: Sequence[AnswerCells]) -> BundleForm:
    """What the form of a series asked: the words and the scale, which is all that must be alike."""
    scale = scale_of(session, series)
    labels = level_labels(session, series)
    words = labels_of(session, choose_series(cells, series))
    factors = {c.question: c.factor for c in choose_series(cells, series)}
    questions = (q for q in dict.fromkeys([*words["question"], *factors]) if q in factors)
    return BundleForm(
        scale=tuple((c, labels.get(c, c), c in scale.satisfied) for c in scale.choices),
        questions=tuple((q, words["question"].get(q, q), factors[q]) for q in questions),
        factors=tuple((f, name) for f, name in words["factor"].items() if f),
    )


def _reconciliation(session: Session, period: Period) -> BundleReconciliation:
    found = reconcile(session)
    figures = [o for o in found.figures.openings if period.contains(Period.parse(o.period))]
    sheets = [
        p for p in found.figures.periods if p.period and period.contains(Period.parse(p.period))
    ]
    stated = [
        one
        for one in found.differences
        if not one.difference.period or period.contains(Period.parse(one.difference.period))
    ]
    return BundleReconciliation(
        openings=tuple(
            BundleOpening(
                opening=one.opening,
                period=one.period,
                hand_count=one.hand_count,
                issued=one.issued,
                sheets=one.sheets,
                rejected=one.rejected,
                waiting=one.waiting,
            )
            for one in figures
        ),
        read=sum(one.read for one in sheets),
        valid=sum(one.valid for one in sheets),
        invalid=sum(one.invalid for one in sheets),
        imported=sum(
            one.sheets
            for one in count_imported_sheets(session.record)
            if period.contains(Period.parse(one.period))
        ),
        differences=tuple(
            BundleDifference(
                name=one.difference.name,
                message=one.difference.message,
                expected=one.difference.expected,
                found=one.difference.found,
                explanation=one.explanation.reason if one.explanation else "",
            )
            for one in stated
        ),
    )


def _paper_by_question(session: Session, period: Period) -> bytes:
    """The tally by question for ``xac_minh.py --tally``, which counts one paper form."""
    tally = Counting(session, str(period)).tally(("question",))
    series = [table.series for table in tally.tables]
    is_paper = len(series) == 1 and series[0].channel == PAPER
    return json_bytes(tally_json(tally, session.form)) if is_paper else b""


def _answers(session: Session, period: Period) -> bytes:
    """As ``export answers``, but in the order of the random tokens, without file, page or names."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(ANSWER_COLUMNS)
    writer.writerows(sorted(_answer_rows(session, period)))
    return text.getvalue().encode()


def _answer_rows(session: Session, period: Period) -> Iterator[tuple[str, ...]]:
    at = {column: place for place, column in enumerate(ANSWER_COLUMNS)}
    for row in answer_rows(session):
        cells = [str(cell) for cell in row]
        if not cells[at["period"]] or not period.contains(Period.parse(cells[at["period"]])):
            continue
        cells[at["source_file"]] = cells[at["source_page"]] = ""
        if cells[at["decided_by"]] not in ("", MACHINE, "import"):
            cells[at["decided_by"]] = PEOPLE
        yield tuple(cells)
