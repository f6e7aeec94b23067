"""Which face of a family comes nearest to a style? CSS Fonts Level 4, 5.2: width, then slant, then weight."""

from __future__ import annotations

from makeready.press.fonts.face import FaceFacts


def distance(face: FaceFacts, weight: int, italic: bool) -> tuple[float, ...]:
    """How far a face is from a style; the least tuple is the best match."""
    width = face.axis("wdth")
    nearest_width = width.clamp(100.0) if width else face.width
    slant_missing = face.italic != italic and not (italic and can_slant(face))
    return abs(nearest_width - 100.0), float(slant_missing), *_weight(face, weight)


def can_slant(face: FaceFacts) -> bool:
    """Whether an upright face becomes italic by an axis."""
    return face.axis("ital") is not None or face.axis("slnt") is not None


def axes_for(
    face: FaceFacts, weight: int, italic: bool, more: tuple[tuple[str, float], ...] = ()
) -> tuple[tuple[str, float], ...]:
    """Where to set the face's axes; only those that leave their default, sorted by tag. more: wished for by tag."""
    wished = {"wght": float(weight), "wdth": 100.0}
    if italic and not face.italic:
        wished |= {"ital": 1.0} if face.axis("ital") else {"slnt": -10.0}
    wished |= dict(more)
    places = {axis.tag: axis.clamp(wished[axis.tag]) for axis in face.axes if axis.tag in wished}
    return tuple(sorted((tag, value) for tag, value in places.items() if value != _default(face, tag)))


def _default(face: FaceFacts, tag: str) -> float:
    axis = face.axis(tag)
    return axis.default if axis else 0.0


def _weight(face: FaceFacts, wanted: int) -> tuple[int, float]:
    """Rank of a face's weight: the nearer side first, then the distance.

    400 and 500 stand in for each other first; lighter wishes look at lighter faces first, bolder at bolder.
    """
    axis = face.axis("wght")
    has = axis.clamp(wanted) if axis else float(face.weight)
    apart = abs(has - wanted)
    if 400 <= wanted <= 500:
        if wanted <= has <= 500:
            return 0, apart
        return (1, apart) if has < wanted else (2, apart)
    lighter_first = wanted < 400
    return int((has > wanted) if lighter_first else (has < wanted)), apart
