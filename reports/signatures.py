"""Who signs the minutes, and where: THƯ KÝ at the left, CHỦ TỌA at the right (Mẫu 1.9)."""

from dataclasses import dataclass

from survey.opening import Opening, Person
from survey.plan import Role

ROLE_WORDS = {
    Role.CHAIR: "Chủ trì",
    Role.SECRETARY: "Thư ký (người ghi biên bản)",
    Role.ONE_STOP_HEAD: "Người đứng đầu bộ phận Một cửa",
    Role.BOX_KEEPER: "Bộ phận quản lý hòm phiếu",
    Role.SHEET_PROCESSOR: "Bộ phận xử lý phiếu",
    Role.WITNESS: "Người chứng kiến",
    Role.OBSERVER: "Người giám sát",
}
CAPACITIES = {Role.CHAIR: "CHỦ TỌA", Role.SECRETARY: "THƯ KÝ"}
NOTE = "(Chữ ký)"
CHAIR_NOTE = "(Chữ ký, dấu nếu có)"
ROW_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Signer:
    """One place to sign: in what capacity, what to put there, the name; all empty for no one."""

    capacity: str = ""
    note: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """Four places side by side."""

    left: Signer = Signer()
    inner_left: Signer = Signer()
    inner_right: Signer = Signer()
    right: Signer = Signer()


def people_in_order(opening: Opening) -> tuple[Person, ...]:
    """Those present, by role and then as they were named."""
    return tuple(person for role in Role for person in opening.people_in(role))


def signature_rows(opening: Opening) -> tuple[SignatureRow, ...]:
    """Secretary and chair at the ends of the first row, then everyone else who was present."""
    secretary = opening.people_in(Role.SECRETARY)[0]
    chair = opening.people_in(Role.CHAIR)[0]
    others = [
        signer(person) for person in people_in_order(opening) if person not in (secretary, chair)
    ]
    inner_left, inner_right = (*others[:2], Signer(), Signer())[:2]
    first = SignatureRow(signer(secretary), inner_left, inner_right, signer(chair))
    rest = others[2:]
    rows = [rest[start : start + ROW_LENGTH] for start in range(0, len(rest), ROW_LENGTH)]
    return (first, *(SignatureRow(*row) for row in rows))


def signer(person: Person) -> Signer:
    """A person's place to sign; the head of the one-stop shop signs by title."""
    if person.role is Role.ONE_STOP_HEAD:
        capacity = person.title.upper()
    else:
        capacity = CAPACITIES.get(person.role, ROLE_WORDS[person.role].upper())
    return Signer(capacity, CHAIR_NOTE if person.role is Role.CHAIR else NOTE, person.name)
