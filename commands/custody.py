"""Paper, box and record: who did what, and is it untouched?"""

import os
from datetime import datetime
from pathlib import Path

import click

from commands.options import (
    did_option,
    file_path,
    json_option,
    note_option,
    output_path,
    role_option,
    say_next,
)
from survey.errors import ExitStatus
from survey.language import _, later
from terminal.bundles import say_verified_bundle
from terminal.results import (
    say_document,
    say_log,
    say_verified,
)
from terminal.screen import progress_bar, say, say_json
from terminal.spoken import SpokenCommand, option


@click.command(
    cls=SpokenCommand,
    name="paper",
    help=later("Write down sheets issued, spoilt, brought back or left over."),
    examples=('paper issued 40 --box hom-1 --by "Lê Thị Hạnh" --role "Công chức Một cửa"',),
)
@click.argument("act", type=click.Choice(["issued", "spoilt", "returned", "left"]))
@click.argument("count", type=click.IntRange(0, 1_000_000))
@did_option
@role_option
@option("--box", default="", metavar="ID", help=later("The box they are meant for."))
@note_option
@click.pass_obj
def paper_command(
    folder: Path, act: str, count: int, person: str, role: str, box: str, note: str
) -> None:
    from steps.custody import Doer, PaperAct, record_paper
    from steps.session import open_session

    with open_session(folder) as session:
        record_paper(session, PaperAct(act), count, box, Doer(person, role, note))
    say(_("Recorded."))
    say_next("log", "--kind", "paper")


@click.command(
    cls=SpokenCommand,
    name="seal",
    help=later("Write down that a box was sealed, outside an opening."),
    examples=('seal hom-1 0123 --by "Phạm Thị Dung" --role "Văn phòng UBND phường"',),
)
@click.argument("box")
@click.argument("number")
@did_option
@role_option
@note_option
@click.pass_obj
def seal_command(folder: Path, box: str, number: str, person: str, role: str, note: str) -> None:
    from steps.custody import Doer, record_seal
    from steps.session import open_session

    with open_session(folder) as session:
        record_seal(session, box, number, Doer(person, role, note))
    say(_("Recorded."))
    say_next("paper", "issued", "COUNT", "--box", box, "--by", "NAME", "--role", "TEXT")


@click.command(
    cls=SpokenCommand,
    name="open-box",
    help=later("Record the opening of a box and write its minutes."),
    examples=("open-box --from mo-hom.toml",),
)
@option("--from", "file", type=file_path, metavar="FILE.toml",
        help=later("The opening as written down; without it every step is asked."))  # fmt: skip
@option("--save", type=output_path, metavar="FILE.toml",
        help=later("Also keep the answers in this file."))  # fmt: skip
@option("--corrects", default="", metavar="ID",
        help=later("A new version of that opening; give --reason and --by twice."))  # fmt: skip
@option("--reason", default="", metavar="TEXT", help=later("Why it is corrected."))
@option("--by", "people", multiple=True, metavar="NAME",
        help=later("Who answers for the correction; twice."))  # fmt: skip
@click.pass_obj
def open_box_command(
    folder: Path,
    file: Path | None,
    save: Path | None,
    corrects: str,
    reason: str,
    people: tuple[str, ...],
) -> None:
    from steps.correction import name_correction
    from steps.next_act import next_after_opening
    from steps.open_box import correct_opening, read_opening_file, record_opening
    from steps.session import open_session
    from terminal.opening_dialog import ask_opening

    correction = name_correction(corrects, reason, people)
    with open_session(folder) as session:
        if file is None:
            opening = ask_opening(session, correction, save)
        else:
            opening = read_opening_file(session, file, correction)
        if correction is None:
            opened = record_opening(session, opening)
        else:
            opened = correct_opening(session, opening, correction)
    say(_("Opening recorded: {opening}", opening=opened.opening_id))
    if opened.other_seal:
        say(opened.other_seal)
    say(_("Minutes to sign: {file}", file=opened.minutes))
    say_next(*next_after_opening(opened))


@click.command(
    cls=SpokenCommand,
    name="instruct",
    help=later("Record what was instructed about a box left closed."),
    examples=(
        'instruct 2021-10-hom-2-1 "Cho mở hòm, có Công an chứng kiến" '
        '--by "Trần Thị Bích" --role "Thư ký"',
    ),
)
@click.argument("opening", metavar="ID")
@click.argument("text")
@option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"]), metavar="TIME",
        help=later("When, such as 2021-10-29T16:30; now without it."))  # fmt: skip
@did_option
@role_option
@click.pass_obj
def instruct_command(
    folder: Path, opening: str, text: str, at: datetime | None, person: str, role: str
) -> None:
    from steps.custody import Doer
    from steps.instruct import Answer, record_instruction
    from steps.session import open_session
    from survey.period import VIETNAM_TIME

    now = datetime.now(VIETNAM_TIME).replace(microsecond=0)
    answer = Answer(text, at.replace(tzinfo=VIETNAM_TIME) if at else now)
    with open_session(folder) as session:
        minutes = record_instruction(session, opening, answer, Doer(person, role))
    say(_("Minutes to sign: {file}", file=minutes))
    say_next("open-box")


@click.command(
    cls=SpokenCommand,
    name="log",
    help=later("The journal in plain words, the newest last."),
    examples=(
        "log",
        "log --kind paper",
    ),
)
@option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
        help=later("Only from this day on, such as 2021-10-29."))  # fmt: skip
@option("--kind", default="", metavar="KIND", help=later("Only events of this kind."))
@json_option
@click.pass_obj
def log_command(folder: Path, since: datetime | None, kind: str, as_json: bool) -> None:
    from steps.log import log_json, read_log
    from steps.session import open_session

    with open_session(folder) as session:
        lines = read_log(session, since.date() if since else None, kind)
        if as_json:
            say_json([log_json(line) for line in lines])
        else:
            say_log(lines)


@click.command(
    cls=SpokenCommand,
    name="verify",
    help=later("Is the record whole and untouched?"),
    examples=(
        "verify",
        "verify --emit xac_minh.py",
    ),
)
@click.argument("path", required=False, type=file_path, metavar="[FOLDER|BUNDLE.zip|FILE]")
@option("--head", "heads", multiple=True, metavar="HEAD",
        help=later("The head on signed paper: its 16 digits, or a scan of it."))  # fmt: skip
@option(
    "--emit",
    type=output_path,
    is_flag=False,
    flag_value="xac_minh.py",
    metavar="[FILE]",
    help=later("Only write the independent verifier, which needs nothing but Python."),
)
@option("--pixels", is_flag=True,
        help=later("Also read the kept originals again and compare."))  # fmt: skip
@option("--workers", type=click.IntRange(1, 256), metavar="N",
        help=later("Processes that read; all cores without it."))  # fmt: skip
@json_option
@click.pass_obj
def verify_command(
    folder: Path,
    path: Path | None,
    heads: tuple[str, ...],
    emit: Path | None,
    pixels: bool,
    workers: int | None,
    as_json: bool,
) -> int:
    from steps.emit_verifier import emit_verifier
    from steps.printed_head import read_heads
    from steps.verify import Asked, verified_json, verify_folder

    if emit:
        emit_verifier(emit)
        say(_("Independent verifier written; run: python3 {file} FOLDER", file=emit))
        say_next("verify")
        return ExitStatus.DONE
    if path and path.suffix.lower() == ".zip":
        return _verify_bundle(path, as_json)
    if path and path.suffix and not path.is_dir():
        return _verify_document(folder, path, as_json)
    asked = Asked(read_heads(heads), pixels, workers or os.cpu_count() or 1)
    with progress_bar(_("Verifying"), is_needed=pixels) as bar:
        verified = verify_folder(path or folder, asked, bar)
    if as_json:
        say_json(verified_json(verified))
    else:
        say_verified(verified)
        if not verified.findings:
            say_next("status")
    return ExitStatus.RECORD_DIFFERS if verified.findings else ExitStatus.DONE


def _verify_document(folder: Path, file: Path, as_json: bool) -> int:
    """Compare one document with the record."""
    from steps.session import open_session
    from steps.verify_document import document_json, verify_document

    with open_session(folder) as session:
        verdict = verify_document(session, file)
    if as_json:
        say_json(document_json(verdict))
    else:
        say_document(verdict)
    return ExitStatus.RECORD_DIFFERS if verdict.findings else ExitStatus.DONE


def _verify_bundle(file: Path, as_json: bool) -> int:
    from steps.verify_bundle import verified_bundle_json, verify_bundle

    verified = verify_bundle(file)
    if as_json:
        say_json(verified_bundle_json(verified))
    else:
        say_verified_bundle(verified)
        if verified.bundle:
            say_next("bundle", "add", file)
    return ExitStatus.RECORD_DIFFERS if verified.findings else ExitStatus.DONE
