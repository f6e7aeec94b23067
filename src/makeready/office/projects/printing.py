"""How are a project's print files made where nobody says otherwise? The product's settings, the slug's words."""

from __future__ import annotations

from typing import Any

from makeready.office.projects.models import Project


def print_settings(project: Project) -> dict[str, Any]:
    """The product's `print`, with the words and the code of a slug line that is asked for."""
    settings = dict(project.product.print) if project.product else {}
    number = project.order.number
    code = "".join(c for c in number if c.isascii() and c.isprintable())[:40].strip("# ")
    return {"slug": f"Order {number} · {project.number} · {project.name}"[:300], "slug_code": code, **settings}
