"""What people read on the line, found by a few words, as they type in a hurry: without accents."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from survey.plan import Plan


@dataclass(frozen=True, slots=True)
class LineChoice:
    """What the hand-written line may say: a procedure, or a field where the plan names no others.

    Attributes:
        value: code of the procedure or id of the field.
        title: its name.
        beside: what tells it from others of a like name; empty for a field.
    """

    value: str
    title: str
    beside: str


def plain_letters(text: str) -> str:
    """Small letters without accents: «Đăng ký khai sinh» becomes ``dang ky khai sinh``."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def find_on_line(plan: Plan, words: str) -> tuple[LineChoice, ...]:
    """The plan's procedures whose title, code or field holds every word, in any order.

    Its fields where it names no procedures.
    """
    wanted = plain_letters(words).split()
    return tuple(
        choice
        for choice in _choices(plan)
        if all(word in plain_letters(f"{choice.title} {choice.beside}") for word in wanted)
    )


def _choices(plan: Plan) -> Iterator[LineChoice]:
    fields = {field.id: field.name for field in plan.fields}
    for one in plan.procedures:
        yield LineChoice(one.code, one.title, f"{one.code} · {fields[one.field]}")
    if not plan.procedures:
        yield from (LineChoice(field, name, "") for field, name in fields.items())
