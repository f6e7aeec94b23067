"""May a font go into a file? Its maker says so in its licence bits."""

from __future__ import annotations

from makeready.press.findings import Finding


class FontNotEmbeddable(Finding):
    """A font whose maker forbids embedding (OS/2 fsType)."""

    code = "font-not-embeddable"
    sentence = "The font “{font}” may not be embedded: its maker forbids it."
    fix = "Use another font, or one whose licence allows embedding."
