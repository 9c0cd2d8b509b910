"""Seats: who is deciding. A code for each, told in the terminal; nobody has a password to remember.

A seat says what its person is asked: the first and the second give an opinion of their own, the
third settles where those two differ. Seats may be two browsers, or one browser one after the other.
"""

import hmac
import secrets
from dataclasses import dataclass
from enum import IntEnum

from survey.errors import RequestError
from survey.language import _
from survey.names import name_key
from survey.plan import Role

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that look alike."""
CODE_CHARACTERS = 6
NAME_CHARACTERS = 100


class Turn(IntEnum):
    """The three seats."""

    FIRST = 1
    SECOND = 2
    THIRD = 3


@dataclass(frozen=True, slots=True)
class Sitter:
    """A person who has taken a seat.

    Attributes:
        turn: which seat.
        name: as the record will have it.
        role: the function, as the plan's roles name it.
        cookie: by which this browser is known again.
        form_token: stands in every form of this seat, so that no other page can send one.
    """

    turn: Turn
    name: str
    role: Role
    cookie: str
    form_token: str

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return name_key(self.name)


class Seats:
    """The seats of one running server; nothing of them is written down."""

    def __init__(self) -> None:
        self.codes = {turn: _draw_code() for turn in Turn}
        self._sitters: dict[Turn, Sitter] = {}

    def sit_down(self, code: str, name: str, role: Role) -> Sitter:
        """Give somebody the seat of this code; whoever sat there has left it.

        Raises:
            RequestError: there is no such code, or the same person has another seat.
        """
        turn = self._find_turn(code)
        if turn is None:
            raise RequestError(_("this code opens no seat; read it again from the terminal"))
        for taken in self._sitters.values():
            if taken.turn != turn and taken.key == name_key(name):
                raise RequestError(
                    _("{name} has another seat already; two people must decide", name=name)
                )
        sitter = Sitter(turn, name, role, secrets.token_urlsafe(24), secrets.token_urlsafe(24))
        self._sitters[turn] = sitter
        return sitter

    def stand_up(self, sitter: Sitter) -> None:
        """Leave the seat; its code opens it again."""
        self._sitters.pop(sitter.turn, None)

    def find(self, cookie: str) -> Sitter | None:
        """Who is known by this cookie."""
        shown = cookie.encode()
        sitters = self._sitters.values()
        return next((s for s in sitters if hmac.compare_digest(s.cookie.encode(), shown)), None)

    def _find_turn(self, code: str) -> Turn | None:
        typed = "".join(code.split()).upper().encode()
        same = (t for t, own in self.codes.items() if hmac.compare_digest(own.encode(), typed))
        return next(same, None)


def _draw_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_CHARACTERS))
