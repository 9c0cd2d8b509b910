"""The ten minutes of the READMEs, line by line as they stand there."""

import shlex
import webbrowser
from pathlib import Path

import click
import pytest
import uvicorn

from survey.errors import ExitStatus
from terminal import first_questions
from tests.office import run
from tools.first_steps import ANSWERS, first_steps

NAMES = {"phuong-toi": "my-ward", "ban-quet": "scanned"}
"""Folders that a newcomer names, in the Vietnamese README and in the English one."""


def test_the_first_steps_lead_to_phu_luc_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(ANSWERS.splitlines())
    monkeypatch.setattr(first_questions, "can_ask", lambda: True)
    monkeypatch.setattr(click, "prompt", lambda *_words, **_settings: next(answers))
    monkeypatch.setattr(uvicorn.Server, "run", lambda *_words, **_settings: None)
    monkeypatch.setattr(webbrowser, "open", lambda _address: None)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    monkeypatch.setattr("reports.office.to_pdf", lambda _document: None)
    monkeypatch.chdir(tmp_path)
    install, *steps = first_steps("README.md")
    assert install == "pipx install ."
    for line in steps:
        program, *words = shlex.split(line)
        if program == "cd":
            monkeypatch.chdir(words[0])
        else:
            told = run(*words)
            assert told.status in {ExitStatus.DONE, ExitStatus.PEOPLE_NEEDED}, (line, told)
    assert Path("reports/phu-luc-2-2021.docx").is_file()


def test_the_vietnamese_first_steps_are_the_same_but_for_names() -> None:
    vietnamese = "\n".join(first_steps("README.vi.md"))
    for name, english in NAMES.items():
        vietnamese = vietnamese.replace(name, english)
    assert vietnamese.splitlines() == first_steps("README.md")
