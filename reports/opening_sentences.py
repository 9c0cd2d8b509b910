"""What the minutes say of every case of an opening, in Vietnamese.

No rule gives these sentences: they are put together from seed 003 (II.3) and from the minutes of
the election law (Law 85/2015/QH13, articles 73 to 76), and proposed here.
"""

from datetime import datetime

from reports.circumstances import (
    Circumstances,
    Instruction,
    LastSeal,
    instruction_sentence,
    last_seal_sentence,
    other_box_sentences,
    refusal_followed_sentences,
)
from reports.counting_rules import GROUND_WORDS
from reports.dates import clock_words, time_words
from reports.figures import two_digits, whole
from reports.prose import LAST_MARK, paragraphs, sentence
from survey.fate import Ground
from survey.names import name_key
from survey.opening import Before, Handover, Opening, Refusal, SheetCount
from survey.plan import BallotBox

NOTHING = "không có"
STATES = {
    "intact": "nguyên vẹn",
    "suspicious": "có dấu hiệu bất thường",
    "broken": "đã bị rách, bong hoặc đứt",
}


def check_sentences(
    opening: Opening, box: BallotBox, known: Circumstances, standing: str
) -> tuple[str, ...]:
    """The box, its last seal, lock and seal as found, and what those present concluded."""
    before = opening.before
    seal = f"số {before.seal_number}" if before.seal_number else "(không ghi được số)"
    differs = _number_differs(before, box, known.last_seal)
    note = (f"Mô tả: {sentence(before.note)}",) if before.note else ()
    return (
        f"{box.name}, đặt tại {sentence(box.place)} {last_seal_sentence(box, known.last_seal)}",
        *other_box_sentences(opening, box, known.others),
        *refusal_followed_sentences(known.refusal, standing),
        f"1. Khóa: {STATES[before.lock]}.",
        f"2. Niêm phong {seal}: {STATES[before.seal]}.{differs}",
        *note,
        _conclusion(opening),
    )


def _number_differs(before: Before, box: BallotBox, last: LastSeal | None) -> str:
    expected = last.number if last else box.seal_number
    if not expected or not before.seal_number:
        return ""
    if name_key(expected) == name_key(before.seal_number):
        return ""
    return f" Số này KHÔNG khớp với số niêm phong lần trước ({expected})."


def _conclusion(opening: Opening) -> str:
    checked = (
        "3. Kết luận: những người tham gia đã cùng kiểm tra khóa, niêm phong lúc "
        f"{clock_words(opening.before.checked_at)}"
    )
    if opening.is_refused:
        return f"{checked}, nghi ngờ về sự an toàn của hòm phiếu; hòm phiếu KHÔNG được mở."
    return f"{checked}, cùng xác nhận hòm phiếu an toàn và tiến hành mở hòm phiếu."


def refusal_sentences(
    refusal: Refusal, later: tuple[Instruction, ...], standing: str
) -> tuple[str, ...]:
    """To whom the suspicion was reported, and all that they instructed (seed 003, II.3)."""
    reported = (
        f"Lúc {time_words(refusal.reported_at)}, những người tham gia đã báo cáo "
        f"{sentence(refusal.reported_to or standing)}"
    )
    told = [Instruction(refusal.instruction, refusal.instructed_at)] if refusal.instruction else []
    answers = [instruction_sentence(one, standing) for one in (*told, *later)]
    kept = "Hòm phiếu được giữ nguyên hiện trạng, không mở."
    if answers:
        return reported, kept, *answers
    return reported, f"{kept} Đến khi lập biên bản này chưa có ý kiến chỉ đạo."


def count_sentences(
    opened_at: datetime,
    count: SheetCount,
    grounds: tuple[Ground, ...],
    span: tuple[str, ...] = (),
    *,
    is_first: bool = False,
) -> tuple[str, ...]:
    """When the box was opened and what was in it; validity is known only when sheets are read.

    Args:
        opened_at: when.
        count: by hand, twice.
        grounds: those of the plan on which a sheet will be invalid.
        span: that sheets may be of days outside the period.
        is_first: the box was never opened before.
    """
    since = "đầu đợt khảo sát" if is_first else "lần mở hòm phiếu trước"
    issued = "không ghi nhận" if count.issued is None else f"{whole(count.issued)} phiếu"
    return (
        f"Mở hòm phiếu lúc {time_words(opened_at)}. Kiểm đếm bằng tay hai lần: lần một "
        f"{whole(count.first)} phiếu, lần hai {whole(count.second)} phiếu.",
        *span,
        f"1. Số phiếu phát ra từ {since}: {issued}.",
        f"2. Số phiếu thu vào: {_collected(count)}.",
        f"3. Số phiếu hợp lệ, số phiếu không hợp lệ: {_validity(count, grounds)}.",
        f"4. Vật khác trong hòm (không phải phiếu): {sentence(count.foreign_objects or NOTHING)}",
        f"5. Chênh lệch, giải trình: {sentence(_differences(count))}",
    )


def _collected(count: SheetCount) -> str:
    empty = "" if count.second else "; trong hòm không có phiếu nào"
    return f"{whole(count.second)} phiếu{empty}"


def _validity(count: SheetCount, grounds: tuple[Ground, ...]) -> str:
    if not count.second:
        return "không có phiếu để xác định"
    named = "; ".join(GROUND_WORDS[ground] for ground in grounds)
    rules = f". Phiếu không hợp lệ khi: {named}" if named else ""
    return f"được xác định khi đọc phiếu, không xác định tại buổi mở hòm phiếu{rules}"


def _differences(count: SheetCount) -> str:
    found = []
    if count.first != count.second:
        gap = whole(abs(count.first - count.second))
        found.append(f"hai lần đếm lệch nhau {gap} phiếu, lấy theo lần đếm thứ hai")
    if count.issued is not None and count.second > count.issued:
        surplus = whole(count.second - count.issued)
        found.append(f"số phiếu thu vào nhiều hơn số phiếu phát ra {surplus} phiếu")
    if count.difference_explained:
        prefix = "giải trình: " if found else ""
        found.append(f"{prefix}{count.difference_explained}")
    return "; ".join(found) or NOTHING


def recount_words(first: int, second: int) -> str:
    """That the sheets were counted anew because two counts differed."""
    return f"Lần đếm trước lệch nhau ({whole(first)} và {whole(second)} phiếu), đã đếm lại."


def handover_sentences(handover: Handover, sheets: int) -> tuple[str, ...]:
    """The sheets to who reads them, the box sealed anew, the key to who keeps the box."""
    packed = (
        f"{whole(sheets)} tờ, đóng gói, niêm phong số {handover.sheets_seal_number}; giao cho "
        f"{handover.sheets_to} (bộ phận được giao xử lý phiếu)"
    )
    return (
        f"1. Phiếu: {packed if sheets else 'không có phiếu để bàn giao'}.",
        f"2. Hòm phiếu: đã khóa lại, niêm phong mới số {handover.box_seal_number}.",
        f"3. Chìa khóa: giao cho {handover.key_to} (bộ phận được giao nhiệm vụ quản lý hòm phiếu).",
    )


def remark_sentences(remarks: str) -> tuple[str, ...]:
    """Remarks and complaints of those present."""
    return tuple(map(sentence, paragraphs(remarks))) or ("Không có ý kiến, khiếu nại.",)


def closing_sentence(ended_at: datetime, copies: int | None) -> str:
    """When the minutes ended and that all agreed; ``copies`` is None where none were recorded."""
    made = f"được lập thành {two_digits(copies)} bản, " if copies else ""
    return (
        f"Biên bản kết thúc vào {time_words(ended_at)}, {made}đã đọc cho mọi người cùng nghe, "
        f"thống nhất và ký tên dưới đây{LAST_MARK}"
    )
