"""How quickly an office above gathers its units: 3,321 bundles, as many as there are communes.

Every bundle is signed with a key of its own and says what a ward of a shipped plan would say. Then
the real commands are timed: the table of units, adding, the tally by unit, Phụ lục 2, ``verify``.
Times are those of the wall; CPU times stand beside them, since other work does not count there.
"""

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import cli
from bundles.archive import HEAD, RECONCILIATION, TALLY, archive_bytes, json_bytes
from bundles.contents import (
    FORMAT,
    BundleCell,
    BundleForm,
    BundleHead,
    BundleReconciliation,
    BundleTally,
    form_id,
)
from bundles.signature import public_key
from survey.plan import Plan, parse_plan
from templates.form import parse_form
from templates.shelf import read_form_text, read_plan_text

COMMUNES = 3321
"""Commune-level units since 1/7/2025 (domain, part 8)."""
UNIT_PLAN, OFFICE_PLAN = "van-phuc-2021", "hau-giang-2021-2030"
PERIOD = "2021"
PROMISED_S = 300


@dataclass(frozen=True, slots=True)
class Timed:
    """One command: seconds by the wall and of this process."""

    command: str
    wall_s: float
    cpu_s: float


def measure_bundles(folder: Path, units: int, seed: int) -> tuple[Timed, ...]:
    """Invent the bundles, then time every command that gathers them."""
    office, came = folder / "tinh", folder / "goi"
    _run("init", office, "--plan", OFFICE_PLAN)
    came.mkdir()
    table = _invent(came, units, seed)
    (folder / "don-vi.csv").write_text(table, encoding="utf-8")
    given = ("--source", "Sở Nội vụ", "--date", "2021-12-01")
    inside = partial(_timed, "-C", office)
    return (
        inside("bundle", "units", folder / "don-vi.csv", *given),
        inside("bundle", "add", came),
        inside("tally", "--by", "unit", "--period", PERIOD, "--format", "json"),
        inside("tally", "--by", "unit", "--period", PERIOD, "--format", "xlsx"),
        inside("tally", "--handed-up", "--by", "field", "--period", PERIOD),
        inside("report", "annual", "--period", PERIOD),
        inside("verify"),
    )


def show_bundles(times: tuple[Timed, ...], units: int) -> str:
    """A table of the commands, and the promise beside what they took together."""
    lines = [f"{'command':<42}{'wall s':>9}{'CPU s':>9}"]
    lines += [f"{one.command:<42}{one.wall_s:>9.1f}{one.cpu_s:>9.1f}" for one in times]
    wall, cpu = sum(one.wall_s for one in times), sum(one.cpu_s for one in times)
    lines.append(f"{'all':<42}{wall:>9.1f}{cpu:>9.1f}")
    kept = "kept" if wall < PROMISED_S else "NOT KEPT"
    return "\n".join([*lines, f"{units} bundles; promised under {PROMISED_S} s: {kept}"])


def _invent(folder: Path, units: int, seed: int) -> str:
    """Write the bundles; the table of units with their keys."""
    plan = parse_plan(read_plan_text(UNIT_PLAN), UNIT_PLAN)
    form = _form(plan)
    rows = ["Mã đơn vị;Tên đơn vị;Khóa"]
    for number in range(1, units + 1):
        dice, code = Random(f"{seed} {number}"), f"{number:05}"
        secret = dice.randbytes(32)
        content = archive_bytes(_members(plan, form, code, dice), secret)
        (folder / f"{code}.zip").write_bytes(content)
        rows.append(f"{code};UBND xã {code};{public_key(secret)}")
    return "\n".join(rows)


def _form(plan: Plan) -> BundleForm:
    form = parse_form(read_form_text(plan.survey.form), plan.survey.form)
    return BundleForm(
        scale=tuple((step.choice, step.label, step.satisfied) for step in form.scale),
        questions=tuple((q.id, q.text, q.factor) for q in form.rated),
        factors=tuple(form.factors.items()),
    )


def _members(plan: Plan, form: BundleForm, code: str, dice: Random) -> dict[str, bytes]:
    """What a ward says of 20 to 600 sheets."""
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


def _timed(*words: object) -> Timed:
    wall, cpu = time.perf_counter(), time.process_time()
    _run(*words)
    told = " ".join(str(word) for word in words[2:] if not isinstance(word, Path))
    return Timed(told[:40], time.perf_counter() - wall, time.process_time() - cpu)


def _run(*words: object) -> None:
    status = cli.run([str(word) for word in words])
    if status:
        raise SystemExit(f"{words}: {status}")
