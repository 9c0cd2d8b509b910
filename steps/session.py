"""A survey opened for a command: its plan, form, layout and record together."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store.entries import CountRules
from store.folder import SurveyFolder, open_folder
from store.listing import find_last_plan
from store.record import Record
from survey.edited_file import decode_text
from survey.errors import FolderError
from survey.fault import say_fault
from survey.language import _
from survey.plan import Plan, parse_plan
from templates.form import Form, check_fields, parse_form, plan_line
from templates.geometry import PROCEDURE_AREA, lay_out
from templates.layout import Layout
from templates.layout_file import kept_layout_json, read_layout
from templates.shelf import read_form_text


@dataclass(frozen=True, slots=True)
class Session:
    """Everything a command needs of one survey."""

    folder: SurveyFolder
    plan: Plan
    form: Form
    layout: Layout
    record: Record

    def note_plan(self) -> None:
        """Write into the journal that the plan reads so from now on, if it was edited."""
        sha256 = hashlib.sha256(self.folder.plan_path.read_bytes()).hexdigest()
        if find_last_plan(self.record) != sha256:
            self.record.append("plan-read", {"sha256": sha256})

    @property
    def count_rules(self) -> CountRules:
        """By which rules of plan and form sheets are counted."""
        return CountRules(self.plan.validity.all_blank, self.form.field_question)

    def earlier_layouts(self) -> tuple[Layout, ...]:
        """Layouts of sheets printed with an earlier form or plan."""
        files = sorted(self.folder.printed.glob("layout-*.json"))
        layouts = (read_layout(file.read_text(encoding="utf-8"), file.name) for file in files)
        return tuple(one for one in layouts if one.fingerprint != self.layout.fingerprint)

    def has_procedure_line(self) -> bool:
        """Is there a line for the procedure on the form, or on one that was printed before?"""
        return bool(self.form.words.procedure) or any(
            area.name == PROCEDURE_AREA
            for layout in self.earlier_layouts()
            for page in layout.pages
            for area in page.text_areas
        )


@contextmanager
def open_session(path: Path) -> Iterator[Session]:
    """Open the survey in this folder for the length of a command.

    Raises:
        FolderError: there is no survey here.
        MistakesError: the plan or the ward's own form has mistakes.
        FormError: the form does not fit the plan or its paper.
    """
    folder = open_folder(path)
    plan = read_plan(folder)
    form = parse_form(read_form_text(plan.survey.form, folder.templates), plan.survey.form)
    check_fields(form, plan)
    layout = lay_out(form, plan_line(form, plan))
    with Record.open(folder) as record:
        yield Session(folder, plan, form, layout, record)


def read_plan(folder: SurveyFolder) -> Plan:
    """The plan of a survey folder."""
    try:
        content = folder.plan_path.read_bytes()
    except OSError as error:
        raise FolderError(
            _("cannot read {file}: {reason}", file=folder.plan_path, reason=say_fault(error))
        ) from error
    return parse_plan(decode_text(content, "survey.toml"), "survey.toml")


def layout_file_name(layout: Layout) -> str:
    """Where a layout is kept beside the sheets printed with it."""
    return f"layout-{layout.fingerprint}.json"


def layout_bytes(layout: Layout) -> bytes:
    """The content of that file."""
    return kept_layout_json(layout).encode()
