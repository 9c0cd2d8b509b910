"""The documents as the tests read them."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
READMES = ("README.md", "README.vi.md")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")


def page_names() -> list[str]:
    """Every document of the repository, by its path from the top."""
    top = [path.name for path in REPOSITORY.glob("*.md")]
    below = (REPOSITORY / "docs").rglob("*.md")
    return sorted([*top, *(path.relative_to(REPOSITORY).as_posix() for path in below)])


def read_page(name: str) -> str:
    """The text of a document."""
    return (REPOSITORY / name).read_text(encoding="utf-8")


def without_blocks(text: str) -> str:
    """The text without its blocks of code."""
    return _FENCE.sub("", text)


def code_blocks(text: str, language: str) -> list[str]:
    """What stands in the blocks of one language."""
    return [block for found, block in _FENCE.findall(text) if found == language]


def code_pieces(text: str) -> list[str]:
    """Every line of a console block and every piece of code within a sentence."""
    lines = [line for block in code_blocks(text, "console") for line in block.splitlines()]
    return [*lines, *_CODE.findall(without_blocks(text))]


def sections(text: str, marker: str) -> dict[str, str]:
    """Heading of this rank → what stands below it, up to the next heading of any rank."""
    parts = re.split(r"^(#+) (.+)$", text, flags=re.MULTILINE)
    ranks, heads, bodies = parts[1::3], parts[2::3], parts[3::3]
    return {h: b for r, h, b in zip(ranks, heads, bodies, strict=True) if r == marker}


def anchors(text: str) -> set[str]:
    """The names under which a page's headings can be linked to, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", without_blocks(text), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
