"""Where do font files lie? In installed packages and in the machine's font folders."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

from makeready.press.font_folders import machine_font_folders

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
    found = {font for folder in machine_font_folders() for font in _fonts_in(folder)}
    return tuple(sorted(found, key=lambda p: (p.name, str(p))))


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
