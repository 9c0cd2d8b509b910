"""Small turns of phrase that several documents share."""

from reports.dates import date_words
from survey.plan import PlanDocument

SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")
NONE = "Không có"
DOTS = "…" * 10
"""Where people write what the record does not know."""
DOTTED_LINE = "…" * 24
"""Where they write a sentence or more."""
LAST_MARK = "./."  # closes the body of a document (Decree 30/2020)


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends with a mark of its own."""
    text = text.strip()
    return text if text.endswith(SENTENCE_ENDS) else f"{text}."


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a longer text, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def last_sentence(text: str) -> str:
    """The text closed with «./.», as the last sentence of a document's body."""
    return text.strip().removesuffix("./.").rstrip(".;") + LAST_MARK


def plan_words(document: PlanDocument) -> str:
    """The plan's number, symbol, day and issuer (Phụ lục 2, note (1))."""
    number = document.number or "……"
    day = date_words(document.date) if document.date else "ngày … tháng … năm ……"
    return f"Kế hoạch số {number} {day} của {document.issuer}"
