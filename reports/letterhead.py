"""The head of every document: who issues it, above and below the thin line."""

from dataclasses import dataclass

from survey.plan import Agency

# Without a place behind it this is the first half of the agency's own name, not a governing body.
COMMITTEE = "ỦY BAN NHÂN DÂN"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the top left.

    Attributes:
        governing: the body the agency belongs to, one line each; not bold (Decree 30/2020).
        agency: the issuing agency's name, one line each; bold.
        symbol: what stands after BB- or BC- in the document's number.
    """

    governing: tuple[str, ...]
    agency: tuple[str, ...]
    symbol: str


def letterhead(agency: Agency) -> Letterhead:
    """The agency's heading, its last line being the agency itself."""
    lines = agency.heading
    own = 2 if lines[:-1] and lines[-2].upper() == COMMITTEE else 1
    return Letterhead(governing=lines[:-own], agency=lines[-own:], symbol=agency.symbol)
