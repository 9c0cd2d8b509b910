"""The life of the printed paper: printed = issued + spoilt + left (domain, part 3.5).

Two books say how much was issued: the register that ``paper`` keeps, and the minutes of each
opening («since the last opening»). Where the register speaks for the time before an opening it is
taken, and the minutes must say the same; where neither speaks, it is not known, and not guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

ANY_BOX = ""


@dataclass(frozen=True, slots=True)
class PaperMoment:
    """Something that happened to paper.

    Attributes:
        act: printed, issued, returned, spoilt, left, opened.
        count: sheets; for ``opened`` those the minutes call issued, None when they say none.
        box: whose sheets, empty when they are for any box.
        opening: id of the opening, for ``opened``.
    """

    act: str
    count: int | None
    box: str = ANY_BOX
    opening: str = ""


@dataclass(frozen=True, slots=True)
class PaperCount:
    """The paper at one moment.

    Attributes:
        issued: as far as anybody wrote it down.
        unknown: openings before which nobody wrote down what was issued.
        left: unused sheets, None while nobody has counted them.
    """

    printed: int = 0
    issued: int = 0
    spoilt: int = 0
    unknown: tuple[str, ...] = ()
    left: int | None = None


@dataclass(frozen=True, slots=True)
class IssuedTwice:
    """What register and minutes say of the sheets issued before one opening."""

    opening: str
    register: int
    minutes: int


@dataclass(frozen=True, slots=True)
class PaperLife:
    """The whole of it: now, when the unused sheets were last counted, and both books compared."""

    now: PaperCount
    counted: PaperCount | None
    twice: tuple[IssuedTwice, ...]


def follow_paper(moments: Iterable[PaperMoment]) -> PaperLife:
    """Follow the paper through its moments, oldest first."""
    walk = _Walk()
    for moment in moments:
        walk.take(moment)
    return PaperLife(walk.now, walk.counted, tuple(walk.twice))


@dataclass
class _Walk:
    """Where the walk through the moments has come to."""

    now: PaperCount = PaperCount()
    counted: PaperCount | None = None
    twice: list[IssuedTwice] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)
    registered: dict[str, int] = field(default_factory=dict)
    """Issued for a box since it was last opened, by the register."""
    any_box: set[str] = field(default_factory=set)
    """Boxes that were opened since the register last wrote of sheets for any box."""
    speaks_of_any: bool = False

    def take(self, moment: PaperMoment) -> None:
        count = moment.count or 0
        match moment.act:
            case "printed":
                self.now = replace(self.now, printed=self.now.printed + count)
            case "spoilt":
                self.now = replace(self.now, spoilt=self.now.spoilt + count)
            case "issued":
                self._register(moment.box, count)
            case "returned":
                self._register(moment.box, -count)
            case "left":
                self.left[moment.box] = count
                self.counted = replace(self.now, left=sum(self.left.values()))
            case "opened":
                self._open(moment)

    def _register(self, box: str, count: int) -> None:
        self.now = replace(self.now, issued=self.now.issued + count)
        if box == ANY_BOX:
            self.speaks_of_any, self.any_box = True, set()
        else:
            self.registered[box] = self.registered.get(box, 0) + count

    def _open(self, moment: PaperMoment) -> None:
        register = self.registered.pop(moment.box, None)
        is_for_any = self.speaks_of_any and moment.box not in self.any_box
        self.any_box.add(moment.box)
        if register is None and not is_for_any:
            self._believe_minutes(moment)
        elif register is not None and not is_for_any and moment.count is not None:
            self.twice.append(IssuedTwice(moment.opening, register, moment.count))

    def _believe_minutes(self, moment: PaperMoment) -> None:
        if moment.count is None:
            self.now = replace(self.now, unknown=(*self.now.unknown, moment.opening))
        else:
            self.now = replace(self.now, issued=self.now.issued + moment.count)
