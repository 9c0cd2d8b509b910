"""What a ward of a shipped plan hands up, invented: its bundle before it is signed."""

from functools import cache
from random import Random

from bundles.archive import HEAD, RECONCILIATION, TALLY, json_bytes
from bundles.contents import (
    FORMAT,
    BundleCell,
    BundleForm,
    BundleHead,
    BundleReconciliation,
    BundleTally,
    form_id,
)
from survey.plan import Plan, parse_plan
from templates.form import parse_form
from templates.shelf import FIRST_PLAN, read_form_text, read_plan_text

PERIOD = "2021"


@cache
def _ward() -> tuple[Plan, BundleForm]:
    plan = parse_plan(read_plan_text(FIRST_PLAN), FIRST_PLAN)
    form = parse_form(read_form_text(plan.survey.form), plan.survey.form)
    return plan, BundleForm(
        scale=tuple((step.choice, step.label, step.satisfied) for step in form.scale),
        questions=tuple((q.id, q.text, q.factor) for q in form.rated),
        factors=tuple(form.factors.items()),
    )


def invent_members(code: str, dice: Random) -> dict[str, bytes]:
    """What the ward of this code says of 20 to 600 sheets."""
    plan, form = _ward()
    sheets = dice.randint(20, 600)
    head = BundleHead(
        format=FORMAT, program="0.1.0", unit=code, unit_name=f"UBND xã {code}", survey=plan.name,
        title=plan.title, document="", plan_sha256=dice.randbytes(32).hex(), period=PERIOD,
        made_at="2021-12-20T01:00:00Z", head=dice.randbytes(32).hex(), events=10 * sheets,
        grounds=("S1", "S3"),
    )  # fmt: skip
    fields = tuple((field.id, field.name) for field in plan.fields)
    tally = BundleTally(
        forms={form_id(form): form}, fields=fields, cells=_cells(form, fields, sheets, dice)
    )
    found = BundleReconciliation(
        openings=(), read=sheets, valid=sheets, invalid=0, imported=0, differences=()
    )
    said = {HEAD: head, TALLY: tally, RECONCILIATION: found}
    return {name: json_bytes(one.model_dump()) for name, one in said.items()}


def _cells(
    form: BundleForm, fields: tuple[tuple[str, str], ...], sheets: int, dice: Random
) -> tuple[BundleCell, ...]:
    """Every field has its share of the sheets, every question its answers and a blank at times."""
    known, cells = form_id(form), []
    choices = [choice for choice, _label, _means in form.scale]
    for place, (field, _name) in enumerate(fields):
        mine = sheets // len(fields) + (place < sheets % len(fields))
        for question, _words, _factor in form.questions:
            given = dice.choices([*choices, ""], weights=[8, 6, 3, 1, 1, 1], k=mine)
            for choice in dict.fromkeys(given):
                status = "answered" if choice else "blank"
                cell = ("paper", known, field, question, status, choice, given.count(choice))
                cells.append(cell)
    return tuple(cells)
