"""A cluster joined: its scheduler found, its workers asked whether they read as this machine."""

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from steps.cluster_worker import Edition, may_start_processes, own_edition
from survey.errors import ClusterError
from survey.language import _

if TYPE_CHECKING:
    from distributed import Client

_SCHEMES = ("tcp", "tls")
_CONNECTING_S = 20
_WORKERS_COMING_S = 30
"""Workers may be started together with the scan."""


def join_cluster(address: str) -> "Client":
    """A connection to the scheduler, behind which every worker can do this machine's work.

    Args:
        address: ``tcp://host:port`` or ``tls://host:port``.

    Raises:
        ClusterError: «distributed» is not installed here, nobody answers, or a worker cannot read.
    """
    _refuse_silence(address)
    try:
        import dask  # noqa: PLC0415 - only where there is a cluster

        dask.config.set({"logging.distributed": "critical"})  # what matters is told in words
        from distributed import Client  # noqa: PLC0415
    except ImportError as missing:
        raise ClusterError(
            _(
                "reading on a cluster needs the package «distributed»; install it with "
                "pip install 'hom-phieu[cluster]', or scan without --cluster"
            )
        ) from missing
    try:
        client = Client(address, timeout=_CONNECTING_S)
    except (OSError, ValueError, TypeError) as fault:
        raise ClusterError(_say_unreachable(address, str(fault))) from fault
    try:
        _refuse_unfit(client)
    except BaseException:
        client.close()
        raise
    return client


def _refuse_silence(address: str) -> None:
    """Dask would try for long, and complain long after it gave up."""
    try:
        place = urlsplit(address)
        if place.scheme not in _SCHEMES or not place.hostname or not place.port:
            raise ClusterError(
                _(
                    "«{address}» is no address of a cluster; it looks like tcp://HOST:8786, as the "
                    "scheduler says when it starts",
                    address=address,
                )
            )
        socket.create_connection((place.hostname, place.port), _CONNECTING_S).close()
    except (OSError, ValueError) as fault:
        raise ClusterError(_say_unreachable(address, str(fault))) from fault


def _say_unreachable(address: str, reason: str) -> str:
    return _(
        "no scheduler answers at {address} ({reason}); start it with «dask scheduler», check the "
        "address and the firewall, or scan without --cluster; nothing was changed",
        address=address,
        reason=reason,
    )


def _refuse_unfit(client: "Client") -> None:
    """Refuse a cluster without workers, and one with a worker that would read otherwise."""
    try:
        client.wait_for_workers(1, timeout=_WORKERS_COMING_S)
    except TimeoutError as nobody:
        raise ClusterError(
            _(
                "the scheduler has no workers; start «dask worker» on the machines that are to "
                "read, or scan without --cluster"
            )
        ) from nobody
    for worker, edition in client.run(own_edition, on_error="return").items():
        if not isinstance(edition, dict):
            raise ClusterError(
                _(
                    "the worker {worker} cannot use Hòm Phiếu ({reason}); install the same version "
                    "on all machines",
                    worker=worker,
                    reason=repr(edition),
                )
            )
        if edition != own_edition():
            raise ClusterError(say_other_edition(edition))
    for worker, may_start in client.run(may_start_processes).items():
        if not may_start:
            raise ClusterError(
                _(
                    "the worker {worker} may start no processes, in which alone files are opened; "
                    "start it with --no-nanny",
                    worker=worker,
                )
            )


def say_other_edition(theirs: Edition) -> str:
    """By what a worker differs from this machine, and what to do."""
    differing = (
        _("{name} {theirs} in place of {ours}", name=name, theirs=theirs.get(name, "–"), ours=ours)
        for name, ours in own_edition().items()
        if theirs.get(name) != ours
    )
    return _(
        "a worker of the cluster would not read as this machine does: it has {differences}; "
        "install the same versions on all machines. Pages read before are kept",
        differences=", ".join(differing),
    )
