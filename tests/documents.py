"""Do the documents hold together? Every relative link in a Markdown file must lead somewhere. `make check` runs it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
HEADING = re.compile(r"^#+\s+(.*?)\s*#*$", re.MULTILINE)


def dead_links(root: Path = ROOT) -> Iterator[str]:
    """A sentence for each link that leads nowhere."""
    for document in _documents(root):
        words = FENCE.sub("", document.read_text("utf-8"))
        for target in LINK.findall(words):
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            place, _, anchor = target.partition("#")
            file = (document.parent / place).resolve() if place else document
            if not file.exists():
                yield f"{document.relative_to(root)}: {target} is not there."
            elif anchor and file.suffix == ".md" and anchor not in _anchors(file):
                yield f"{document.relative_to(root)}: {target} has no such heading."


def _documents(root: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return [root / name for name in listed.stdout.splitlines() if (root / name).exists()]


def _anchors(file: Path) -> set[str]:
    headings = HEADING.findall(FENCE.sub("", file.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


if __name__ == "__main__":
    found = list(dead_links())
    for sentence in found:
        print(sentence, file=sys.stderr)
    print(f"Documents: {len(_documents(ROOT))} read, {len(found)} dead links.")
    sys.exit(1 if found else 0)
