"""``layout``: the geometry of a form for those who check it."""

from pathlib import Path

from steps.session import read_plan
from store.folder import SurveyFolder
from survey.plan import parse_plan
from templates.form import parse_form, plan_line
from templates.geometry import lay_out
from templates.layout_file import layout_json
from templates.shelf import FIRST_PLAN, read_form_text, read_plan_text


def layout_text(path: Path, form_name: str = "") -> str:
    """The layout as JSON, with the plan of the folder (or, outside a survey, of the first plan)."""
    folder = SurveyFolder(path)
    if folder.plan_path.is_file():
        plan, own = read_plan(folder), folder.templates
    else:
        plan, own = parse_plan(read_plan_text(FIRST_PLAN), FIRST_PLAN), None
    name = form_name or plan.survey.form
    form = parse_form(read_form_text(name, own), name)
    return layout_json(lay_out(form, plan_line(form, plan)))
