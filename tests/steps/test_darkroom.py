"""Originals are opened for people to look at in a process that may end."""

from pathlib import Path

import pytest

from steps import readers
from steps.darkroom import Darkroom
from steps.session import open_session
from survey.errors import PageError
from tests.office import Office
from tests.steps.test_readers import begin_ill


def original_of(office: Office) -> Path:
    return min((office.path / "scans").iterdir())


def test_a_process_that_cannot_begin_is_tried_again(
    scanned: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_session(scanned.path) as session:
        darkroom = Darkroom(session)
        with monkeypatch.context() as ill:
            ill.setattr(readers, "serve_tasks", begin_ill)
            with pytest.raises(PageError, match="ended a process"):
                darkroom.develop(original_of(scanned), 1)
        image = darkroom.develop(original_of(scanned), 1)
        darkroom.close()
        darkroom.close()
    assert image is not None
    assert image.number == 1


def test_a_page_that_is_not_there_has_no_picture(scanned: Office) -> None:
    with open_session(scanned.path) as session:
        darkroom = Darkroom(session)
        assert darkroom.develop(original_of(scanned), 99) is None
        darkroom.close()
