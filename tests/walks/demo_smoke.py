"""Does the demo start on a clean data folder, answer, and end when told? `.ci/run` calls it with the folder."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PATIENCE = 180


def main(data: Path) -> int:
    """Start `makeready demo` on a free port, look at it as its user would begin to, and end it."""
    command = [str(Path(sys.executable).parent / "makeready"), "demo", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1)
    try:
        said = _until_ready(process)
        listed = _get(f"{said['address']}/api/v1/projects?limit=200", said["api key"])
        count = listed.count('"prj_')
        assert count >= 40, f"{count} projects, expected 40"
        assert "password" in _get(f"{said['address']}/", None)
        print(f"The demo answers at {said['address']} with {count} projects.")
    finally:
        process.terminate()
        code = process.wait(timeout=30)
    print(f"The demo ended with {code} when told.")
    return 0 if code == 0 else 1


def _until_ready(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout
    said: dict[str, str] = {}
    end = time.monotonic() + PATIENCE
    for line in process.stdout:
        if found := re.match(r"(address|user|password|api key): (.+)", line):
            said[found[1]] = found[2].strip()
        if line.strip() == "ready":
            return said
        assert time.monotonic() < end, "the demo is not ready in time"
    raise AssertionError(f"the demo ended before it was ready: {process.poll()}")


def _get(url: str, key: str | None) -> str:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"} if key else {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.read().decode())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
