import re

import pytest

from survey.opening import parse_opening
from survey.plan import Role, parse_plan
from survey.version import VERSION
from templates.shelf import read_plan_text
from tests.docs.pages import code_blocks, read_page

GUIDE = read_page("docs/huong-dan.md")
OPENED, REFUSED = code_blocks(GUIDE, "toml")


@pytest.mark.parametrize(("example", "is_refused"), [(OPENED, False), (REFUSED, True)])
def test_the_openings_of_the_guide_are_accepted(example: str, is_refused: bool) -> None:
    plan = parse_plan(read_plan_text("van-phuc-2021"), "van-phuc-2021")
    assert parse_opening(example, "mo-hom.toml", plan, {}).is_refused is is_refused


@pytest.mark.parametrize("role", Role)
def test_the_guide_names_every_role(role: Role) -> None:
    assert f"`{role}`" in GUIDE


def test_the_changelog_begins_with_this_version() -> None:
    newest = re.search(r"^## (\S+)", read_page("CHANGELOG.md"), flags=re.MULTILINE)
    assert newest is not None
    assert newest[1] == VERSION
