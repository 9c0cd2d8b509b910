"""The server: on this machine only, until Ctrl-C."""

import socket
import threading
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import suppress

import uvicorn

from review.agreement import OpenSession
from review.app import build_app, doors
from review.desk import Entry
from review.looks import say_seat
from review.seats import Seats
from survey.errors import RequestError
from survey.fault import say_fault
from survey.language import _

THIS_MACHINE = "127.0.0.1"


def serve(
    open_session: OpenSession,
    port: int,
    tell: Callable[[str, Mapping[str, str]], None],
    *,
    browser: bool,
) -> None:
    """Serve the review page until it is interrupted.

    Args:
        open_session: opens the survey, on the thread of the server.
        port: where to listen; 0 takes a free one.
        tell: told the address and the codes of the seats once nobody else can have the port.
        browser: also open the page in the browser of this machine.

    Raises:
        RequestError: another program has the port.
    """
    with _listen(port) as listening:
        entry, seats = Entry(listening.getsockname()[1]), Seats()
        app = build_app(open_session, seats, entry, doors())
        settings = uvicorn.Config(
            app,
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="on",
            log_level="error",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        tell(entry.address, {say_seat(turn): code for turn, code in seats.codes.items()})
        if browser:
            threading.Thread(target=webbrowser.open, args=(entry.address,), daemon=True).start()
        with suppress(KeyboardInterrupt):  # uvicorn has closed everything by then
            uvicorn.Server(settings).run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    """The port, taken: whoever comes before the server is up waits instead of being turned away."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.bind((THIS_MACHINE, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise RequestError(
            _(
                "port {port} cannot be used ({reason}); choose another one with --port, or none",
                port=port,
                reason=say_fault(error),
            )
        ) from error
    return listening
