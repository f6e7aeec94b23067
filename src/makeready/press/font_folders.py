"""Where does this machine keep its fonts? The folders, as its system and its user say."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def machine_font_folders() -> list[Path]:
    """Folders that may hold fonts, the user's own first; not all of them need to be there."""
    home = Path.home()
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:\\Windows"))
        return [Path(os.environ.get("LOCALAPPDATA", str(home))) / "Microsoft/Windows/Fonts", windows / "Fonts"]
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    return [own / "fonts", home / ".fonts", *(Path(place) / "fonts" for place in shared.split(":") if place)]
