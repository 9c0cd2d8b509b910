"""A TIFF file as a chain of pages, each of which can be cut out as a small TIFF of its own.

Left to themselves, libtiff walks the chain from its start for every page, so that page 2,000 costs
twice page 1 and half the file is mapped into memory; and Pillow gives up the whole file where the
chain is broken, or takes the break for its end. Cut out by itself, every page costs the same, and
a damaged one harms no other. The format is Adobe's TIFF 6.0, parts 1 and 2; for files beyond 4 GB,
BigTIFF.
"""

import io
import struct
from dataclasses import dataclass
from typing import BinaryIO

_STRIPS, _STRIP_SIZES = 273, 279
_TILES, _TILE_SIZES = 324, 325
_LOOKS = frozenset({
    256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 292, 293, 296, 317, 320,
    322, 323, 324, 325, 338, 339, 347, 530, 531, 532,
})  # fmt: skip
"""The tags that decoding needs; descriptions, profiles and thumbnails stay behind."""
_ITEM_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 16: 8}
_UNSIGNED = {3: "H", 4: "I", 16: "Q"}
_MOST_ENTRIES = 1000  # an honest page has about 20, with at most some kilobytes each
_MOST_ENTRY_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a TIFF writes numbers: its byte order, and links of 32 bits (classic) or 64 (BigTIFF)."""

    order: str
    is_big: bool

    @property
    def start(self) -> bytes:
        """The file's first bytes, up to the link to the first directory."""
        version = (43, 8, 0) if self.is_big else (42,)
        mark = b"II" if self.order == "<" else b"MM"
        return mark + struct.pack(f"{self.order}{len(version)}H", *version)

    @property
    def link(self) -> struct.Struct:
        """A place in the file."""
        return struct.Struct(self.order + ("Q" if self.is_big else "I"))

    @property
    def count(self) -> struct.Struct:
        """How many entries a directory has."""
        return struct.Struct(self.order + ("Q" if self.is_big else "H"))

    @property
    def entry(self) -> struct.Struct:
        """Tag, kind of items, number of items, and the items or a link to them."""
        return struct.Struct(self.order + ("HHQ8s" if self.is_big else "HHI4s"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a directory, its items as they are stored."""

    kind: int
    items: int
    raw: bytes

    def numbers(self, order: str) -> tuple[int, ...]:
        """The items as unsigned numbers."""
        return struct.unpack(f"{order}{self.items}{_UNSIGNED[self.kind]}", self.raw)


def read_dialect(stream: BinaryIO) -> Dialect:
    """The dialect of the file, from its first four bytes."""
    order = "<" if _take(stream, 0, 2) == b"II" else ">"
    return Dialect(order, struct.unpack(f"{order}H", _take(stream, 2, 2)) == (43,))


def walk_chain(stream: BinaryIO, dialect: Dialect, most: int) -> tuple[list[int], bool]:
    """Where each page's directory starts, at most ``most`` + 1; whether the chain breaks off."""
    end = stream.seek(0, io.SEEK_END)
    found: dict[int, None] = {}  # keeps the order, and is quick to ask
    link = len(dialect.start)
    while len(found) <= most:
        (at,) = dialect.link.unpack(_take(stream, link, dialect.link.size))
        if at == 0:
            return list(found), False
        if at in found or at + dialect.count.size > end:
            return list(found), True
        (entries,) = dialect.count.unpack(_take(stream, at, dialect.count.size))
        link = at + dialect.count.size + entries * dialect.entry.size
        if not 0 < entries <= _MOST_ENTRIES or link + dialect.link.size > end:
            return list(found), True
        found[at] = None
    return list(found), False


def cut_page(stream: BinaryIO, dialect: Dialect, directory: int, most_bytes: int) -> bytes:
    """The page whose directory starts there, as a TIFF file of its own.

    Raises:
        ValueError, LookupError, EOFError, struct.error: the directory is damaged or asks too much.
    """
    entries = _read_entries(stream, dialect, directory)
    starts, sizes = (_STRIPS, _STRIP_SIZES) if _STRIPS in entries else (_TILES, _TILE_SIZES)
    places = zip(
        entries[starts].numbers(dialect.order), entries[sizes].numbers(dialect.order), strict=True
    )
    page = bytearray(len(dialect.start) + dialect.link.size)
    moved = []
    for start, size in places:
        if len(page) + size > most_bytes:
            raise ValueError
        moved.append(len(page))
        page += _take(stream, start, size)
    entries[starts] = _links(dialect, moved)
    return _write_directory(page, dialect, entries)


def _read_entries(stream: BinaryIO, dialect: Dialect, directory: int) -> dict[int, Entry]:
    (count,) = dialect.count.unpack(_take(stream, directory, dialect.count.size))
    table = _take(stream, directory + dialect.count.size, count * dialect.entry.size)
    entries = {}
    for tag, kind, items, field in dialect.entry.iter_unpack(table):
        if tag in _LOOKS and tag not in entries:
            size = items * _ITEM_BYTES[kind]
            if size > _MOST_ENTRY_BYTES:
                raise ValueError
            raw = field[:size]
            if size > dialect.link.size:
                raw = _take(stream, dialect.link.unpack(field)[0], size)
            entries[tag] = Entry(kind, items, raw)
    return entries


def _links(dialect: Dialect, places: list[int]) -> Entry:
    kind = 16 if dialect.is_big else 4
    raw = b"".join(dialect.link.pack(place) for place in places)
    return Entry(kind, len(places), raw)


def _write_directory(page: bytearray, dialect: Dialect, entries: dict[int, Entry]) -> bytes:
    """Append the entries to the pixels, and let the file's start point to them."""
    table = bytearray(dialect.count.pack(len(entries)))
    for tag, entry in sorted(entries.items()):
        field = entry.raw.ljust(dialect.link.size, b"\0")
        if len(entry.raw) > dialect.link.size:
            field = dialect.link.pack(len(page))
            page += entry.raw + bytes(len(entry.raw) % 2)
        table += dialect.entry.pack(tag, entry.kind, entry.items, field)
    page[: len(dialect.start) + dialect.link.size] = dialect.start + dialect.link.pack(len(page))
    return bytes(page + table + dialect.link.pack(0))


def _take(stream: BinaryIO, at: int, size: int) -> bytes:
    stream.seek(at)
    raw = stream.read(size)
    if len(raw) < size:
        raise EOFError
    return raw
