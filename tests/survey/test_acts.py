import pytest

from store.projection import APPLY
from survey.acts import SAYINGS, say_act
from survey.language import speaking
from survey.plan import Role
from survey.spoken_day import spoken_moment
from survey.wording import say_role

MANY = 36_525
LARGE_FIGURES = (
    ("printed", {"procedure": "", "copies": MANY, "file": "phieu-001.pdf"}),
    ("paper", {"act": "issued", "count": MANY, "box": "", "note": ""}),
    ("explained", {"slug": "hand-count", "key": "", "expected": MANY, "found": 7, "reason": "r",
                   "people": ["A", "B"]}),
    ("sample-drawn", {"size": 7, "dossiers": MANY, "period": "2021", "seed": "1"}),
)  # fmt: skip


def test_every_kind_of_event_has_its_sentence() -> None:
    assert set(SAYINGS) == set(APPLY)


@pytest.mark.parametrize("body", [{}, {"procedure": []}, {"copies": 1}])
def test_an_event_that_does_not_fit_its_kind_is_named(body: dict[str, object]) -> None:
    assert "printed" in say_act("printed", body)
    assert "verify" in say_act("printed", body)


def test_days_and_hours_are_told_as_the_language_writes_them() -> None:
    frame = {"period": "2021", "frame": [["", "ho-tich", 7]], "source": "VP"}
    body = frame | {"as_of": "2021-12-01"}
    clock = {"before": "2026-11-24T01:25:38Z", "now": "2026-11-22T01:26:36Z"}
    with speaking("vi"):
        assert "(01/12/2021)" in say_act("sample-frame", body)
        assert "/11/2026 " in say_act("clock-set-back", clock)
    assert "(2021-12-01)" in say_act("sample-frame", body)


@pytest.mark.parametrize("written", ["", "yesterday", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_moment_is_told_as_it_is_written(written: str) -> None:
    assert spoken_moment(written) == written


def test_one_sheet_is_told_as_one() -> None:
    assert say_act("paper", {"act": "left", "count": 1, "box": "", "note": ""}) == (
        "1 unused sheet counted."
    )


def test_an_unknown_kind_is_named() -> None:
    assert "of the kind new" in say_act("new", {})


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("issued", "120 sheets issued for hom-1: Quầy 2"),
        ("spoilt", "120 sheets spoilt for hom-1: Quầy 2"),
        ("returned", "120 issued sheets brought back for hom-1: Quầy 2"),
        ("left", "120 unused sheets counted for hom-1: Quầy 2"),
    ],
)
def test_what_happens_to_paper_is_told(act: str, said: str) -> None:
    body = {"act": act, "count": 120, "box": "hom-1", "note": "Quầy 2"}
    assert say_act("paper", body) == said
    bare = body | {"box": "", "note": ""}
    assert say_act("paper", bare) == said.replace(" for hom-1: Quầy 2", ".")


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("role", Role)
def test_every_role_is_told_in_words(role: Role, language: str) -> None:
    with speaking(language):
        assert say_role(role) != role or role in {"chair", "secretary", "witness", "observer"}


def test_a_function_outside_an_opening_stands_as_written() -> None:
    assert say_role("Công chức Một cửa") == "Công chức Một cửa"


def test_what_people_settle_is_told() -> None:
    page = {"source_file": "a.jpg", "source_page": 2, "fate": "rescanned", "sheet": "AA11"}
    told = say_act("page-decision", page | {"reason": "đã quét lại"})
    assert told == (
        "a.jpg, page 2: decided «the sheet was scanned again and read (AA11)». Reason: đã quét lại"
    )
    sheet = {"sheet": "AA11", "ground": "S5", "reason": "giống hệt"}
    assert say_act("sheet-decision", sheet) == (
        "Sheet AA11: decided invalid, it is a copy of another sheet. Reason: giống hệt"
    )
    assert "decided valid" in say_act("sheet-decision", sheet | {"ground": ""})


def test_a_risk_is_told_in_per_cent_and_damage_is_named() -> None:
    body = {"recheck": "phuc-tra-1", "sheets": 20, "risk": "0.043000", "verdict": "stop"}
    with speaking("vi"):
        assert "4,30 %" in say_act("recheck-result", body)
    assert "verify" in say_act("recheck-result", body | {"risk": "viel"})


@pytest.mark.parametrize(("kind", "body"), LARGE_FIGURES)
def test_large_figures_are_written_as_the_language_does(kind: str, body: dict[str, object]) -> None:
    assert "36,525" in say_act(kind, body)
    with speaking("vi"):
        assert "36.525" in say_act(kind, body)


def test_two_numbers_in_a_sentence_are_told_without_plurals() -> None:
    body = {"pages": 1, "files": 1, "flags": 1, "reader": 18, "bound": {}}
    assert say_act("batch", body) == (
        "Scans taken in by reading rules 18: pages 1, files 1; questions that waited for people: 1."
    )
    units = {"id": "2021-10-1", "period": "2021-10", "seed": "31415", "units": ["A"]}
    assert say_act("recheck-drawn", units).startswith("2021-10-1: 1 sheet of 2021-10 drawn")
