"""The start page: every part of the survey, begun from the browser and followed there."""

from datetime import date
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, RedirectResponse, Response

from review.chores import CHORES, INBOX, OPENING_FILE
from review.doors import SEE_OTHER, Visit
from review.workbench import Workbench
from steps.next_act import next_act, yearly_report
from steps.open_box import likely_period
from steps.session import Session
from steps.unfinished import find_still_open
from survey.language import _

ROOMS = ("printed", "reports")
"""Folders of the survey whose files a seated person may open in the browser."""
NEWEST_FILES = 8


async def show_start(visit: Visit) -> Response:
    """What can be begun, what usually comes next, and the newest files."""
    session = visit.desk.session
    agreement = await visit.desk.agreements.newest(session)
    still_open = find_still_open(session)
    return visit.show(
        "start.html",
        agreement=agreement,
        flags=still_open.questions,
        lines=still_open.lines,
        pages_open=still_open.pages,
        next_command=next_act(session, agreement.reconciliation, still_open.for_review)[0],
        yearly_report=yearly_report(session.plan),
        likely_period=likely_period(session.plan, date.today()),
        openings=agreement.openings,
        opening_file=session.folder.path.absolute() / OPENING_FILE,
        inbox=session.folder.path.absolute() / INBOX,
        files={room: _newest_files(session, room) for room in ROOMS},
        work=_bench(visit).newest,
    )


async def begin_chore(visit: Visit) -> Response:
    """Begin what the form asks for, and go to where it can be followed."""
    said, prepare = CHORES.get(visit.place("chore"), ("", None))
    if prepare is None:
        raise HTTPException(404)
    _bench(visit).begin(_(said), prepare(visit.form))
    return RedirectResponse("/chores", SEE_OTHER)


async def show_chore(visit: Visit) -> Response:
    """How far the newest work is; the page asks again by itself while it goes on."""
    work = _bench(visit).newest
    if work is None:
        return RedirectResponse("/", SEE_OTHER)
    return visit.show("chore.html", work=work)


async def send_file(visit: Visit) -> Response:
    """A file that the program wrote, to look at or to print."""
    room, name = visit.place("room"), visit.place("name")
    known = _files(visit.desk.session, room) if room in ROOMS else []
    found = next((file for file in known if file.name == name), None)
    if found is None:
        raise HTTPException(404)
    return FileResponse(found, filename=name)


def _bench(visit: Visit) -> Workbench:
    bench: Workbench = visit.request.app.state.bench
    return bench


def _newest_files(session: Session, room: str) -> list[Path]:
    files = sorted(_files(session, room), key=lambda file: file.stat().st_mtime, reverse=True)
    return files[:NEWEST_FILES]


def _files(session: Session, room: str) -> list[Path]:
    folder = session.folder.path / room
    return [file for file in folder.iterdir() if file.suffix in {".pdf", ".docx", ".xlsx", ".txt"}]
