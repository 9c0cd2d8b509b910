"""Charts of the results for documents: black, white, grey and hatching, so that any copier will do.

Each comes with a text that says the same to who cannot see it. What a published table hides, a
chart does not show either.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from reports.document import Picture
from reports.figures import percent
from survey.signs import HIDDEN
from survey.spoken_number import half_up
from templates.typeface import BOLD, REGULAR, font_path, wrap_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_MM = 165.0
_LABEL_MM = 58.0
_ROW_MM = 9.5
_AROUND_MM = 28.0
_TREND_MM = 70.0
_DPI = 220
_FONT_PT = 8.0
_MM_PER_INCH = 25.4
_SMALLEST_WRITTEN = Fraction(6, 100)
"""A part of a bar that is shorter than this has no room for its figure."""
_FIGURE_ROOM = 0.14
"""Share of a chart's width beyond its bars, where their figures stand."""
_LEGEND_COLUMNS = 3
_INK = "#1a1a1a"
_STEPS = (
    ("#4d4d4d", ""),
    ("#a6a6a6", ""),
    ("#ffffff", "...."),
    ("#e0e0e0", "////"),
    ("#ffffff", "xxxx"),
)
"""Grey and hatching of the steps of a scale, the best first."""
_UNTOLD = ("#ffffff", "")
_NOBODY = "không có câu trả lời"


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One bar or point.

    Attributes:
        label: what it stands for.
        parts: share of each step of the scale, in printed order; None where it is not published.
        satisfied: None when nobody answered or it is not published.
        is_hidden: the satisfied share is not published.
        low, high: the 95 % interval of the satisfied share.
    """

    label: str
    parts: tuple[Fraction | None, ...] = ()
    satisfied: Fraction | None = None
    is_hidden: bool = False
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def said(self) -> str:
        """The satisfied share in words."""
        if self.is_hidden:
            return HIDDEN
        return _NOBODY if self.satisfied is None else f"{percent(self.satisfied)} %"


def distribution_chart(
    title: str, rows: Sequence[ChartRow], steps: Sequence[str], satisfied_steps: int
) -> Picture:
    """How the answers spread: satisfied ones to the right of the line, all others to the left.

    Args:
        title: stands over the chart.
        rows: one bar each, the first on top.
        steps: names of the scale's steps in printed order, the best first.
        satisfied_steps: how many of them count as satisfied.
    """
    with _drawing(rows) as figure:
        axes = _bars(figure, title, rows)
        for at, row in enumerate(rows):
            if row.satisfied is None:
                axes.text(1, at, row.said, va="center")
                continue
            _draw_side(axes, at, row, range(satisfied_steps - 1, -1, -1), 1)
            _draw_side(axes, at, row, range(satisfied_steps, len(steps)), -1)
            axes.text(float(row.satisfied) * 100 + 1.5, at, row.said, va="center", weight="bold")
        others = max((1 - row.satisfied for row in rows if row.satisfied is not None), default=0)
        least = -25 * max(1, math.ceil(others * 4))
        ticks = range(least, 101, 25)
        axes.set_xlim(least, 100 + (100 - least) * _FIGURE_ROOM)
        axes.set_xticks(ticks, [f"{abs(tick)} %" for tick in ticks])
        axes.axvline(0, color=_INK, linewidth=1.2)
        _name_steps(axes, rows, steps)
        png = _png(figure)
    told = "; ".join(f"{row.label} {row.said}" for row in rows)
    return Picture(png, WIDTH_MM, f"{title}. Tỷ lệ hài lòng: {told}.")


def shares_chart(title: str, rows: Sequence[ChartRow]) -> Picture:
    """The satisfied share of each row as a bar, with its 95 % interval."""
    with _drawing(rows) as figure:
        axes = _bars(figure, title, rows)
        for at, row in enumerate(rows):
            if row.satisfied is None:
                axes.text(1, at, row.said, va="center")
                continue
            axes.barh(at, float(row.satisfied) * 100, 0.62, color="#bfbfbf", edgecolor=_INK)
            axes.text(102, at, row.said, va="center", weight="bold")
            if row.low is not None and row.high is not None:
                ends = (float(row.low) * 100, float(row.high) * 100)
                axes.plot(ends, (at, at), color=_INK, linewidth=1.4)
                axes.plot(ends, (at, at), "|", color=_INK, markersize=6, markeredgewidth=1.4)
        axes.set_xlim(0, 118)
        axes.set_xticks(range(0, 101, 20), [f"{tick} %" for tick in range(0, 101, 20)])
        axes.set_xlabel("Tỷ lệ hài lòng; vạch ngang: khoảng tin cậy 95 %")
        png = _png(figure)
    return Picture(png, WIDTH_MM, f"{title}. {_told(rows)}.")


def trend_chart(title: str, rows: Sequence[ChartRow]) -> Picture:
    """The satisfied share from period to period, with its 95 % interval."""
    with _drawing(rows, _TREND_MM) as figure:
        axes = figure.add_axes((0.09, 0.3, 0.9, 0.56))
        figure.text(0.005, 0.93, title, weight="bold", fontsize=_FONT_PT + 2)
        shares = [_per_cent(row.satisfied) for row in rows]
        axes.plot(range(len(rows)), shares, "-o", color=_INK, markersize=4)
        for at, row in enumerate(rows):
            low, high = _per_cent(row.low), _per_cent(row.high)
            axes.plot((at, at), (low, high), color="#808080", zorder=1)
            top = 0.0 if row.satisfied is None else max(shares[at], high)
            said = row.said.removesuffix(" %")
            axes.annotate(said, (at, top), (0, 4), textcoords="offset points", ha="center")
        axes.set_xlim(-0.5, max(1, len(rows)) - 0.5)
        axes.set_ylim(0, 116)
        axes.set_xlabel("Tỷ lệ hài lòng; vạch đứng: khoảng tin cậy 95 %")
        axes.set_yticks(range(0, 101, 20), [f"{tick} %" for tick in range(0, 101, 20)])
        axes.set_xticks(range(len(rows)), [_narrow(row.label, len(rows)) for row in rows])
        axes.grid(axis="y", color="#d9d9d9", linewidth=0.6)
        _open_frame(axes)
        png = _png(figure)
    return Picture(png, WIDTH_MM, f"{title}. {_told(rows)}.")


def _per_cent(share: Fraction | None) -> float:
    """For drawing; a share that is not known is drawn nowhere, and breaks a line."""
    return math.nan if share is None else float(share * 100)


def _narrow(label: str, columns: int) -> str:
    """The label on as many lines as one of so many columns asks for."""
    return "\n".join(wrap_text(label, REGULAR, _FONT_PT, 0.85 * WIDTH_MM / columns))


def _told(rows: Sequence[ChartRow]) -> str:
    return "; ".join(f"{row.label}: hài lòng {row.said}" for row in rows)


@contextmanager
def _drawing(rows: Sequence[ChartRow], height_mm: float | None = None) -> Iterator[Figure]:
    """An empty figure high enough for the rows, in the typeface of the sheets."""
    # matplotlib takes half a second to come, and only charts need it
    import matplotlib  # noqa: PLC0415
    from matplotlib import font_manager  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    for weight in (REGULAR, BOLD):
        font_manager.fontManager.addfont(font_path(weight))
    family = font_manager.FontProperties(fname=font_path(REGULAR)).get_name()
    with matplotlib.rc_context(
        {
            "font.family": family,
            "font.size": _FONT_PT,
            "hatch.linewidth": 0.6,
            "axes.linewidth": 0.6,
            "text.color": _INK,
        }
    ):
        height = height_mm or _AROUND_MM + _ROW_MM * len(rows)
        yield Figure((WIDTH_MM / _MM_PER_INCH, height / _MM_PER_INCH), dpi=_DPI)


def _bars(figure: Figure, title: str, rows: Sequence[ChartRow]) -> Axes:
    """Axes for one horizontal bar for each row, the first on top."""
    height_mm = figure.get_figheight() * _MM_PER_INCH
    left = (_LABEL_MM + 2) / WIDTH_MM
    axes = figure.add_axes((left, 18 / height_mm, 0.99 - left, 1 - _AROUND_MM / height_mm))
    figure.text(0.005, 1 - 5 / height_mm, title, weight="bold", fontsize=_FONT_PT + 2)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [_wrapped(row.label, _LABEL_MM) for row in rows])
    axes.tick_params(axis="y", length=0)
    _open_frame(axes)
    return axes


def _open_frame(axes: Axes) -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _wrapped(text: str, width_mm: float) -> str:
    """The text on at most two lines."""
    lines = wrap_text(text, REGULAR, _FONT_PT, width_mm)
    return "\n".join(lines if len(lines) <= 2 else (lines[0], f"{lines[1]} …"))


def _draw_side(axes: Axes, at: int, row: ChartRow, steps: Sequence[int], direction: int) -> None:
    """The parts of a bar on one side of the line, from the line outwards; what is untold last."""
    satisfied = row.satisfied or Fraction(0)
    whole = satisfied if direction > 0 else 1 - satisfied
    start = Fraction(0)
    told = [(row.parts[step], _STEPS[step % len(_STEPS)]) for step in steps]
    untold = whole - sum((share for share, _look in told if share is not None), Fraction(0))
    for share, (grey, hatch) in (*told, (untold, _UNTOLD)):
        if share:
            axes.barh(
                at,
                float(share) * 100 * direction,
                0.62,
                left=float(start) * 100 * direction,
                color=grey,
                hatch=hatch,
                edgecolor=_INK,
                linewidth=0.6,
            )
            if share >= _SMALLEST_WRITTEN:
                _write_share(axes, float(start + share / 2) * 100 * direction, at, share, grey)
            start += share


def _write_share(axes: Axes, x: float, at: int, share: Fraction, grey: str) -> None:
    """The figure of a part, on a plate of its own colour, since hatching would cover it."""
    colour = "#ffffff" if grey == _STEPS[0][0] else _INK
    plate = {"facecolor": grey, "edgecolor": "none", "pad": 1.0}
    axes.text(
        x, at, str(half_up(share * 100, 0)), ha="center", va="center", color=colour, bbox=plate,
        fontsize=_FONT_PT - 1,
    )  # fmt: skip


def _name_steps(axes: Axes, rows: Sequence[ChartRow], steps: Sequence[str]) -> None:
    """The legend: what each grey means."""
    from matplotlib.patches import Patch  # noqa: PLC0415 - comes with the figure

    looks = [_STEPS[at % len(_STEPS)] for at in range(len(steps))]
    names = list(steps)
    if any(part is None for row in rows for part in row.parts):
        looks.append(_UNTOLD)
        names.append(f"{HIDDEN} không nêu riêng")
    patches = [
        Patch(facecolor=grey, hatch=hatch, edgecolor=_INK, linewidth=0.6, label=name)
        for (grey, hatch), name in zip(looks, names, strict=True)
    ]
    axes.figure.legend(
        handles=patches,
        loc="lower center",
        ncols=_LEGEND_COLUMNS,
        frameon=False,
        fontsize=_FONT_PT - 0.5,
        handlelength=1.8,
        columnspacing=1.2,
    )


def _png(figure: Figure) -> bytes:
    from matplotlib import __version__  # noqa: PLC0415 - comes with the figure

    content = io.BytesIO()
    figure.savefig(content, format="png", metadata={"Software": f"matplotlib {__version__}"})
    return content.getvalue()
