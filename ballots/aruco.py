"""The corner marks as cells: ArUco dictionary 4×4_50 with its black border.

The sixteen inner bits of each mark are facts of the published dictionary (Garrido-Jurado et al.,
Pattern Recognition 47(6), 2014, as numbered by OpenCV); they are listed here, four for each page a
sheet may have, so that printing needs no image library. A test holds them against OpenCV's own
drawing.
"""

_INNER_BITS = (
    0xB532, 0x0F9A, 0x332D, 0x9946, 0x549E, 0x79CD, 0x9E2E, 0xC4F2,
    0xFEDA, 0xCF56, 0xF991, 0x11A7, 0x0EB7, 0x2A0F, 0x24B1, 0x263E,
    0x4665, 0x6600, 0x6C5E, 0x76AF, 0x868B, 0xB02B, 0xCCD5, 0xDD82,
    0xFE47, 0x9471, 0xACE4, 0xA554, 0x2123, 0x346F, 0x4415, 0x57B2,
    0x9ECF, 0xF0CB, 0x08AE, 0x0929,
)  # fmt: skip


def mark_cells(code: int) -> tuple[tuple[bool, ...], ...]:
    """Six rows of six cells, True where black."""
    bits = _INNER_BITS[code]
    inner = [[not bits >> (15 - (4 * row + column)) & 1 for column in range(4)] for row in range(4)]
    edge = (True,) * 6
    return (edge, *((True, *row, True) for row in inner), edge)
