"""Draws the frontier as an SVG by hand: two panels, cut-ins against median and 95th percentile delay."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

WIDTH, HEIGHT = 980, 420
PANEL = 400
LEFT, TOP, BOTTOM = 60, 46, 360
COLOURS = ("#0f8a63", "#8a8f98", "#3a86ff", "#d6303c", "#c2701d", "#8f4fd1")
"""legible on white and on near-black"""
STYLE = """<style>
text { fill: #1c1f23 } .grid { stroke: #d9dce1 } .goal { stroke: #6b7280 } .paper { fill: #ffffff }
@media (prefers-color-scheme: dark) {
text { fill: #e8eaed } .grid { stroke: #34383f } .goal { stroke: #9aa0aa } .paper { fill: #14161a } }
</style>"""
MOST_S = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One contender: the figure lines of its settings, or of its only one."""

    name: str
    points: list[dict[str, Any]]


def drawn(curves: list[Curve]) -> str:
    """The picture as SVG text."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="12">{STYLE}<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>'
    ]
    for place, (key, title) in enumerate((("delay_p50_s", "median delay"), ("delay_p95_s", "95th percentile"))):
        parts.append(_panel(curves, key, title, LEFT + place * (PANEL + 70)))
    for number, curve in enumerate(curves):
        x = LEFT + number * (WIDTH - LEFT) // len(curves)
        colour = COLOURS[number % len(COLOURS)]
        parts.append(f'<circle cx="{x}" cy="{HEIGHT - 14}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="{x + 10}" y="{HEIGHT - 10}">{escape(curve.name)}</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _panel(curves: list[Curve], key: str, title: str, left: float) -> str:
    def x(seconds: float) -> float:
        return left + PANEL * min(seconds, MOST_S) / MOST_S

    def y(share: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * share

    parts = [
        f'<text x="{left}" y="24" font-size="14" font-weight="bold">Inner pauses cut, against the {escape(title)}'
        "</text>"
    ]
    for share in (0, 0.05, 0.2, 0.4, 0.6, 0.8, 1.0):
        line = 'class="goal" stroke-dasharray="4 3"' if share == 0.05 else 'class="grid"'
        parts.append(
            f'<line x1="{left}" x2="{left + PANEL}" y1="{y(share):.1f}" y2="{y(share):.1f}" {line}/>'
        )
        parts.append(f'<text x="{left - 6}" y="{y(share) + 4:.1f}" text-anchor="end">{share * 100:.0f} %</text>')
    for second in range(int(MOST_S) + 1):
        parts.append(f'<text x="{x(second):.1f}" y="{BOTTOM + 16}" text-anchor="middle">{second} s</text>')
    for number, curve in enumerate(curves):
        colour = COLOURS[number % len(COLOURS)]
        points = sorted((x(p[key]), y(p["cut_share"])) for p in curve.points)
        if len(points) > 1:
            path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        size = 3 if len(points) > 1 else 6
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{size}" fill="{colour}"/>' for a, b in points]
    return "\n".join(parts)
