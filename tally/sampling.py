"""How a sample is shared out to units and fields, as their dossiers are (seed 002, steps 3, 4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey.errors import RequestError
from survey.language import _
from survey.spoken_number import number


@dataclass(frozen=True, slots=True)
class Stratum:
    """The settled dossiers of one field in one unit; the unit is empty for the office itself."""

    unit: str
    field: str
    dossiers: int

    @property
    def name(self) -> str:
        """As the tickets of the draw name it."""
        return f"{self.unit}/{self.field}"


def allot(strata: Sequence[Stratum], size: int) -> tuple[int, ...]:
    """How many of the sample fall to each stratum: proportional, by largest remainders.

    The whole parts of size·N/total come first; what is left goes to the largest remainders, of
    equal ones to the stratum that comes first. Nothing is rounded in between.

    Raises:
        RequestError: the sample is larger than all dossiers together.
    """
    total = sum(stratum.dossiers for stratum in strata)
    if not 0 < size <= total:
        raise RequestError(
            _(
                "{size} persons cannot be chosen out of {total} dossiers",
                "{size} person cannot be chosen out of {total} dossiers",
                size=number(size),
                total=number(total),
            )
        )
    shares = [divmod(size * stratum.dossiers, total) for stratum in strata]
    allotted = [whole for whole, _remainder in shares]
    by_remainder = sorted(range(len(strata)), key=lambda place: -shares[place][1])
    for place in by_remainder[: size - sum(allotted)]:
        allotted[place] += 1
    return tuple(allotted)
