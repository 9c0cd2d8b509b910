"""Is the plan that people edit still the one that was used last?"""

from pathlib import Path

from audit.facts import compare_file, list_facts
from audit.remark import Remark
from survey.errors import RecordDiffersError
from survey.language import _


def note_plan_file(database_path: Path, plan_path: Path) -> tuple[Remark, ...]:
    """A note when it was edited since; it may be, and the next print or opening writes it down."""
    try:
        *_earlier, last = list_facts(database_path, "plan-read", "sha256") or (None,)
    except RecordDiffersError as error:
        return (Remark(str(error)),)
    if last is None:
        return ()
    edited = _("survey.toml was edited since it was last used (event {seq})", seq=last.seq)
    return tuple(compare_file(plan_path, {last.texts[0]}, Remark(edited, differs=False)))
