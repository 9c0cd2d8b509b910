"""``report evidence``: the public page on how the results of a period came about."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

from audit.recheck import Asked, Question
from reports.dates import time_words
from reports.evidence import EvidenceFacts, OpeningRow, RecheckRow, write_evidence
from reports.figures import percent, whole
from reports.notice import channel_notes
from steps.count import Counting
from steps.issue_document import issue_document
from steps.notice import notice_facts, period_example
from steps.recheck_draw import asked_of, pile_of
from steps.reconcile import Reconciliation, reconcile
from steps.session import Session
from steps.spot_check import spot_checked
from store.entries import OpeningEntry
from store.evidence import (
    count_deciders,
    count_settled,
    find_recheck_outcome,
    list_page_fates,
)
from store.listing import list_openings
from store.recheck_listing import RecheckEntry, list_rechecks
from survey.errors import RequestError
from survey.language import _, speaking
from survey.opening import opening_from_body
from survey.period import Period
from survey.reading import Outcome
from survey.version import VERSION
from survey.wording import say_fate, say_outcome, say_page_reason

NOT_KNOWN = "không ghi"
REFUSED = "khóa hoặc niêm phong có nghi ngờ"
VERDICTS = {
    "stop": "Dừng: kết quả của kỳ được xác nhận.",
    "go-on": "Chưa đủ để kết luận, còn đọc tiếp.",
    "full-count": "Mẫu không xác nhận được kết quả; phải đọc lại bằng mắt toàn bộ phiếu của kỳ.",
}
CHANGED = "Bản ghi đã thay đổi sau lần rút này, nên kết quả phúc tra không còn giá trị."

Pairs = tuple[tuple[str, str], ...]


def write_evidence_file(session: Session, period: str) -> Path:
    """The page of evidence of a period, in ``reports/``; anyone may have it.

    Raises:
        RequestError: ``period`` is none, or nothing was counted in it.
    """
    if not period:
        opened = (entry.period for entry in list_openings(session.record))
        example = period_example(session, opened)
        raise RequestError(
            _("say which period the page is for, such as --period {period}", period=example)
        )
    content = evidence_page(session, Period.parse(period), date.today())
    return issue_document(session, "evidence", period, f"minh-chung-{period}.html", content)


def evidence_page(session: Session, period: Period, written_on: date) -> bytes:
    """The page of evidence as the record has it now.

    Raises:
        RequestError: nothing was counted in the period.
    """
    return write_evidence(session.plan, evidence_facts(session, period, written_on))


def evidence_facts(session: Session, period: Period, written_on: date) -> EvidenceFacts:
    """What the record says of a period, results hidden as in its notice.

    Raises:
        RequestError: nothing was counted in the period.
    """
    results = notice_facts(Counting(session, str(period), published=True), period)
    openings = [
        one for one in list_openings(session.record) if period.contains(Period.parse(one.period))
    ]
    inside = {one.id for one in openings}
    reconciliation = reconcile(session)
    with speaking("vi"):  # a page for the public is Vietnamese whoever writes it
        pages = tuple(_pages(session, inside))
    return EvidenceFacts(
        period=period,
        written_on=written_on,
        paper=_paper(reconciliation),
        openings=tuple(_opening_rows(session, openings, reconciliation)),
        pages=pages,
        settled=_settled(session, inside),
        deciders=count_deciders(session.record, inside),
        spot_check=_spot_check(session),
        differences=results.differences,
        is_waiting=results.is_waiting,
        rechecks=tuple(
            _recheck_row(session, one)
            for one in list_rechecks(session.record)
            if period.contains(Period.parse(one.period))
        ),
        questions=results.questions,
        fields=results.fields,
        channels=tuple(channel_notes(results)),
        rules=results.rules,
        minimum=results.minimum,
        head=session.record.head(),
        version=VERSION,
        scale=results.scale,
    )


def _paper(reconciliation: Reconciliation) -> Pairs:
    paper, issued = reconciliation.figures.paper, reconciliation.issued
    counted = paper.counted.left if paper.counted else None
    return (
        ("Đã in", whole(paper.now.printed)),
        ("Đã phát", NOT_KNOWN if issued is None else whole(issued)),
        ("Hỏng", whole(paper.now.spoilt)),
        ("Còn lại, theo lần đếm gần nhất", NOT_KNOWN if counted is None else whole(counted)),
    )


def _opening_rows(
    session: Session, openings: Collection[OpeningEntry], reconciliation: Reconciliation
) -> Iterator[OpeningRow]:
    figures = {one.opening: one for one in reconciliation.figures.openings}
    boxes = {box.id: box.name for box in session.plan.boxes}
    for entry in openings:
        opening, counted = opening_from_body(entry.body), figures.get(entry.id)
        new = f" → {opening.handover.box_seal_number}" if opening.handover else ""
        at = opening.opened.at if opening.opened else opening.before.checked_at
        row = (boxes.get(entry.box, entry.box), time_words(at), opening.before.seal_number + new)
        if counted is None:
            yield OpeningRow(*row, counts="", issued="", read="", rejected="", waiting="",
                             refused=REFUSED)  # fmt: skip
            continue
        yield OpeningRow(
            *row,
            counts=f"{whole(entry.first_count or 0)}; {whole(entry.second_count or 0)}",
            issued=NOT_KNOWN if entry.issued is None else whole(entry.issued),
            read=whole(counted.sheets),
            rejected=whole(counted.rejected),
            waiting=whole(counted.waiting),
            refused="",
        )


def _pages(session: Session, inside: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pages by outcome; those that were not read with the reason, and what people found."""
    fates, by_outcome = list_page_fates(session.record, inside), Counter[str]()
    for one in fates:
        by_outcome[one.outcome] += one.pages
    for outcome in (Outcome.READ, Outcome.BLANK_BACK, Outcome.DUPLICATE):
        yield say_outcome(outcome).capitalize(), whole(by_outcome[outcome])
    for one in fates:
        if one.outcome in (Outcome.REJECTED, Outcome.WAITING):
            found = f"; {say_fate(one.fate)}" if one.fate else ""
            said = f"{say_outcome(one.outcome)}: {say_page_reason(one.reason)}{found}"
            yield said.capitalize(), whole(one.pages)


def _settled(session: Session, inside: Collection[str]) -> Pairs:
    counted = count_settled(session.record, inside)
    total = sum((counted.machine, counted.asked, counted.corrected, counted.waiting))
    named = (
        ("Câu máy đọc chắc chắn", counted.machine),
        ("Câu máy hỏi, người đã quyết định", counted.asked),
        ("Câu máy đọc chắc chắn, người đã sửa", counted.corrected),
        ("Câu còn chờ người quyết định", counted.waiting),
    )
    return tuple(
        (said, f"{whole(count)} ({percent(Fraction(count, total or 1))} %)")
        for said, count in named
    )


def _spot_check(session: Session) -> str:
    spot = spot_checked(session)
    if spot.interval is None:
        return ""
    return (
        f"Xem thử ngẫu nhiên {whole(spot.checked)} câu máy đọc chắc chắn, người xem thấy giống "
        f"{whole(spot.agreed)} câu: từ {percent(spot.interval.low)} % đến "
        f"{percent(spot.interval.high)} % của tất cả, với độ tin cậy 95 %."
    )


def _recheck_row(session: Session, entry: RecheckEntry) -> RecheckRow:
    asked, body = asked_of(entry), entry.body
    return RecheckRow(
        name=f"Phúc tra lần {entry.id.rpartition('-')[2]}",
        question=_question_words(asked),
        seed=body["seed"],
        drawn=f"Rút {whole(len(entry.units))} trong {whole(body['population'])} phiếu.",
        outcome=_outcome_words(session, entry),
        digest=body["record_sha256"],
    )


def _question_words(asked: Asked) -> str:
    allowed = percent(asked.allowed)
    if asked.question is Question.MARGIN:
        said = f"Tỷ lệ hài lòng có sai quá {allowed} % không?"
    else:
        said = f"Máy có đọc sai quá {allowed} % số câu cho là chắc chắn không?"
    return f"{said} Rủi ro xác nhận nhầm nhiều nhất {percent(asked.risk_limit)} %."


def _outcome_words(session: Session, entry: RecheckEntry) -> str:
    if not _is_as_drawn(session, entry):
        return CHANGED
    found = find_recheck_outcome(session.record, entry.id)
    if found is None:
        return "Chưa đọc xong."
    risk = percent(Fraction(found.risk))
    return (
        f"Đã đọc {whole(found.sheets)} phiếu, rủi ro đạt được {risk} %. {VERDICTS[found.verdict]}"
    )


def _is_as_drawn(session: Session, entry: RecheckEntry) -> bool:
    """Does the record still count what it counted when the sheets were drawn?"""
    try:
        pile_of(session, entry)
    except RequestError:  # something was changed, or waits for people again
        return False
    return True
