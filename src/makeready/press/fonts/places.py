"""Where do font files lie? In installed packages and in the machine's font folders."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}


@lru_cache(maxsize=1)
def package_fonts() -> tuple[Path, ...]:
    """Fonts that came as Python packages: `font-…` and `fontpkg-…` keep theirs in a folder `files`."""
    folders = [
        Path(package.path) / "files"
        for place in sys.path
        if place and Path(place).is_dir()
        for package in _folders(Path(place))
        if package.name.startswith(("font_", "fontpkg_"))
    ]
    return tuple(sorted({font for folder in folders for font in _fonts_in(folder)}, key=lambda p: (p.name, str(p))))


@lru_cache(maxsize=1)
def machine_fonts() -> tuple[Path, ...]:
    """Fonts of the machine, in the folders where its system keeps them."""
    found = {font for folder in _machine_folders() for font in _fonts_in(folder)}
    return tuple(sorted(found, key=lambda p: (p.name, str(p))))


def _machine_folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:\\Windows"))
        return [Path(os.environ.get("LOCALAPPDATA", str(home))) / "Microsoft/Windows/Fonts", windows / "Fonts"]
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    return [own / "fonts", home / ".fonts", *(Path(place) / "fonts" for place in shared.split(":") if place)]


def _fonts_in(folder: Path) -> list[Path]:
    return [
        Path(parent) / name for parent, _, names in os.walk(folder) for name in names if name[-4:].lower() in SUFFIXES
    ]


def _folders(place: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            return [entry for entry in entries if entry.is_dir()]
    except PermissionError:  # a place on sys.path that this account may not list holds nothing for us
        return []
