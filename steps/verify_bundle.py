"""``verify BUNDLE``: is a unit's bundle as it was signed, and by which key?"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bundles.contents import Bundle
from steps.add_bundle import read_bundle_file
from survey.errors import BundleError


@dataclass(frozen=True, slots=True)
class VerifiedBundle:
    """What was checked; ``bundle`` is None when it is not as it was signed."""

    bundle: Bundle | None
    findings: tuple[str, ...]

    @property
    def sheets(self) -> int:
        """Valid sheets, of all channels."""
        told = self.bundle.reconciliation if self.bundle else None
        return told.valid + told.imported if told else 0


def verify_bundle(file: Path) -> VerifiedBundle:
    """Check signature, sums and shape of a bundle; who holds its key is for people to know."""
    try:
        _content, bundle = read_bundle_file(file)
    except BundleError as error:
        return VerifiedBundle(None, (str(error),))
    return VerifiedBundle(bundle, ())


def verified_bundle_json(verified: VerifiedBundle) -> dict[str, Any]:
    """What was found, for machines."""
    told: dict[str, Any] = {"whole": not verified.findings, "findings": list(verified.findings)}
    if verified.bundle is None:
        return told
    head = verified.bundle.head.model_dump()
    return told | head | {"key": verified.bundle.archive.key, "sheets": verified.sheets}
