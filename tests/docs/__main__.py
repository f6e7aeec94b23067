"""`make docs`: write what docs/ has from the code. `--check` only says what is not current."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("MAKEREADY_DATA", "build/docs")
os.environ.setdefault("MAKEREADY_LOG_LEVEL", "WARNING")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makeready.office.site.settings")

import django

django.setup()

from tests.docs.generated import GENERATORS, ROOT  # noqa: E402


def main() -> int:
    old = []
    for generator in GENERATORS:
        file: Path = ROOT / "docs" / generator.FILE
        text = generator.text()
        if file.exists() and file.read_text("utf-8") == text:
            continue
        old.append(file.name)
        if "--check" not in sys.argv:
            file.write_text(text, "utf-8")
    what = "not current" if "--check" in sys.argv else "written"
    print(f"{len(GENERATORS)} documents from the code; {what}: {', '.join(old) or 'none'}.")
    return 1 if old and "--check" in sys.argv else 0


sys.exit(main())
