"""Plots as inline SVG: stacked shares, bars with intervals, paired changes. No script; colours come from the page's style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_LABEL, _WIDTH, _ROW, _BAR = 190, 420, 24, 15  # pixels
_TAIL = 150  # room for numbers after the bars


@dataclass(frozen=True)
class Share:
    """One part of a stacked bar: style class, share of 1, what the pointer shows."""

    style: str
    value: float
    title: str


@dataclass(frozen=True)
class Bar:
    """A bar from 0 to `value`, with its interval where known; `note` stands after it."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    note: str = ""
    style: str = "bar"


@dataclass(frozen=True)
class Move:
    """A figure before and now."""

    label: str
    before: float
    after: float
    less_is_better: bool = False


def stacked(rows: Sequence[tuple[str, Sequence[Share], str]]) -> str:
    """One stacked bar a row: label, parts, note."""
    body = []
    for number, (label, shares, note) in enumerate(rows):
        x = float(_LABEL)
        top = number * _ROW + 4
        body.append(_label(label, top))
        for share in shares:
            width = share.value * _WIDTH
            if width > 0:
                body.append(
                    f'<rect class="{share.style}" x="{x:.1f}" y="{top}" width="{width:.1f}" height="{_BAR}"><title>{escape(share.title)}</title></rect>'
                )
            x += width
        body.append(_note(note, _LABEL + _WIDTH + 8, top))
    return _svg(body, len(rows))


def bars(rows: Sequence[Bar], top_value: float = 1.0) -> str:
    """Horizontal bars on one scale from 0 to `top_value`; whiskers are 95 % intervals."""
    scale = _WIDTH / top_value if top_value > 0 else 0.0
    body = []
    for number, bar in enumerate(rows):
        top = number * _ROW + 4
        body.append(_label(bar.label, top))
        body.append(
            f'<rect class="{bar.style}" x="{_LABEL}" y="{top}" width="{max(0.0, bar.value) * scale:.1f}" height="{_BAR}"/>'
        )
        if bar.low is not None and bar.high is not None:
            x1, x2 = (_LABEL + max(0.0, v) * scale for v in (bar.low, bar.high))
            body.append(
                f'<line class="whisker" x1="{x1:.1f}" x2="{x2:.1f}" y1="{top + _BAR / 2}" y2="{top + _BAR / 2}"/>'
            )
        body.append(_note(bar.note, _LABEL + _WIDTH + 8, top))
    return _svg(body, len(rows))


def moved(rows: Sequence[Move]) -> str:
    """Before (hollow) and after (filled) on a line from 0 to 1, one figure a row."""
    body = []
    for number, move in enumerate(rows):
        middle = number * _ROW + 4 + _BAR / 2
        x1, x2 = (_LABEL + min(1.0, max(0.0, v)) * _WIDTH for v in (move.before, move.after))
        style = (
            "same"
            if move.after == move.before
            else "better"
            if (move.after > move.before) is not move.less_is_better
            else "worse"
        )
        body.append(_label(move.label, number * _ROW + 4))
        body.append(f'<line class="axis" x1="{_LABEL}" x2="{_LABEL + _WIDTH}" y1="{middle}" y2="{middle}"/>')
        body.append(f'<line class="{style}" x1="{x1:.1f}" x2="{x2:.1f}" y1="{middle}" y2="{middle}"/>')
        body.append(
            f'<circle class="before" cx="{x1:.1f}" cy="{middle}" r="4"/><circle class="{style}" cx="{x2:.1f}" cy="{middle}" r="5"/>'
        )
        body.append(_note(f"{move.before:.3f} → {move.after:.3f}", _LABEL + _WIDTH + 12, number * _ROW + 4))
    return _svg(body, len(rows))


def _label(text: str, top: float) -> str:
    return f'<text class="label" x="{_LABEL - 8}" y="{top + _BAR - 3}">{escape(text)}</text>'


def _note(text: str, x: float, top: float) -> str:
    return f'<text class="note" x="{x}" y="{top + _BAR - 3}">{escape(text)}</text>'


def _svg(body: Sequence[str], rows: int) -> str:
    width, height = _LABEL + _WIDTH + _TAIL, rows * _ROW + 8
    return f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img">{"".join(body)}</svg>'
