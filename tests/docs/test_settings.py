"""Every setting of ``survey.toml`` is explained in docs/settings.md, and nothing else is."""

import re
from collections.abc import Iterator
from typing import get_args

from pydantic.fields import FieldInfo

from survey.edited_model import EditedModel
from survey.plan import Plan
from tests.docs.pages import read_page

ROWS = re.findall(
    r"^\| `([a-z_.]+)` \| (.+) \| (.+) \|$", read_page("docs/settings.md"), re.MULTILINE
)


def settings_of(model: type[EditedModel], before: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every setting by its path; of a list of sections the settings of one section."""
    for name, field in model.model_fields.items():
        inner = section_of(field.annotation)
        if inner:
            yield from settings_of(inner, f"{before}{name}.")
        else:
            yield before + name, field


def section_of(annotation: object) -> type[EditedModel] | None:
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, EditedModel):
            return kind
    return None


def test_every_setting_is_explained_once_in_the_order_of_the_plan() -> None:
    assert [path for path, _said, _default in ROWS] == [path for path, _ in settings_of(Plan)]


def test_what_must_be_there_is_called_so() -> None:
    required = {path for path, field in settings_of(Plan) if field.is_required()}
    assert {path for path, _said, default in ROWS if default == "phải có"} == required
