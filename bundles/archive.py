"""The file of a bundle: a ZIP with few members, each known by name, and a signed list of them.

``manifest.json`` names every other member with its SHA-256; ``signature.json`` signs the manifest.
The same members make the same bytes: fixed order, fixed times. What comes from elsewhere is read
without being unpacked anywhere: no name outside the list, no size beyond its limit, nothing twice.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from bundles.signature import is_signed_by, public_key, sign
from survey.errors import BundleError
from survey.json_text import read_json
from survey.language import _
from survey.zip_damage import ZIP_DAMAGES

MANIFEST, SIGNATURE = "manifest.json", "signature.json"
HEAD, TALLY, RECONCILIATION = "bundle.json", "tally.json", "reconciliation.json"
BY_QUESTION, ANSWERS, VERIFIER = "tally-by-question.json", "answers.csv", "xac_minh.py"
MEGABYTE = 1_000_000
MOST_BYTES = {
    HEAD: MEGABYTE,
    TALLY: 20 * MEGABYTE,
    RECONCILIATION: 5 * MEGABYTE,
    BY_QUESTION: MEGABYTE,
    ANSWERS: 500 * MEGABYTE,
    VERIFIER: MEGABYTE,
    MANIFEST: MEGABYTE,
    SIGNATURE: MEGABYTE,
}
"""Every member there may be → the most it may hold when it is unpacked."""
MOST_ARCHIVE_BYTES = 100 * MEGABYTE
COMPULSORY = (HEAD, TALLY, RECONCILIATION, MANIFEST, SIGNATURE)
KEPT_IN_MEMORY = frozenset({*COMPULSORY, BY_QUESTION})
ALGORITHM = "Ed25519"
STILL = (1980, 1, 1, 0, 0, 0)
"""The time of every member: a bundle says inside when it was made."""
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class OpenedArchive:
    """A bundle whose members are those that were signed.

    Attributes:
        sha256: of the whole file.
        key: the public key it is signed with; whether that is the unit's is for others to say.
        members: name → content, of those that are small.
        digests: name → SHA-256, of every member that was signed.
    """

    sha256: str
    key: str
    members: Mapping[str, bytes]
    digests: Mapping[str, str]


def archive_bytes(members: Mapping[str, bytes], secret: bytes) -> bytes:
    """The file of a bundle, signed with the key that belongs to a survey's secret."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    manifest = json_bytes({"sha256": digests})
    signed = {
        "algorithm": ALGORITHM,
        "key": public_key(secret),
        "signature": sign(secret, manifest),
    }
    whole = {**members, MANIFEST: manifest, SIGNATURE: json_bytes(signed)}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in MOST_BYTES:
            if name in whole:
                member = zipfile.ZipInfo(name, STILL)
                member.external_attr = 0o644 << 16
                archive.writestr(member, whole[name], zipfile.ZIP_DEFLATED)
    return file.getvalue()


def json_bytes(value: object) -> bytes:
    """JSON with one spelling for each value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def open_archive(content: bytes, name: str) -> OpenedArchive:
    """Check the file of a bundle; ``name`` is how messages call it.

    Raises:
        BundleError: it is no bundle, too large, damaged, or not what was signed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members, digests = _read_members(archive, name)
    except (*ZIP_DAMAGES, OSError) as error:
        raise BundleError(
            _("{file} is no bundle, or it is damaged; ask the unit for it again", file=name)
        ) from error
    key = _signing_key(members, digests, name)
    return OpenedArchive(hashlib.sha256(content).hexdigest(), key, members, digests)


def _read_members(archive: zipfile.ZipFile, name: str) -> tuple[dict[str, bytes], dict[str, str]]:
    """Name → content of the small members, and name → SHA-256 of all."""
    _check_names(archive, name)
    members: dict[str, bytes] = {}
    digests: dict[str, str] = {}
    for info in archive.infolist():
        if info.file_size > MOST_BYTES[info.filename]:
            _refuse_size(name, info.filename)
        sha256, kept, size = hashlib.sha256(), bytearray(), 0
        with archive.open(info) as file:
            while chunk := file.read(CHUNK_BYTES):
                size += len(chunk)
                if size > MOST_BYTES[info.filename]:
                    _refuse_size(name, info.filename)
                sha256.update(chunk)
                if info.filename in KEPT_IN_MEMORY:
                    kept += chunk
        digests[info.filename] = sha256.hexdigest()
        members[info.filename] = bytes(kept)
    return members, digests


def _check_names(archive: zipfile.ZipFile, name: str) -> None:
    """Every member is one that a bundle has, once; none is missing that it must have."""
    names = [info.filename for info in archive.infolist()]
    strange = next((one for one in names if one not in MOST_BYTES or names.count(one) > 1), None)
    if strange is not None:
        raise BundleError(
            _(
                "{file} holds «{member}», which no bundle has or which stands there twice; "
                "nothing of it was taken",
                file=name,
                member=strange[:80].encode("ascii", "backslashreplace").decode(),
            )
        )
    missing = [one for one in COMPULSORY if one not in names]
    if missing:
        raise BundleError(
            _("{file} is no bundle: it lacks {members}", file=name, members=", ".join(missing))
        )


def _refuse_size(name: str, member: str) -> NoReturn:
    raise BundleError(
        _(
            "{file}: {member} is larger than a bundle's may be; nothing of it was taken",
            file=name,
            member=member,
        )
    )


def _signing_key(members: Mapping[str, bytes], digests: dict[str, str], name: str) -> str:
    """The key of a right signature; takes the manifest and the signature out of the digests."""
    try:
        listed = read_json(members[MANIFEST])["sha256"]
        signed: dict[str, Any] = read_json(members[SIGNATURE])
        key, signature = str(signed["key"]), str(signed["signature"])
    except ZIP_DAMAGES as error:
        raise BundleError(
            _("{file} is no bundle, or it is damaged; ask the unit for it again", file=name)
        ) from error
    for own in (MANIFEST, SIGNATURE):
        del digests[own]
    altered = sorted(set(digests.items()) ^ set(_texts(listed).items()))
    if altered or not is_signed_by(key, signature, members[MANIFEST]):
        raise BundleError(
            _(
                "{file} was altered after it was signed ({members}); ask the unit for it again",
                file=name,
                members=", ".join(dict.fromkeys(member for member, _sha in altered)) or MANIFEST,
            )
        )
    return key.lower()


def _texts(listed: object) -> dict[str, str]:
    """The list of the manifest, as far as it is one; only names that a bundle has are ever said."""
    entries = listed.items() if isinstance(listed, dict) else ()
    return {n: s for n, s in entries if n in MOST_BYTES and isinstance(s, str)}
