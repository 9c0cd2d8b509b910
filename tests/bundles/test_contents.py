"""A bundle must have the shape of its format, and its sums must be possible."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from bundles.archive import HEAD, RECONCILIATION, TALLY, archive_bytes, json_bytes, open_archive
from bundles.contents import form_id, read_bundle
from survey.errors import BundleError
from tests.handed_up import FORM, InventedUnit

UNIT = InventedUnit("van-phuc", sheets=6)


@dataclass(frozen=True)
class Changed:
    """One value of one member replaced by another."""

    member: str
    key: str
    value: Any

    def refusal(self) -> str:
        model = {HEAD: UNIT.head, TALLY: UNIT.tally}.get(self.member)
        told = model.model_dump() if model else json.loads(UNIT.members[RECONCILIATION])
        members = UNIT.members | {self.member: json_bytes(told | {self.key: self.value})}
        content = archive_bytes(members, UNIT.secret)
        with pytest.raises(BundleError) as refused:
            read_bundle(open_archive(content, "goi.zip"), "goi.zip")
        return str(refused.value)


CELL = ("paper", form_id(FORM), "ho-tich", "q1", "answered", "5", 1)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (Changed(HEAD, "format", 2), "is format 2, not 1"),
        (Changed(HEAD, "format", 0), "is format 0, not 1"),
        (Changed(HEAD, "unit", "../x"), "must be the unit's code"),
        (Changed(HEAD, "unit_name", "Phường\u202egnơưhP"), "hidden character U+202E"),
        (Changed(HEAD, "head", "x"), "bundle.json is not what this program reads (head"),
        (Changed(HEAD, "other", 1), "(other"),
        (Changed(TALLY, "cells", (CELL[:3],)), "(cells.0"),
        (Changed(TALLY, "cells", ((*CELL[:6], -1),)), "(cells.0.6"),
        (Changed(TALLY, "cells", ((*CELL[:6], 1.5),)), "(cells.0.6"),
        (Changed(TALLY, "cells", ((*CELL[:2], "dat-dai", *CELL[3:]),)), "contradicts itself"),
        (Changed(TALLY, "cells", ((*CELL[:5], "6", 1),)), "contradicts itself"),
        (Changed(TALLY, "cells", ((*CELL[:4], "flagged", "", 1),)), "contradicts itself"),
        (Changed(TALLY, "forms", {}), "contradicts itself"),
        (Changed(TALLY, "forms", {"0": FORM.model_dump()}), "form 0 is not what its name says"),
        (Changed(RECONCILIATION, "valid", 5), "6 sheets were counted, 5 are valid"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(changed: Changed, said: str) -> None:
    assert said in changed.refusal()
