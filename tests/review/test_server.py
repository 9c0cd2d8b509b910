"""The server: on this machine only, on a port that nobody else has, until it is interrupted."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from review.server import THIS_MACHINE
from survey.errors import ExitStatus
from tests.office import Office

ROOT = Path(__file__).resolve().parents[2]


def test_a_port_in_use_is_told(scanned: Office) -> None:
    with socket.socket() as taken:
        taken.bind((THIS_MACHINE, 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = scanned.run("review", "--no-browser", "--port", port)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert f"port {port} cannot be used (another program is using it)" in told.err


@pytest.mark.skipif(os.name != "posix", reason="interrupted by a POSIX signal")
def test_it_serves_until_it_is_interrupted(scanned: Office) -> None:
    words = ("--lang", "en", "-C", str(scanned.path), "review", "--no-browser")
    command = [sys.executable, "-u", "-m", "cli", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            told = [server.stdout.readline() for _line in range(6)]
            (address,) = re.findall(r"http://127\.0\.0\.1:\d+/start\?token=\S+", told[0])
            with httpx2.Client(follow_redirects=True, timeout=20) as browser:
                assert "Take your seat" in browser.get(address).text
            server.send_signal(signal.SIGINT)
            rest, _err = server.communicate(timeout=30)
        finally:
            server.kill()
    assert "questions wait for people" in rest
    assert server.returncode == ExitStatus.PEOPLE_NEEDED
    assert scanned.run("verify").status == ExitStatus.DONE
