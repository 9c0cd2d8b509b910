"""``python -m benchmarks.fuzz_one TARGET SECONDS FOLDER``: one target under atheris.

A process of its own, since libFuzzer takes it over and ends it. What it learned stays in ``corpus``
of the folder, and whatever broke the target beside it, so that a later run goes on from there.
"""

import sys
from pathlib import Path
from random import Random

import atheris

from benchmarks.spoil import spoil

ROOMS = ["survey", "templates", "channels", "scans", "bundles", "reports", "steps"]
MOST_MB, MOST_SECONDS = 1500, 120
"""The seconds are those of the wall, as many as a page may take; a busy machine needs them."""


def main() -> None:
    """Seed the corpus and fuzz."""
    name, seconds, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    with atheris.instrument_imports(include=ROOMS):
        import scans.pdf_pages  # noqa: F401, PLC0415 - else it is imported later
        from benchmarks.fuzz_targets import TARGETS, try_input  # noqa: PLC0415
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(TARGETS[name].seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    flags = [
        f"-max_total_time={seconds}",
        f"-rss_limit_mb={MOST_MB}",
        f"-timeout={MOST_SECONDS}",
        f"-artifact_prefix={folder}/",
        "-max_len=200000",
        "-print_final_stats=1",
    ]
    words = [sys.argv[0], *flags, str(corpus)]
    atheris.Setup(words, lambda raw: try_input(name, raw), custom_mutator=_mutate)
    atheris.Fuzz()


def _mutate(raw: bytes, most: int, seed: int) -> bytes:
    """Half of the times as files are damaged, which keeps more of a text in order."""
    chance = Random(seed)
    changed = spoil(raw, chance) if chance.random() < 0.5 else atheris.Mutate(raw, most)
    return bytes(changed[:most])


if __name__ == "__main__":
    main()
