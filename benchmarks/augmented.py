"""Degradations of augraphy that move nothing on the page, for judging only.

Importing this module needs augraphy, which comes with the extra ``bench``.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

import augraphy
import cv2
import numpy as np
from numpy.random import Generator

from scans.defects import Bed
from scans.pen import Image
from scans.scanner import Sometimes


@dataclass(frozen=True, slots=True)
class Augmented:
    """One augmentation by its name there, with options that differ from its defaults."""

    name: str
    options: Mapping[str, object] = field(default_factory=dict)

    def __call__(self, image: Image, bed: Bed, rng: Generator) -> Image:
        """Apply it; augraphy draws from the global generators, so they are set from ours."""
        seed = int(rng.integers(2**31))
        random.seed(seed)
        np.random.seed(seed)
        cv2.setRNGSeed(seed)
        changed = np.asarray(getattr(augraphy, self.name)(p=1, **self.options)(image.copy()))
        if changed.ndim == 3:
            changed = cv2.cvtColor(changed[..., :3], cv2.COLOR_BGR2GRAY)
        return np.asarray(changed, np.uint8)


def _each(share: float, *defects: Augmented) -> tuple[Sometimes, ...]:
    return tuple(Sometimes(share, defect) for defect in defects)


OFFICE = _each(
    0.02,
    Augmented("SubtleNoise"),
    Augmented("InkBleed"),
    Augmented("BrightnessTexturize", {"texturize_range": (0.92, 0.99), "deviation": 0.03}),
)
HARD = _each(
    0.015,
    Augmented("InkBleed"),
    Augmented("BleedThrough"),
    Augmented("BrightnessTexturize"),
    Augmented("Stains"),
    Augmented("NoisyLines"),
    Augmented("LightingGradient"),
    Augmented("LowInkPeriodicLines"),
    Augmented("DirtyDrum", {"line_width_range": (1, 3), "line_concentration": 0.05}),
)
PHOTO = _each(
    0.04,
    Augmented("ShadowCast"),
    Augmented("LightingGradient"),
    Augmented("LowLightNoise"),
    Augmented("Moire"),
)
COPY = _each(0.1, Augmented("Letterpress"), Augmented("Faxify"), Augmented("DirtyDrum"))
