"""How is a gradient drawn in SVG? Sampled through the profile, so that the screen shows how the inks mix."""

from __future__ import annotations

from makeready.press.color.condition import OutputCondition
from makeready.press.color.ramp import as_printed, in_gray, on_screen, ramp
from makeready.press.displaylist.paint import Gradient
from makeready.press.geometry import Matrix
from makeready.press.svg.numbers import short


def element(
    gradient: Gradient, name: str, matrix: Matrix, condition: OutputCondition, *, masking: bool, screen: bool
) -> str:
    """The gradient's element. matrix: from the gradient's space to that of the shape. masking: in grey, as in a mask.

    Evenly mixed inks do not look evenly mixed: between two stops there are as many more as it takes for the
    difference not to be seen. screen: for screens alone, where no press changes its colours.
    """
    mixed = ramp(gradient, condition)
    look = on_screen if screen else as_printed
    stops: list[str] = []
    for at, mixture in mixed.fine(1) if masking and mixed.neutral else mixed.fine():
        values = (in_gray(mixture, mixed.spots, condition),) * 3 if masking else look(mixture, mixed.spots, condition)
        r, g, b = (round(max(0.0, min(1.0, value)) * 255) for value in values)
        stops.append(f'<stop offset="{short(at, 5)}" stop-color="#{r:02x}{g:02x}{b:02x}"/>')
    start, end = gradient.start, gradient.end
    turned = "" if matrix.is_identity else f' gradientTransform="{_matrix(matrix)}"'
    head = f'id="{name}" gradientUnits="userSpaceOnUse"{turned}'
    if gradient.radii is None:
        line = f'x1="{short(start.x, 4)}" y1="{short(start.y, 4)}" x2="{short(end.x, 4)}" y2="{short(end.y, 4)}"'
        return f"<linearGradient {head} {line}>{''.join(stops)}</linearGradient>"
    inner, outer = gradient.radii
    focus = f'fx="{short(start.x, 4)}" fy="{short(start.y, 4)}" fr="{short(inner, 4)}"'
    circle = f'cx="{short(end.x, 4)}" cy="{short(end.y, 4)}" r="{short(outer, 4)}"'
    return f"<radialGradient {head} {focus} {circle}>{''.join(stops)}</radialGradient>"


def _matrix(m: Matrix) -> str:
    values = (m.a, m.b, m.c, m.d, m.e, m.f)
    return f"matrix({' '.join(short(value, 6) for value in values)})"
