"""What goes into the annual report: hidden like every published table."""

from steps.annual_facts import annual_facts
from steps.session import open_session
from survey.errors import ExitStatus
from survey.period import Period
from tests.conftest import SHEETS
from tests.office import Office


def test_no_small_cell_reaches_the_annual_report(scanned: Office) -> None:
    with open_session(scanned.path) as session:
        facts = annual_facts(session, Period.parse("2021"))
    assert facts.sheets_collected == SHEETS
    assert [entry.sheets for entry in facts.periods] == [SHEETS]
    for row in (*facts.questions, *facts.fields):
        told = (*row.counts, row.blank, row.multiple, row.unclear, row.sheets)
        assert not any(figure is not None and 0 < figure < 5 for figure in told)
    assert any(None in row.counts for row in facts.questions)
    assert facts.not_identified is None


def test_what_is_open_belongs_to_the_report_of_its_own_year(scanned: Office) -> None:
    one_more = scanned.simulate(scanned.print_sheets("--copies", 1), "them")
    scanned.scan(one_more, "--opening", "2021-10-hom-1-1")
    with open_session(scanned.path) as session:
        own, next_year = (annual_facts(session, Period.parse(year)) for year in ("2021", "2022"))
    assert own.flags_waiting == scanned.status()["flags_waiting"] > 0
    assert own.differences
    assert not own.reconciled
    assert (next_year.flags_waiting, next_year.differences, next_year.reconciled) == (0, (), True)


def test_procedures_with_few_sheets_are_not_named(scanned: Office) -> None:
    with open_session(scanned.path) as session:
        facts = annual_facts(session, Period.parse("2021"))
    assert facts.top_procedures is not None
    assert (facts.top_procedures.names, facts.top_procedures.sheets) == ((), None)


def test_a_year_in_which_nobody_surveys_has_no_report(scanned: Office) -> None:
    told = scanned.run("report", "annual", "--period", "2022")
    assert (told.status, "not in 2022" in told.err) == (ExitStatus.USER_CAN_MEND, True)
