"""Shapes that no one recorded: fills, scribbles, dots, rings. In the unit box, y downwards."""

import numpy as np
from numpy.random import Generator

from scans.pen import Points, Strokes

_STEPS_PER_UNIT = 24


def fill(rng: Generator) -> Strokes:
    """The whole box coloured in, in one go or in two directions."""
    first = _hatch(rng, rows=int(rng.integers(9, 16)), reach=rng.uniform(0.42, 0.52))
    if rng.random() < 0.5:
        return (first,)
    second = _hatch(rng, rows=int(rng.integers(7, 12)), reach=rng.uniform(0.42, 0.52))
    return first, second[:, ::-1]


def black_out(rng: Generator) -> Strokes:
    """An answer taken back by scribbling the box over, heavily, often beyond its outline."""
    reach = rng.uniform(0.5, 0.75)
    first = _hatch(rng, rows=int(rng.integers(8, 16)), reach=reach)
    second = _hatch(rng, rows=int(rng.integers(6, 12)), reach=reach)
    return first, second[:, ::-1] * (-1, 1)


def scribble(rng: Generator) -> Strokes:
    """A loose zigzag or a few loops."""
    if rng.random() < 0.5:
        return (_hatch(rng, rows=int(rng.integers(3, 6)), reach=rng.uniform(0.4, 0.6)),)
    turns = np.linspace(0, rng.uniform(2, 4) * 2 * np.pi, 70)
    drift = np.linspace(-0.3, 0.3, 70)
    loops = np.column_stack([drift + 0.25 * np.cos(turns), 0.4 * np.sin(turns)])
    return (loops + _wobble(70, rng, 0.03),)


def dot(rng: Generator) -> Strokes:
    """A blob from 1 mm to half the box, drawn as a tight spiral."""
    turns = np.linspace(0, rng.uniform(2, 4) * 2 * np.pi, 40)
    radius = np.linspace(0.02, rng.uniform(0.08, 0.25), 40)[:, None]
    return (np.column_stack([np.cos(turns), np.sin(turns)]) * radius,)


def touch(rng: Generator) -> Strokes:
    """The pen rested here for a moment and marked nothing."""
    return (rng.uniform(-0.3, 0.3, 2) + np.array([[0, 0], [0.02, 0.02]]),)


def ring(rng: Generator) -> Strokes:
    """A ring of diameter about 1."""
    count = 50
    start, round_deg = rng.uniform(-3, 3), rng.uniform(330, 400)
    angles = start + rng.choice((-1, 1)) * np.deg2rad(np.linspace(0, round_deg, count))
    radius = 0.5 + np.linspace(0, rng.uniform(-0.05, 0.08), count)
    round_shape = np.column_stack([np.cos(angles), np.sin(angles)]) * radius[:, None]
    return (round_shape + _wobble(count, rng, 0.02),)


def strike(rng: Generator) -> Strokes:
    """One to three firm lines through a mark, to take it back."""
    lines = []
    for _ in range(int(rng.integers(1, 4))):
        rise = rng.uniform(-0.5, 0.5)
        ends = np.array([[-0.75, rise], [0.75, -rise]]) + rng.normal(0, 0.08, (2, 2))
        lines.append(_path(ends, rng))
    return tuple(lines)


def long_tick(rng: Generator, reach: float) -> Strokes:
    """A tick with a tail that runs ``reach`` box sides to the right."""
    corners = np.array([[-0.3, 0.0], [-0.05, 0.4], [reach, rng.uniform(-0.5, 0.1)]])
    return (_path(corners + rng.normal(0, 0.04, (3, 2)), rng),)


def tiny_dash(rng: Generator) -> Strokes:
    """One to two millimetres somewhere in the box."""
    return (_dash(rng.uniform(-0.25, 0.25, 2), rng.uniform(0.2, 0.4), rng.uniform(0, np.pi), rng),)


def graze(rng: Generator) -> Strokes:
    """A dash of any direction whose middle lies outside the box, not far."""
    turn, away = rng.uniform(0, 2 * np.pi), 0.5 + rng.uniform(0.06, 0.3)
    middle = away * np.array([np.cos(turn), np.sin(turn)])
    return (_dash(middle, rng.uniform(0.4, 1.0), rng.uniform(0, np.pi), rng),)


def beside(rng: Generator) -> Strokes:
    """A dash along one side of the box, clear of it."""
    return (_along_side(rng.uniform(0.58, 0.8), rng),)


def along_outline(rng: Generator) -> Strokes:
    """A dash on one side of the outline: the print hides most of it."""
    return (_along_side(0.5 + rng.uniform(-0.06, 0.06), rng),)


def stroke(rng: Generator) -> Strokes:
    """A short slanting stroke through the middle."""
    return (_dash(np.zeros(2), rng.uniform(0.4, 0.9), rng.uniform(0, np.pi), rng),)


def underline(rng: Generator) -> Strokes:
    """A dash below."""
    return (_dash(np.array([0, rng.uniform(0.5, 0.75)]), rng.uniform(0.5, 1.2), 0, rng),)


def _along_side(away: float, rng: Generator) -> Points:
    """A dash parallel to one of the four sides, so far from the middle of the box."""
    dash = _dash(np.array([away, rng.uniform(-0.25, 0.25)]), rng.uniform(0.5, 1.2), np.pi / 2, rng)
    turn = int(rng.integers(4)) * np.pi / 2
    cos, sin = np.cos(turn), np.sin(turn)
    return np.asarray(dash @ np.array([[cos, sin], [-sin, cos]]))


def _dash(middle: Points, length: float, angle: float, rng: Generator) -> Points:
    half = length / 2 * np.array([np.cos(angle), np.sin(angle)])
    return _path(np.stack([middle - half, middle + half]), rng)


def rub(rng: Generator) -> Strokes:
    """An eraser going back and forth over the box and around it."""
    return (_hatch(rng, rows=int(rng.integers(4, 7)), reach=rng.uniform(0.6, 0.9)),)


def _hatch(rng: Generator, rows: int, reach: float) -> Points:
    """Back and forth from top to bottom, slanting."""
    down = np.linspace(-reach, reach, rows * 2)
    across = np.where(np.arange(rows * 2) % 2 == 0, -reach, reach)
    slanted = np.column_stack([across, down - across * rng.uniform(-0.4, 0.4)])
    return _path(slanted + rng.normal(0, 0.04, slanted.shape), rng)


def _path(corners: Points, rng: Generator) -> Points:
    """Corners joined by slightly shaky lines."""
    lengths = np.hypot(*np.diff(corners, axis=0).T)
    walked = np.concatenate([[0.0], np.cumsum(lengths)])
    count = max(8, int(walked[-1] * _STEPS_PER_UNIT))
    places = np.linspace(0, walked[-1], count)
    joined = np.column_stack([np.interp(places, walked, corners[:, axis]) for axis in (0, 1)])
    return joined + _wobble(count, rng, 0.012)


def _wobble(count: int, rng: Generator, size: float) -> Points:
    """A slow random wave in both directions."""
    knots = max(4, count // 10)
    places = np.linspace(0, knots - 1, count)
    waves = [np.interp(places, np.arange(knots), rng.normal(0, size, knots)) for _ in range(2)]
    return np.column_stack(waves)
