"""Write ``docs/commands.md``: every command with its options and examples, as its help tells them.

``make docs`` runs it; a test compares the page with the program.
"""

import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import click

import cli

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
COLUMNS = "96"
HEAD = """\
# Các lệnh

Trang này do `make docs` viết từ chính trợ giúp của chương trình (`hom-phieu LỆNH --help`); đừng
sửa tay. Lệnh xếp theo thứ tự một cuộc khảo sát dùng đến. `-C`, `--lang` và `--version` đứng trước
tên lệnh.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(reference(), encoding="utf-8")


def reference() -> str:
    """The page as it should be."""
    os.environ["COLUMNS"] = COLUMNS
    parts = [HEAD, _block("hom-phieu", _help())]
    parts += [_block(" ".join(words), _help(*words)) for words in leaf_commands(cli.cli)]
    return "\n".join(parts)


def leaf_commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    """The words of every command that does something, in the order of the help."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaf_commands(command, *path, name)
        else:
            yield (*path, name)


def _help(*words: str) -> str:
    shown = StringIO()
    with redirect_stdout(shown):
        cli.run(["--lang", "vi", *words, "--help"])
    return "\n".join(line.rstrip() for line in shown.getvalue().rstrip().splitlines())


def _block(heading: str, shown: str) -> str:
    return f"## {heading}\n\n```text\n{shown}\n```\n"


if __name__ == "__main__":
    main()
