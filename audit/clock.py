"""Where the journal says that the machine's clock had gone back."""

from pathlib import Path

from audit.facts import list_facts
from audit.remark import Remark
from survey.errors import RecordDiffersError
from survey.language import _
from survey.spoken_day import spoken_moment


def note_clock(database_path: Path) -> tuple[Remark, ...]:
    """A note for each time; the order of events stands firm, their hours before it may not."""
    try:
        facts = list_facts(database_path, "clock-set-back", "before", "now")
    except RecordDiffersError as error:
        return (Remark(str(error)),)
    return tuple(
        Remark(
            _(
                "event {seq}: the clock had been set back from {before} to {now}; the hours noted "
                "before may be wrong, the order of events is not",
                seq=fact.seq,
                before=spoken_moment(fact.texts[0]),
                now=spoken_moment(fact.texts[1]),
            ),
            differs=False,
        )
        for fact in facts
    )
