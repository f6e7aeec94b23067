"""How do parameters speak of artifacts? `"print": "…"`, `"page*": "…-*…"`, and one element by its own name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from makeready.office.tasks.task import Input


def text_for(artifact: Input, by_name: Mapping[str, str]) -> str | None:
    """What the parameters say for an artifact: under its own name, else its collection's with `*` as its number."""
    if artifact.alias in by_name:
        return by_name[artifact.alias]
    if artifact.collection in by_name:
        return by_name[artifact.collection].replace("*", str(artifact.index))
    return None


def faults_of_names(
    given: Mapping[str, Any], inputs: Sequence[str], known: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """(path, sentence) of parameters that name no artifact of the task, or hold no text."""
    for name, value in given.items():
        if name in known:
            continue
        if not any(is_or_belongs_to(name, artifact) for artifact in inputs):
            here = ", ".join(inputs) or "none"
            yield name, f"“{name}” is neither a parameter nor one of this task's inputArtifacts ({here})."
        elif not isinstance(value, str):
            yield name, f"{name} must be text; it is {value!r}."


def is_or_belongs_to(name: str, artifact: str) -> bool:
    """Whether a name is an artifact, or an element of a collection (`page3` of `page*`)."""
    if name == artifact:
        return True
    return "*" in artifact and re.fullmatch(re.escape(artifact).replace(r"\*", r"[1-9]\d*"), name) is not None
