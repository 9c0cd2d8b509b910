"""``init``: a new survey folder, from a shipped plan or from five answers."""

from pathlib import Path

from store.folder import SurveyFolder, create_folder, folder_in_the_making
from store.record import Record
from survey.plan import parse_plan
from templates.first_plan import FirstAnswers, first_plan_text
from templates.form import parse_form
from templates.shelf import read_form_text, read_plan_text

FIVE_ANSWERS = "first-plan"
"""What the journal names as the plan of a survey that began from five answers."""


def begin_survey(path: Path, plan_name: str) -> SurveyFolder:
    """Make the folder from a shipped plan.

    Raises:
        RequestError: no such plan.
        FolderError: the folder is taken or cannot be made.
    """
    return _begin(path, read_plan_text(plan_name), plan_name)


def begin_own_survey(path: Path, answers: FirstAnswers) -> SurveyFolder:
    """Make the folder with the plan that five answers come to.

    Raises:
        FolderError: the folder is taken or cannot be made.
        MistakesError: an answer is nothing a plan can hold.
    """
    return _begin(path, first_plan_text(answers), FIVE_ANSWERS)


def _begin(path: Path, text: str, plan_name: str) -> SurveyFolder:
    """Put the plan into the folder and write the first event; all of it or nothing is there."""
    plan = parse_plan(text, plan_name)
    parse_form(read_form_text(plan.survey.form), plan.survey.form)
    with folder_in_the_making(path) as unfinished:
        folder = create_folder(unfinished, text)
        with Record.create(folder, plan_name, plan.name):
            pass
    return SurveyFolder(path)
