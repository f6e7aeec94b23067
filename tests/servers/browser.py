"""Which Chromium do the browser tests drive? `python -m tests.servers.browser` finds or gets one, and says which.

In this order: `MAKEREADY_CHROMIUM`, the PATH, what Playwright downloaded before; then `playwright install chromium`;
then Debian's package, as root where apt is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none", "--force-color-profile=srgb",
)  # fmt: skip
COMMAND = "python -m tests.servers.browser"
MISSING = f"there is no Chromium; `{COMMAND}` gets one, or set MAKEREADY_CHROMIUM to its path"


def present() -> tuple[str, str] | None:
    """Path of a browser that is here, and where it was found; None where there is none. Downloads nothing."""
    given = os.environ.get("MAKEREADY_CHROMIUM", "")
    if given:
        if not Path(given).is_file():
            raise FileNotFoundError(f"MAKEREADY_CHROMIUM names {given}, which is no file.")
        return given, "named by MAKEREADY_CHROMIUM"
    for name in NAMES:
        if found := shutil.which(name):
            return found, "found on PATH"
    downloaded = _of_playwright()
    return (downloaded, "downloaded by Playwright") if downloaded else None


def get() -> tuple[str, str] | None:
    """A browser that is here or that can be had now; None where every way failed."""
    for way in (_install_by_playwright, _install_by_apt):
        if found := present():
            return found
        _say(way)
    return present()


def _of_playwright() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else ""


def _install_by_playwright() -> bool:
    return _run(sys.executable, "-m", "playwright", "install", "chromium")


def _install_by_apt() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    _run("apt-get", "update", "-q")
    return _run("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium")


def _run(*command: str) -> bool:
    print("$", " ".join(command), flush=True)
    try:
        return subprocess.run(command, timeout=600, stdin=subprocess.DEVNULL).returncode == 0
    except (OSError, subprocess.TimeoutExpired) as why:
        print(f"  {why}", flush=True)
        return False


def _say(way: Callable[[], bool]) -> None:
    if not way():
        print(f"  {way.__name__.strip('_').replace('_', ' ')}: not possible here", flush=True)


if __name__ == "__main__":
    chosen = get()
    if chosen is None:
        print("No Chromium can be had: browser tests will be skipped. Install one, or set MAKEREADY_CHROMIUM.")
        sys.exit(1 if os.environ.get("CI") == "true" else 0)
    print(f"browser tests drive {chosen[0]} ({chosen[1]})")
