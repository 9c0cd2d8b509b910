import re

import pytest

from tests.docs.pages import (
    READMES,
    REPOSITORY,
    anchors,
    code_pieces,
    page_names,
    read_page,
    without_blocks,
)

LINK = re.compile(r"""\]\(([^)\s]+)\)|\bsrc="([^"]+)\"""")

SOURCE = re.compile(r"[a-z_]+/[\w/.-]+\.(?:py|sql|toml|docx|po)")


def local_links(name: str) -> list[str]:
    """Links and pictures of a page that lead into the repository."""
    found = [a or b for a, b in LINK.findall(without_blocks(read_page(name)))]
    return [link for link in found if "://" not in link]


def target_of(name: str, link: str) -> tuple[str, str]:
    """The file a link leads to, as a path from the top, and the heading in it, empty for none."""
    path, _, anchor = link.partition("#")
    target = (REPOSITORY / name).parent / path if path else REPOSITORY / name
    return target.resolve().relative_to(REPOSITORY.resolve()).as_posix(), anchor


@pytest.mark.parametrize("name", page_names())
def test_local_links_and_pictures_lead_somewhere(name: str) -> None:
    for link in local_links(name):
        target, anchor = target_of(name, link)
        assert (REPOSITORY / target).is_file(), link
        assert not anchor or anchor in anchors(read_page(target)), link


@pytest.mark.parametrize("name", page_names())
def test_files_of_the_program_that_are_named_exist(name: str) -> None:
    named = [piece for piece in code_pieces(read_page(name)) if SOURCE.fullmatch(piece)]
    assert [path for path in named if not (REPOSITORY / path).is_file()] == []


def test_every_picture_is_shown() -> None:
    shown = {target_of(name, link)[0] for name in page_names() for link in local_links(name)}
    kept = {f"docs/pictures/{path.name}" for path in (REPOSITORY / "docs/pictures").iterdir()}
    assert kept <= shown


def test_every_document_can_be_reached_from_a_readme() -> None:
    known, reached, ahead = set(page_names()), set[str](), list(READMES)
    while ahead:
        name = ahead.pop()
        reached.add(name)
        linked = {target_of(name, link)[0] for link in local_links(name)}
        named = set(code_pieces(read_page(name)))  # a page that a command writes is only named
        ahead += (linked | named) & known - reached
    assert reached == known


def test_the_readmes_lead_to_each_other() -> None:
    assert "README.vi.md" in local_links("README.md")
    assert "README.md" in local_links("README.vi.md")
