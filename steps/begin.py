"""``init``: a new survey folder from a shipped plan."""

from pathlib import Path

from store.folder import SurveyFolder, create_folder
from store.record import Record
from survey.plan import parse_plan
from templates.form import parse_form
from templates.shelf import read_form_text, read_plan_text


def begin_survey(path: Path, plan_name: str) -> SurveyFolder:
    """Make the folder, put the plan in it and write the first event.

    Raises:
        RequestError: no such plan.
        FolderError: the folder is taken or cannot be made.
    """
    text = read_plan_text(plan_name)
    plan = parse_plan(text, plan_name)
    parse_form(read_form_text(plan.survey.form), plan.survey.form)
    folder = create_folder(path, text)
    with Record.create(folder, plan_name, plan.name):
        return folder
