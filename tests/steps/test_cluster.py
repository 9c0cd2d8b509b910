"""Pages read by a cluster of separate processes: the same record as from one machine alone."""

import hashlib
import importlib
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import dask
import pytest
from distributed import LocalCluster
from PIL import Image

from scans.writers import open_batch
from steps import cluster, cluster_worker, join_cluster
from steps.scan import scan_paths
from steps.session import open_session
from survey.errors import ClusterError, ExitStatus
from survey.language import speaking
from tests.conftest import SCANS, copy_survey
from tests.office import Office
from tests.scans.samples import encode

PILE = "dong-phieu"
ACTS = "SELECT kind, version, body FROM journal WHERE kind != 'mixed' ORDER BY seq"
"""All but how the print order was forgotten, by chance."""

OnProgress = Callable[[int, int], None]
OnWorkers = Callable[..., dict[str, Any]]


def nobody_cares(_done: int, _all: int) -> None:
    pass


@pytest.fixture(autouse=True)
def few_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few pages are under way that something can happen in the middle."""
    monkeypatch.setattr(cluster, "_PARCELS_AHEAD", 1)


@pytest.fixture(scope="module")
def machines() -> Iterator[LocalCluster]:
    """Two workers, each a process of its own that is started again when it ends."""
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as local,
    ):
        yield local


@pytest.fixture
def on_workers(machines: LocalCluster) -> Iterator[OnWorkers]:
    """Run a function on every worker; what it did to them is gone after the test."""

    def run(function: Callable[..., Any], *words: Any) -> dict[str, Any]:
        with machines.get_client() as client:
            told: dict[str, Any] = client.run(function, *words)
            return told

    yield run
    run(recover)


def recover() -> None:
    """This worker is as it was at the start."""
    importlib.reload(cluster_worker)


@pytest.fixture(scope="module")
def piled(printed_survey: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey and a pile of scans: single pages, long files, and some of either damaged."""
    survey = copy_survey(printed_survey, tmp_path_factory.mktemp("pile"))
    sheets = [file.read_bytes() for file in sorted((survey / SCANS).glob("*/*.jpg"))]
    bilevel = [encode(Image.open(BytesIO(one)).convert("1"), "TIFF") for one in sheets]
    pile = survey / PILE
    pile.mkdir()
    for form, pages in (("jpg", sheets), ("pdf", sheets * 3), ("tiff", bilevel)):
        with open_batch(pile, form) as add_page:
            for page in pages:
                add_page(page)
    for name in ("trang-0001.jpg", "scan.pdf", "scan.tif"):
        whole = (pile / name).read_bytes()
        (pile / f"cut-off-{name}").write_bytes(whole[: len(whole) * 2 // 3])
    (pile / "text.jpg").write_text("no scan")
    return survey


@pytest.fixture(scope="module")
def alone(piled: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The record of one machine, read by one process."""
    return scan(copy_survey(piled, tmp_path_factory.mktemp("alone")), "")


def scan(
    survey: Path, address: str, on_progress: OnProgress = nobody_cares
) -> list[tuple[object, ...]]:
    """Scan the pile; everything the record then holds of it but the time."""
    with speaking("en"), open_session(survey) as session:
        scan_paths(session, [survey / PILE], None, 1, on_progress, address)
    with closing(sqlite3.connect(survey / "survey.db")) as record:
        acts = list(record.execute(ACTS))
    office = Office(survey)
    exports = (office.answers(), office.pages(), office.done("export", "boxes").rows)
    return [*acts, *(tuple(row.values()) for rows in exports for row in rows)]


def test_the_record_is_that_of_one_machine(
    piled: Path, alone: list[tuple[object, ...]], machines: LocalCluster, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    read = scan(
        copy_survey(piled, tmp_path), machines.scheduler_address, lambda *at: told.append(at)
    )
    assert read == alone
    assert told == [(done + 1, len(told)) for done in range(len(told))]


def see_nothing() -> None:
    """From now on this worker does not see the survey folder."""
    cluster_worker._is_here = lambda _path: False  # type: ignore[assignment]


def test_pages_are_sent_to_workers_that_do_not_see_the_folder(
    piled: Path,
    alone: list[tuple[object, ...]],
    machines: LocalCluster,
    on_workers: OnWorkers,
    tmp_path: Path,
) -> None:
    on_workers(see_nothing)
    assert scan(copy_survey(piled, tmp_path), machines.scheduler_address) == alone


def test_a_worker_killed_in_the_middle_costs_nothing(
    piled: Path,
    alone: list[tuple[object, ...]],
    machines: LocalCluster,
    on_workers: OnWorkers,
    tmp_path: Path,
) -> None:
    killed: list[int] = []

    def kill(done: int, _all: int) -> None:
        if done in {5, 15}:
            killed.extend(list(on_workers(os.getpid).values())[:1])
            os.kill(killed[-1], signal.SIGKILL)

    assert scan(copy_survey(piled, tmp_path), machines.scheduler_address, kill) == alone
    assert len(set(killed)) == 2


def test_an_interrupted_scan_goes_on_when_it_is_repeated(
    piled: Path, alone: list[tuple[object, ...]], machines: LocalCluster, tmp_path: Path
) -> None:
    def interrupt(done: int, _all: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    survey = copy_survey(piled, tmp_path)
    with pytest.raises(KeyboardInterrupt):
        scan(survey, machines.scheduler_address, interrupt)
    repeated = scan(survey, machines.scheduler_address)
    assert _without_originals(repeated) == _without_originals(alone)


def _without_originals(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """A file of which no page was read yet is written down again."""
    return [row for row in rows if row[0] != "original"]


def die_at(name: str) -> None:
    """From now on this worker ends where it should read a file of this name."""
    is_here = cluster_worker._is_here

    def die(path: Path) -> bool:
        if path.name == name:
            os.kill(os.getpid(), signal.SIGKILL)
        return is_here(path)

    cluster_worker._is_here = die  # type: ignore[assignment]


def test_pages_that_end_their_worker_are_read_here(
    piled: Path,
    alone: list[tuple[object, ...]],
    machines: LocalCluster,
    on_workers: OnWorkers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machines.scheduler, "allowed_failures", 0)
    survey = copy_survey(piled, tmp_path)
    before = on_workers(os.getpid)
    content = (survey / PILE / "trang-0003.jpg").read_bytes()
    on_workers(die_at, f"{hashlib.sha256(content).hexdigest()}.jpg")
    assert scan(survey, machines.scheduler_address) == alone
    assert on_workers(os.getpid) != before


def refused(survey: Path, address: str) -> str:
    """Why the scan is refused, in a sentence; nothing is written."""
    told = Office(survey).run("scan", survey / PILE, "--cluster", address)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert not Office(survey).pages()
    return told.err


def test_without_a_scheduler_it_says_what_to_do(piled: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    told = refused(piled, f"tcp://127.0.0.1:{port}")
    assert f"no scheduler answers at tcp://127.0.0.1:{port}" in told
    assert "dask scheduler" in told


@pytest.mark.parametrize("address", ["cluster", "http://machine:8786", "tcp://:1", "tcp://m:70000"])
def test_what_is_no_address_is_told(piled: Path, address: str) -> None:
    assert address in refused(piled, address)


def test_without_the_package_it_says_how_to_install_it(
    piled: Path, machines: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "hom-phieu[cluster]" in refused(piled, machines.scheduler_address)


def test_without_workers_it_says_what_to_start(
    piled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(join_cluster, "_WORKERS_COMING_S", 0.1)
    with LocalCluster(n_workers=0, dashboard_address=":0") as nobody:
        assert "dask worker" in refused(piled, nobody.scheduler_address)


def pretend(rules: str) -> None:
    """From now on this worker reads by other rules."""
    cluster_worker.own_edition.cache_clear()
    vars(cluster_worker)["RULES"] = rules


def test_a_worker_of_another_edition_is_refused(
    piled: Path, machines: LocalCluster, on_workers: OnWorkers
) -> None:
    on_workers(pretend, "older")
    assert "reading rules older in place of" in refused(piled, machines.scheduler_address)


def test_a_worker_of_another_edition_that_comes_later_is_refused_too(
    piled: Path, machines: LocalCluster, on_workers: OnWorkers, tmp_path: Path
) -> None:
    survey = copy_survey(piled, tmp_path)

    def install_older(_done: int, _all: int) -> None:
        on_workers(pretend, "older")

    with pytest.raises(ClusterError, match="reading rules older"):
        scan(survey, machines.scheduler_address, install_older)


def forbid() -> None:
    """From now on this worker may start no processes."""
    cluster_worker.may_start_processes.__code__ = (lambda: False).__code__


def test_a_worker_that_may_start_no_processes_is_refused(
    piled: Path, machines: LocalCluster, on_workers: OnWorkers
) -> None:
    on_workers(forbid)
    assert "--no-nanny" in refused(piled, machines.scheduler_address)
