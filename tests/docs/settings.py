"""docs/settings.md, from the settings themselves."""

from __future__ import annotations

from dataclasses import fields

from makeready.config import GIB, OTHER_NAMES, Config
from tests.docs.markdown import GENERATED, table

FILE = "settings.md"
BEFORE = """# Settings

A setting comes from the environment, else from `makeready.toml` in the data folder (its name there without
`MAKEREADY_`, in lower case), else it has its default. They are read and checked once, when a process starts: a name
that is no setting, or a value of the wrong kind, is told in one sentence, and nothing starts.
"""
AFTER = """The web process and its workers must have the same settings; `makeready doctor` looks at what they lead to.
"""


def text() -> str:
    rows = [
        (f"`MAKEREADY_{one.name.upper()}`", _shown(one.default), one.metadata["sentence"]) for one in fields(Config)
    ]
    others = ", ".join(f"`MAKEREADY_{name.upper()}`" for name in sorted(OTHER_NAMES))
    end = f"{AFTER}\nFor the tests only: {others} (a Chromium to use instead of the one that is found).\n"
    return "\n".join([GENERATED, "", BEFORE, table(("setting", "default", "what for"), rows), "", end])


def _shown(value: object) -> str:
    if value in ("", ()):
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value}` (1 GiB)" if value == GIB else f"`{value}`"
