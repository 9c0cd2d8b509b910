"""Bundles of invented units, as ``bundle export`` writes them, without their survey folders."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

from bundles.archive import HEAD, RECONCILIATION, TALLY, archive_bytes, json_bytes
from bundles.contents import (
    FORMAT,
    BundleForm,
    BundleHead,
    BundleReconciliation,
    BundleTally,
    form_id,
)
from bundles.signature import public_key

FORM = BundleForm(
    scale=tuple((choice, f"mức {choice}", choice in "54") for choice in "54321"),
    questions=tuple((f"q{number}", f"Câu {number}", "a") for number in range(1, 9)),
    factors=(("a", "Yếu tố"),),
)
FIELDS = (("ho-tich", "Hộ tịch"), ("chung-thuc", "Chứng thực"), ("unknown", "không xác định"))


@dataclass(frozen=True, slots=True)
class InventedUnit:
    """A unit with a key of its own and a bundle to hand up."""

    code: str
    sheets: int = 40
    period: str = "2024"
    events: int = 100
    seed: int = 0
    form: BundleForm = FORM
    fields: tuple[tuple[str, str], ...] = FIELDS

    @property
    def secret(self) -> bytes:
        return self.code.encode().ljust(32, b"-")

    @property
    def key(self) -> str:
        return public_key(self.secret)

    @property
    def head(self) -> BundleHead:
        return BundleHead(
            format=FORMAT,
            program="0.1.0",
            unit=self.code,
            unit_name=f"UBND xã {self.code}",
            survey="khao-sat",
            title="Khảo sát",
            document="",
            plan_sha256="0" * 64,
            period=self.period,
            made_at="2024-12-25T01:00:00Z",
            head=f"{self.events:064x}",
            events=self.events,
            grounds=("S1",),
        )

    @property
    def tally(self) -> BundleTally:
        """Every sheet answers every question, at random."""
        dice, counted = Random(f"{self.code}{self.seed}"), Counter[tuple[str, ...]]()
        for _sheet in range(self.sheets):
            field, _name = dice.choice(self.fields)
            for question, _words, _factor in self.form.questions:
                choice = dice.choice([step[0] for step in self.form.scale] + [""])
                status = "answered" if choice else "blank"
                counted["paper", form_id(self.form), field, question, status, choice] += 1
        return BundleTally(
            forms={form_id(self.form): self.form},
            fields=self.fields,
            cells=tuple((*key, n) for key, n in sorted(counted.items())),  # type: ignore[misc]
        )

    @property
    def members(self) -> dict[str, bytes]:
        found = BundleReconciliation(
            openings=(), read=self.sheets, valid=self.sheets, invalid=0, imported=0, differences=()
        )
        return {
            HEAD: json_bytes(self.head.model_dump()),
            TALLY: json_bytes(self.tally.model_dump()),
            RECONCILIATION: json_bytes(found.model_dump()),
        }

    def bundle(self) -> bytes:
        return archive_bytes(self.members, self.secret)

    def later(self) -> "InventedUnit":
        """The same after a correction: other answers, more events."""
        return replace(self, seed=self.seed + 1, events=self.events + 10)


def units_table(units: Iterable[InventedUnit]) -> str:
    """The table of units that the office above takes in, as CSV."""
    rows = (f"{unit.code};UBND xã {unit.code};{unit.key}" for unit in units)
    return "\n".join(["Mã đơn vị;Tên đơn vị;Khóa", *rows])
