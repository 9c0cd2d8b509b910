"""What is installed: every room with its files, and nothing of the tests."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOT_INSTALLED = {"tests", "tools", "benchmarks", "docs", "demo"}
TEXTS_AND_TEMPLATES = {".toml", ".docx", ".po", ".mo", ".sql", ".html", ".css", ".js", ".svg"}


@pytest.fixture(scope="module")
def wheel_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("hom_phieu-*.whl")
    return made


@pytest.fixture(scope="module")
def wheel(wheel_file: Path) -> frozenset[str]:
    """The names of the files in the wheel."""
    with zipfile.ZipFile(wheel_file) as archive:
        return frozenset(archive.namelist())


def rooms() -> list[Path]:
    """Every package of the product at the top level."""
    return sorted(
        init.parent for init in ROOT.glob("*/__init__.py") if init.parent.name not in NOT_INSTALLED
    )


def test_every_module_of_every_room_is_in_the_wheel(wheel: frozenset[str]) -> None:
    modules = {
        module.relative_to(ROOT).as_posix() for room in rooms() for module in room.rglob("*.py")
    }
    assert len(modules) > 50
    assert {*modules, "cli.py"} <= wheel


def test_every_plan_form_document_catalogue_and_schema_is_in_the_wheel(
    wheel: frozenset[str],
) -> None:
    files = {
        file.relative_to(ROOT).as_posix()
        for room in rooms()
        for file in room.rglob("*")
        if file.suffix in TEXTS_AND_TEMPLATES
    }
    assert {Path(file).suffix for file in files} == TEXTS_AND_TEMPLATES
    assert files <= wheel


def test_nothing_else_is_in_the_wheel(wheel: frozenset[str]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    about = {top for top in tops if top.endswith(".dist-info")}
    assert tops - about == {"cli.py", *(room.name for room in rooms())}
    assert len(about) == 1
    suffixes = {Path(name).suffix for name in wheel if name.split("/")[0] not in about}
    assert suffixes <= TEXTS_AND_TEMPLATES | {".py"}


def test_the_wheel_works_from_another_folder(wheel_file: Path, tmp_path: Path) -> None:
    installed, survey = tmp_path / "installed", tmp_path / "khao-sat"
    with zipfile.ZipFile(wheel_file) as archive:
        archive.extractall(installed)
    told = ""
    for words in (
        ("init", "khao-sat", "--plan", "van-phuc-2021"),
        ("-C", "khao-sat", "print", "--copies", "2"),
        ("-C", "khao-sat", "simulate", "khao-sat/printed/phieu-001.pdf", "-o", "quet"),
        ("-C", "khao-sat", "open-box", "--from", "quet/mo-hom.toml"),
        ("-C", "khao-sat", "scan", "quet", "--workers", "1"),
        ("-C", "khao-sat", "tally", "--format", "json"),
        ("-C", "khao-sat", "report", "annual"),
    ):
        told = run_installed(installed, tmp_path, words) + told
    assert '"rows"' in told
    assert len(list(survey.glob("reports/*.docx"))) == 2


def run_installed(installed: Path, place: Path, words: tuple[str, ...]) -> str:
    """Run the command out of the wheel's own files; the environment lends only libraries."""
    code = "import sys, cli; assert cli.__file__.startswith(sys.path[1]), cli.__file__; cli.main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in (0, 3), ran.stderr
    return ran.stdout


def test_the_command_is_named_in_the_wheel(wheel: frozenset[str]) -> None:
    assert any(name.endswith(".dist-info/entry_points.txt") for name in wheel)
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    assert project["scripts"] == {"hom-phieu": "cli:main"}


def test_make_lists_its_targets_with_what_they_do() -> None:
    told = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    targets = dict(line.split(maxsplit=2)[1:] for line in told.splitlines() if "  make " in line)
    assert {"demo", "test", "check", "bench", "clean"} <= targets.keys()
    assert all(targets.values())


def test_every_room_stands_under_the_import_rule_and_the_type_checker() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        tool = tomllib.load(file)["tool"]
    names = {room.name for room in rooms()}
    assert names - {"locales"} == set(tool["importlinter"]["root_packages"])
    assert names - {"locales"} <= set(tool["mypy"]["packages"])
    assert names <= set(tool["hatch"]["build"]["targets"]["wheel"]["only-include"])
