"""What the record knows around an opening, and how the minutes say it.

Like those of ``opening_sentences`` these sentences are proposed here; no rule gives them.
"""

from dataclasses import dataclass
from datetime import date, datetime

from reports.dates import short_date, time_words
from reports.figures import two_digits
from reports.prose import sentence
from survey.opening import Opening
from survey.period import Period, in_vietnam
from survey.plan import BallotBox


@dataclass(frozen=True, slots=True)
class LastSeal:
    """The seal put on before: at the end of an opening, or by ``person`` with no opening."""

    number: str
    at: datetime
    opening_id: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Instruction:
    """What the standing committee answered to a refusal; the time is None where nobody said."""

    text: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class FollowedRefusal:
    """The refusal after which the box is opened now."""

    opening_id: str
    checked_at: datetime
    instruction: Instruction | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """This is a later version: the how-manieth, of which opening, why, and who answers for it.

    ``wrong_box`` is the box that the version before named, empty when it was the same.
    """

    version: int
    opening_id: str
    reason: str
    people: tuple[str, ...]
    wrong_box: str = ""


@dataclass(frozen=True, slots=True)
class OtherBox:
    """Another box of the plan, and its openings in the same period."""

    name: str
    openings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All of it.

    Attributes:
        last_seal: None at the first opening of a box that was never sealed on record.
        refusal: the refusal this opening follows.
        amendment: None for the first version.
        instructions: the answers to this refusal that came after it was written down.
        is_answered: these minutes are written anew because of the last of them.
        others: the other boxes of the plan.
        since: the day from which sheets may lie in the box; None when it does not matter.
        is_first: the box was never opened before.
    """

    last_seal: LastSeal | None = None
    refusal: FollowedRefusal | None = None
    amendment: Amendment | None = None
    instructions: tuple[Instruction, ...] = ()
    is_answered: bool = False
    others: tuple[OtherBox, ...] = ()
    since: date | None = None
    is_first: bool = False


def preamble_sentences(known: Circumstances) -> tuple[str, ...]:
    """That these minutes are not the first ones of the opening, and why."""
    amended = _amendment_sentences(known.amendment) if known.amendment else ()
    if not known.is_answered:
        return amended
    return (
        *amended,
        "Biên bản này được lập lại sau khi có ý kiến chỉ đạo. Biên bản lập trước đó được giữ "
        "nguyên trong hồ sơ.",
    )


def _amendment_sentences(amendment: Amendment) -> tuple[str, ...]:
    people = ", ".join(f"ông (bà) {person}" for person in amendment.people)
    wrong = amendment.wrong_box
    return (
        f"Biên bản này được lập lại lần thứ {amendment.version}, đính chính biên bản đã lập của "
        f"lần mở hòm phiếu {amendment.opening_id}.",
        *((f"Biên bản lập trước ghi nhầm hòm phiếu là: {sentence(wrong)}",) if wrong else ()),
        f"Lý do: {sentence(amendment.reason)}",
        f"Người chịu trách nhiệm đính chính: {people}. Biên bản lập trước được giữ nguyên trong "
        "hồ sơ; số liệu trong biên bản này thay cho số liệu của biên bản lập trước.",
    )


def last_seal_sentence(box: BallotBox, last: LastSeal | None) -> str:
    """Which seal was put on the box before, when, and where that is written down."""
    if last is None:
        if box.seal_number:
            return f"Niêm phong lần đầu: số {box.seal_number}."
        return "Chưa ghi nhận lần niêm phong nào trước đó."
    source = f"biên bản lần mở {last.opening_id}" if last.opening_id else f"do {last.person} ghi"
    return f"Niêm phong lần trước: số {last.number}, lúc {time_words(last.at)} ({source})."


def refusal_followed_sentences(refusal: FollowedRefusal | None, standing: str) -> tuple[str, ...]:
    """That the box was left closed the time before, and on whose word it is opened now."""
    if refusal is None:
        return ()
    left = (
        f"Lần kiểm tra trước, lúc {time_words(refusal.checked_at)}, hòm phiếu bị nghi ngờ không an "
        f"toàn và không được mở (biên bản {refusal.opening_id})."
    )
    if refusal.instruction is None:
        return (f"{left} Chưa ghi nhận ý kiến chỉ đạo của {standing}.",)
    return (f"{left} {instruction_sentence(refusal.instruction, standing)}",)


def instruction_sentence(instruction: Instruction, standing: str) -> str:
    """What was instructed, and when."""
    moment = f" lúc {time_words(instruction.at)}" if instruction.at else ""
    return f"Ý kiến chỉ đạo của {standing}{moment}: {sentence(instruction.text)}"


def other_box_sentences(
    opening: Opening, box: BallotBox, others: tuple[OtherBox, ...]
) -> tuple[str, ...]:
    """Which other boxes the survey has, and whether they were opened in this period."""
    if not others:
        return ()
    period = Period.parse(opening.period).vietnamese_name
    told = "; ".join(f"{other.name} {_openings_of(other)}" for other in others)
    return (
        f"Cuộc khảo sát có {two_digits(len(others) + 1)} hòm phiếu, biên bản này chỉ ghi "
        f"{box.name}. Đến khi lập biên bản này, trong kỳ {period}: {told}.",
    )


def _openings_of(other: OtherBox) -> str:
    if not other.openings:
        return "chưa mở"
    return f"đã mở (biên bản {', '.join(other.openings)})"


def span_sentences(opening: Opening, since: date | None) -> tuple[str, ...]:
    """That the sheets may have been dropped outside the period (domain, part 9.3)."""
    if since is None or opening.opened is None or not opening.count_final:
        return ()
    period, until = Period.parse(opening.period), in_vietnam(opening.opened.at).date()
    if period.starts <= since and until <= period.ends:
        return ()
    name = period.vietnamese_name
    return (
        f"Phiếu trong hòm được bỏ từ ngày {short_date(since)} đến ngày {short_date(until)}, có "
        f"ngày ngoài kỳ {name}; phiếu không ghi ngày nên không tách được, toàn bộ được tính vào "
        f"kỳ {name}.",
    )
