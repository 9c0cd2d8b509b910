"""The record of a re-check (phúc tra) for signature, as a biên bản (Mẫu 1.9)."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from babel.numbers import format_decimal

from reports.dates import time_words
from reports.document import Imprint, Picture, render_document
from reports.figures import whole
from reports.head import head_picture
from reports.letterhead import Letterhead, letterhead
from reports.origin import Origin
from reports.prose import DOTS, last_sentence, plan_words
from reports.signatures import NOTE, SignatureRow, Signer
from survey.head import short_head
from survey.period import Period
from survey.plan import Plan
from survey.spoken_number import half_up

COMPULSORY = ("drawing", "findings", "conclusion", "head_short")
NAMED_DISCREPANCIES = 12
"""Told one by one, so that the record stays short; of the rest only the number is told."""
CONCLUSIONS = {
    "stop": "Dừng phúc tra: kết quả của kỳ được xác nhận",
    "go-on": "Chưa đủ để kết luận: rút thêm phiếu và đọc tiếp, dự kiến tổng cộng {total} phiếu",
    "full-count": "Mẫu không xác nhận được kết quả: phải đọc lại bằng mắt toàn bộ phiếu của kỳ",
}


@dataclass(frozen=True, slots=True)
class RecheckFacts:
    """What the record says.

    Attributes:
        recheck: id of the re-check.
        period: the period it asks about.
        is_margin: asked about the satisfied share; otherwise about the machine's misreadings.
        allowed: the difference or error rate that would be too much, 0 to 1.
        risk_limit: largest chance of confirming a wrong result, 0 to 1.
        risk: the attained risk, 0 to 1.
        verdict: stop, go-on or full-count.
        seed: digits of the dice.
        population: sheets that could be drawn.
        sheets: sheets looked at.
        gone: among them those whose paper or record does not exist.
        total: sheets to look at in all when the rest is like those seen.
        differing: discrepancies as «phiếu …, câu 3: máy ghi 5, trên giấy 4», in order.
        readers: who read, in the order in which they began.
        started_at: when the first reading was recorded; None where no sheet could be read.
        head: the journal's head.
        ended_at: when.
    """

    recheck: str
    period: str
    is_margin: bool
    allowed: Fraction
    risk_limit: Fraction
    risk: float
    verdict: str
    seed: str
    population: int
    sheets: int
    gone: int
    total: int
    differing: tuple[str, ...]
    readers: tuple[str, ...]
    started_at: datetime | None
    head: str
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class RecheckFields:
    """Exactly the fields of the template; ``docs/documents.md`` explains each to the ward."""

    letterhead: Letterhead
    title: str
    started: str
    place: str
    ground: str
    people: tuple[str, ...]
    drawing: tuple[str, ...]
    findings: tuple[str, ...]
    conclusion: str
    closing: str
    signatures: tuple[SignatureRow, ...]
    recipients: tuple[str, ...]
    head_short: str
    head_qr: Picture
    recheck: str


def write_recheck_record(plan: Plan, facts: RecheckFacts, template: Path) -> bytes:
    """The record as .docx.

    Raises:
        DocumentError: the template has a mistake.
    """
    fields = RecheckFields(
        letterhead=letterhead(plan.agency),
        title=f"Phúc tra kết quả khảo sát kỳ {Period.parse(facts.period).vietnamese_name}",
        started=_started(facts.started_at),
        place=DOTS,
        ground=plan_words(plan.document),
        people=_people(facts.readers),
        drawing=_drawing(facts),
        findings=_findings(facts),
        conclusion=CONCLUSIONS[facts.verdict].format(total=whole(facts.total)),
        closing=last_sentence(
            f"Biên bản lập xong lúc {time_words(facts.ended_at)}, đã đọc cho mọi người cùng nghe "
            "và thống nhất ký tên dưới đây"
        ),
        signatures=_signatures(facts.readers),
        recipients=("Như thành phần tham dự", plan.agency.standing),
        head_short=short_head(facts.head),
        head_qr=head_picture(facts.head),
        recheck=facts.recheck,
    )
    subject = f"{facts.recheck}/{facts.ended_at.isoformat(timespec='minutes')}"
    origin = Origin("recheck", subject, facts.head)
    imprint = Imprint(
        f"Biên bản phúc tra {facts.recheck}", plan.agency.name, facts.ended_at, origin
    )
    return render_document(template, fields, imprint, COMPULSORY)


def _started(moment: datetime | None) -> str:
    """As far as the record knows it; people may have begun to look for the sheets before."""
    return f"{time_words(moment)} (lúc ghi lần đọc đầu tiên)" if moment else DOTS


def _people(readers: tuple[str, ...]) -> tuple[str, ...]:
    """Who took part: the readers by name, dots for those whom the record does not name."""
    places = ("thứ nhất", "thứ hai", "thứ ba", *("tiếp theo",) * len(readers))
    return (
        f"Chủ trì: Ông (bà) {DOTS}, {DOTS}",
        f"Thư ký (người ghi biên bản): Ông (bà) {DOTS}",
        *(f"Người đọc {at}: Ông (bà) {name}" for at, name in zip(places, readers, strict=False)),
        f"Người giám sát: Ông (bà) {DOTS}",
    )


def _drawing(facts: RecheckFacts) -> tuple[str, ...]:
    asked = (
        f"tỷ lệ hài lòng của kỳ có sai quá {_percent(facts.allowed)} % hay không"
        if facts.is_margin
        else f"máy có đọc sai quá {_percent(facts.allowed)} % số câu máy cho là chắc chắn hay không"
    )
    return (
        f"Câu hỏi của phúc tra: {asked}. Rủi ro cho phép xác nhận nhầm một kết quả sai: "
        f"{_percent(facts.risk_limit)} %.",
        f"Dãy số gieo xúc xắc trước sự chứng kiến của mọi người: {facts.seed}. Mỗi phiếu có một mã "
        "thăm là SHA-256 của dãy số, dấu phẩy và mã phiếu; rút các phiếu có mã thăm nhỏ nhất.",
        f"Tổng số phiếu của kỳ: {whole(facts.population)}; số phiếu đã rút và đọc lại trên giấy: "
        f"{whole(facts.sheets)}. Hai người đọc độc lập; chỗ khác nhau do người thứ ba đọc.",
    )


def _findings(facts: RecheckFacts) -> tuple[str, ...]:
    count = len(facts.differing)
    more = count - NAMED_DISCREPANCIES
    rest = (f"và {whole(more)} chỗ khác",) if more > 0 else ()
    named = (*facts.differing[:NAMED_DISCREPANCIES], *rest)
    marks = (";",) * (len(named) - 1) + (".",)
    gone = (
        f"Số phiếu không tìm thấy trên giấy hoặc không có trong bản ghi: {whole(facts.gone)} "
        "(tính như sai hoàn toàn).",
    )
    return (
        f"Số câu trả lời khác giữa giấy và bản ghi: {whole(count)}.",
        *(f"- {one}{mark}" for one, mark in zip(named, marks, strict=False)),
        *(gone if facts.gone else ()),
        f"Rủi ro đạt được: {_percent(Fraction(facts.risk))} %.",
    )


def _percent(share: Fraction) -> str:
    """A small share in per cent with as many decimals as it needs, four at most: «0,1»."""
    return str(format_decimal(half_up(share * 100, 4), format="#,##0.####", locale="vi"))


def _signatures(readers: tuple[str, ...]) -> tuple[SignatureRow, ...]:
    """The readers between secretary and chair; a third reader and an observer below."""
    first, second, *others = (*readers, "", "")[: max(2, len(readers))]
    above = SignatureRow(
        Signer("THƯ KÝ", NOTE),
        Signer("NGƯỜI ĐỌC THỨ NHẤT", NOTE, first),
        Signer("NGƯỜI ĐỌC THỨ HAI", NOTE, second),
        Signer("CHỦ TỌA", NOTE),
    )
    third = Signer("NGƯỜI ĐỌC THỨ BA", NOTE, others[0]) if others else Signer()
    below = SignatureRow(Signer("NGƯỜI GIÁM SÁT", NOTE), third, Signer(), Signer())
    return above, below
