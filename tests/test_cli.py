"""The command line itself: help, languages, exit statuses, and what is said when a thing is off."""

import os
import re
import subprocess
import sys
from gettext import NullTranslations
from pathlib import Path

import click
import pytest

import cli
from survey import language
from survey.errors import ExitStatus
from survey.version import VERSION
from terminal.placeholders import PLACEHOLDERS
from tests.office import Office, begin, run

COMMANDS = tuple(cli.cli.commands)
COUNTED = ("answered", "blank", "multiple", "unclear")
HOM_PHIEU = Path(sys.executable).with_name("hom-phieu")


class EverySentence(NullTranslations):
    """A catalogue that has a sentence for everything."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"


@pytest.fixture
def all_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "read_catalogue", EverySentence)


def hom_phieu(*words: object, **settings: str) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own."""
    return subprocess.run(
        [HOM_PHIEU, *map(str, words)],
        env=os.environ | settings,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


# --- help ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help_in_english(command: str) -> None:
    told = run("--lang", "en", command, "--help")
    assert told.status == 0
    assert told.out.startswith(f"Usage: hom-phieu {command}")
    assert cli.cli.commands[command].help
    for param in cli.cli.commands[command].params:
        if isinstance(param, click.Option):
            assert param.help, param.name
            assert max(param.opts, key=len) in told.out


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.usefixtures("all_translated")
def test_every_sentence_of_help_goes_through_the_catalogue(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")  # another width breaks lines within «free-text»
    told = run("--lang", "vi", command, "--help")
    words = " ".join(told.out.split())
    said = cli.cli.commands[command]
    helps = [param.help for param in said.params if isinstance(param, click.Option) and param.help]
    for sentence in (said.help or "", *helps, "Usage:", "Options", "Show this help."):
        assert f"«{sentence}»" in words, sentence


@pytest.mark.usefixtures("all_translated")
def test_the_list_of_commands_goes_through_the_catalogue() -> None:
    told = run("--lang", "vi", "--help")
    words = " ".join(told.out.split())
    for command in cli.cli.commands.values():
        assert f"«{command.help}»"[:30] in words
    assert "«Commands»" in told.out
    assert "«Show the version.»" in told.out


def test_the_commands_stand_in_the_order_of_a_survey() -> None:
    told = run("--lang", "en", "--help").out
    places = [told.index(f"\n  {command} ") for command in ("init", "print", "scan", "report")]
    assert places == sorted(places)


def test_without_a_command_the_help_is_shown_and_the_status_says_usage() -> None:
    told = run()
    assert told.status == ExitStatus.USAGE
    assert "open-box" in told.err


def test_the_version_is_that_of_the_distribution() -> None:
    assert run("--version").out == f"Hòm Phiếu {VERSION}\n"


def test_help_and_completion_wait_for_nothing_that_commands_need() -> None:
    slow = {"pydantic", "numpy", "PIL", "tally.index", "store.record"}
    asked = f"import sys, cli; sys.exit(not {slow!r}.isdisjoint(sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


# --- languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "variable", "spoken"),
    [
        ((), "", "vi"),
        ((), "en", "en"),
        ((), "fr", "vi"),
        (("--lang", "en"), "vi", "en"),
        (("--lang=vi",), "en", "vi"),
    ],
)
@pytest.mark.usefixtures("all_translated")
def test_the_language_is_vietnamese_unless_asked(
    words: tuple[str, ...], variable: str, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cli.LANGUAGE_VARIABLE, variable)
    told = run(*words, "plans")
    assert told.out.splitlines()[-1].startswith("«Next" if spoken == "vi" else "Next")


def test_a_command_leaves_the_language_as_it_was() -> None:
    run("--lang", "vi", "plans")
    assert language.chosen_language() == "en"


def test_an_unknown_language_is_a_usage_error_that_names_the_known_ones() -> None:
    told = run("--lang", "fr", "plans")
    assert told.status == ExitStatus.USAGE
    assert "vi, en" in told.err


def test_grounds_are_shown_as_they_are_written_and_typed_in_any_case() -> None:
    assert "{S1|S2|S4|S5}" in run("--lang", "en", "invalid", "--help").out
    told = run("--lang", "en", "invalid", "X", "s9", "--by", "An", "--reason", "x").err
    assert "must be one of: S1, S2, S4, S5" in told


# --- usage ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no-such",), "no-such"),
        (("print", "--no-such"), "--no-such"),
        (("print", "--copies"), "--copies needs a value"),
        (("print", "--copies", "0"), "--copies must be a number of 1 or more"),
        (("print", "--copies", "two"), "--copies must be a number of 1 or more"),
        (
            ("simulate", "x.pdf", "-o", "y", "--dpi", "9000"),
            "--dpi must be a number from 75 to 600",
        ),
        (("simulate", "x.pdf", "-o", "y", "--seed", "-1"), "--seed must be a number of 0 or more"),
        (("simulate", "x.pdf", "-o", "y", "--blank", "2"), "--blank must be a number from 0 to 1"),
        (("paper", "issued", "-o"), "there is no option -o"),
        (("paper", "issued", "9" * 20), "COUNT must be a number from 0 to 1,000,000"),
        (("settle", "a.pdf", "9" * 20), "N must be a number from 1 to 1,000,000"),
        (("instruct", "ID", "text", "--at", "now"), "--at must be a time such as 2021-10-29T16:30"),
        (("simulate", "x.pdf"), "--output is missing"),
        (("tally", "--by", "colour"), "--by must be one of: question, factor"),
        (("decide", "SHEET", "q1"), "VALUE is missing"),
        (("decide", "SHEET", "q1", "5", "--by", "An"), "--reason is missing"),
        (("scan",), "PATH... is missing"),
        (("status", "now"), "a word too many"),
        (("export", "everything"), "WHAT must be one of: answers, pages, boxes"),
        (("-C",), "-C needs a value"),
        (("scan", ""), "PATH... must not be empty"),
        (("export", "pages", "-o", ""), "--output must not be empty"),
        (("status", "--json=yes"), "--json takes no value"),
        (("status", "--help=yes"), "--help takes no value"),
    ],
)
def test_a_usage_error_says_what_is_wrong_and_where_help_is(
    words: tuple[str, ...], said: str
) -> None:
    told = run("--lang", "en", *words)
    assert told.status == ExitStatus.USAGE
    assert said in told.err
    command = words[0] if words[0] in COMMANDS else ""
    assert told.err.splitlines()[-1] == " ".join(f"Help: hom-phieu {command} --help".split())
    assert told.out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("recheck", "draw", "--margin", "0.02"), "--period is missing"),
        (("recheck", "draw", "--period", "2021-10"), "is needed: --margin, --error-rate"),
        (
            ("recheck", "draw", "--period", "2021-10", "--margin", "0.1", "--error-rate", "0.1"),
            "is needed: --margin, --error-rate",
        ),
        (
            ("sample", "draw", "--period", "2021-10", "--seed", "31415926535897932384"),
            "is needed: --error, --size",
        ),
    ],
)
def test_options_of_which_one_is_needed_are_named(
    printed: Office, words: tuple[str, ...], said: str
) -> None:
    told = run("--lang", "en", "-C", printed.path, *words)
    assert told.status == ExitStatus.USAGE
    assert said in told.err


@pytest.mark.parametrize("command", COMMANDS)
def test_what_an_argument_stands_for_is_said_in_the_chosen_language(command: str) -> None:
    for param in cli.cli.commands[command].params:
        if isinstance(param, click.Argument):
            words = set(re.findall("[A-Z]{3,}", param.human_readable_name))
            assert words <= PLACEHOLDERS


@pytest.mark.usefixtures("all_translated")
@pytest.mark.parametrize(
    "words", [("no-such",), ("print", "--copies", "0"), ("tally", "--by", "x"), ("status", "now")]
)
def test_usage_errors_go_through_the_catalogue(words: tuple[str, ...]) -> None:
    told = run("--lang", "vi", *words)
    assert all("«" in line for line in told.err.splitlines())


# --- statuses -------------------------------------------------------------------------------------


def test_status_0_when_done(tmp_path: Path) -> None:
    assert run("init", tmp_path / "khao-sat").status == ExitStatus.DONE


@pytest.mark.parametrize(
    "command",
    [
        ("print",),
        ("status",),
        ("tally",),
        ("scan", "x.jpg"),
        ("verify",),
        ("export", "answers"),
        ("report", "annual"),
        ("open-box", "--from", "x.toml"),
        ("decide", "A", "q1", "5", "--by", "An", "--reason", "rõ"),
        ("simulate", "x.pdf", "-o", "y"),
    ],
)
def test_status_1_outside_a_survey_folder_with_what_to_do(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    told = run("--lang", "en", "-C", tmp_path, *command)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert str(tmp_path) in told.err
    assert "hom-phieu init DIR" in told.err


def test_status_1_names_what_where_and_what_next(tmp_path: Path) -> None:
    office = begin(tmp_path / "khao-sat")
    for words, said in (
        (("print", "--procedure", "9.999999"), "9.999999"),
        (("init", office.path), "is a survey already; choose a new folder name"),
        (("init", tmp_path / "x", "--plan", "no-such"), "van-phuc-2021"),
        (("layout", "no-such"), "phu-luc-1"),
        (("scan", tmp_path / "no-such.jpg"), "no-such.jpg"),
        (("scan", tmp_path / "khao-sat/reports"), "there is no scan"),
        (("open-box", "--from", tmp_path / "no-such.toml"), "no-such.toml"),
        (("simulate", tmp_path / "no-such.pdf", "-o", tmp_path / "y"), "no-such.pdf"),
        (("tally", "--period", "10-2021"), "10-2021 is not a period; write a month 2021-10"),
        (("report", "annual", "--period", "2021-10"), "such as 2021"),
        (("report", "minutes"), "no opening"),
        (("report", "minutes", "--opening", "2021-10-hom-9-1"), "2021-10-hom-9-1"),
        (("export", "pages", "--format", "parquet"), "-o FILE.parquet"),
        (("export", "pages", "-o", tmp_path / "no" / "x.csv"), "x.csv"),
        (("print", "-o", Path(__file__) / "x.pdf"), "there is no folder"),
    ):
        told = office.run(*words)
        assert told.status == ExitStatus.USER_CAN_MEND, words
        assert said in told.err, words
        assert told.out == "", words


def test_status_1_names_every_mistake_of_an_edited_plan(tmp_path: Path) -> None:
    office = begin(tmp_path / "khao-sat")
    plan = office.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    text = text.replace("year = 2021", 'year = "2021"').replace("deciders = 2", "deciders = 7")
    plan.write_text(text, encoding="utf-8")
    told = office.run("status")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "survey.toml has 2 mistake(s)" in told.err
    assert "survey.year" in told.err
    assert "review.deciders" in told.err


def test_status_70_keeps_the_trace_in_a_file_and_shows_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_text: str, _name: str) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("survey.plan.parse_plan", break_down)
    told = run("--lang", "en", "plans")
    assert told.status == ExitStatus.BUG
    assert "Traceback" not in told.err
    assert cli.BUG_REPORT in told.err
    assert "ZeroDivisionError: planted" in (tmp_path / cli.BUG_REPORT).read_text(encoding="utf-8")


def test_status_130_when_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_text: str, _name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("survey.plan.parse_plan", interrupt)
    told = run("--lang", "en", "plans")
    assert told.status == ExitStatus.INTERRUPTED
    assert "Repeat the command" in told.err


# --- in a process of its own ----------------------------------------------------------------------


def test_the_installed_command_runs_from_any_folder(tmp_path: Path) -> None:
    made = hom_phieu("--lang", "en", "init", tmp_path / "khao-sat")
    assert made.returncode == 0
    assert (tmp_path / "khao-sat" / "survey.db").is_file()
    assert hom_phieu("-C", tmp_path, "status", HOM_PHIEU_LANG="en").returncode == 1
    assert hom_phieu("no-such").returncode == 2


def test_vietnamese_is_written_as_utf_8_whatever_the_system_prefers() -> None:
    told = hom_phieu("plans", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert told.returncode == 0
    assert "Vạn Phúc" in told.stdout


def test_a_name_that_is_no_text_is_no_bug(tmp_path: Path) -> None:
    told = subprocess.run([HOM_PHIEU, "-C", os.fsencode(tmp_path) + b"/\xff\xfe", "status"],
                          capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert told.returncode == ExitStatus.USER_CAN_MEND
    assert "\\udcff" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("words", "first"),
    [("--lang en export boxes", "source_file,"), ("--lang en tally --by procedure", "Results")],
)
def test_a_reader_that_has_seen_enough_is_no_error(scanned: Office, words: str, first: str) -> None:
    command = f"cd '{scanned.path}'; '{HOM_PHIEU}' {words} | head -n 1"
    told = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True,
                          encoding="utf-8", check=False)  # fmt: skip
    assert told.stdout.startswith(first)
    assert (told.returncode, told.stderr) == (ExitStatus.DONE, "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_command_without_output_does_its_work(printed: Office, closed: str) -> None:
    command = f"'{HOM_PHIEU}' -C '{printed.path}' export pages -o '{printed.path}/a.csv' {closed}"
    assert subprocess.run(command, shell=True, check=False).returncode == ExitStatus.DONE
    assert (printed.path / "a.csv").read_text().startswith("source_file,")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("words", ["tally", "export answers", "export pages", "layout"])
def test_a_full_disk_behind_standard_output_is_no_bug(scanned: Office, words: str) -> None:
    command = f"'{HOM_PHIEU}' --lang en -C '{scanned.path}' {words} > /dev/full"
    told = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8",
                          check=False)  # fmt: skip
    said = (told.returncode, told.stderr)
    assert said == (
        ExitStatus.USER_CAN_MEND,
        "The output cannot be written: the disk is full\n",
    )


# --- tables ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 160])
@pytest.mark.parametrize("by", ["question", "procedure", "box"])
def test_every_figure_of_the_results_is_whole_at_any_width(
    scanned: Office, by: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    table = scanned.run("tally", "--by", by).out.splitlines()
    rows = scanned.run("tally", "--by", by, "--json").json["rows"]
    for line, row in zip(table[3:], rows, strict=False):
        figures = [*row["counts"].values(), *(row[name] for name in COUNTED)]
        share = 1 if row["satisfied"] is None else 2  # «–», or «83.94 %»
        assert line.split()[-share - len(figures) : -share] == [str(figure) for figure in figures]
        assert len(line) <= max(width, 80)


def test_long_questions_are_cut_visibly_at_80_columns(
    scanned: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = scanned.run("tally").out.splitlines()
    assert lines[3].startswith("Câu 1. Cơ sở")
    assert "…" in lines[3]


def test_figures_are_written_in_the_chosen_language(
    scanned: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    english = scanned.run("tally").out
    vietnamese = run("--lang", "vi", "-C", scanned.path, "tally").out
    assert any(f"{n}.{d:02} %" in english for n in range(101) for d in range(100))
    assert any(f"{n},{d:02} %" in vietnamese for n in range(101) for d in range(100))
    assert not any(f"{n},{d:02} %" in english for n in range(101) for d in range(100))


def test_ctrl_c_after_all_is_done_no_longer_changes_how_it_ended() -> None:
    late = (
        "import atexit, os, signal, cli; "
        "atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT)); "
        "cli.main(['plans'])"
    )
    ended = subprocess.run([sys.executable, "-c", late], capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (ExitStatus.DONE, b"")
