"""Procedures found by a few words, as people type in a hurry: without accents, in any order."""

import unicodedata

from survey.plan import Plan, Procedure


def plain_letters(text: str) -> str:
    """Small letters without accents: «Đăng ký khai sinh» becomes ``dang ky khai sinh``."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def find_procedures(plan: Plan, words: str) -> tuple[Procedure, ...]:
    """The plan's procedures whose title, code or field holds every one of these words."""
    wanted = plain_letters(words).split()
    fields = {field.id: field.name for field in plan.fields}
    return tuple(
        procedure
        for procedure in plan.procedures
        if all(word in _searched(procedure, fields[procedure.field]) for word in wanted)
    )


def _searched(procedure: Procedure, field: str) -> str:
    return plain_letters(f"{procedure.title} {procedure.code} {field}")
