"""What stands on page after page? Art that repeats is one Form XObject, and a page that repeats is written once.

Layout says what repeats (`Group.repeats`, `Page.repeats`): it is the same object every time.
"""

from __future__ import annotations

from dataclasses import dataclass

from makeready.press.displaylist.items import Group
from makeready.press.displaylist.page import Page
from makeready.press.geometry import Rect
from makeready.press.pdf.syntax import Ref

Setting = tuple[Rect, tuple[float, float], float]
"""What can be seen (mm), how much it is magnified, up to which size black type overprints (mm)."""


@dataclass(slots=True)
class Art:
    """A group as a form. setting: what it was drawn for, and may be drawn again."""

    group: Group
    setting: Setting
    form: Ref
    transparent: bool


class SharedArt:
    """The repeating art and pages of one file, found by identity: each is held, so that its id stays its own."""

    def __init__(self) -> None:
        self._arts: dict[int, Art] = {}
        self._pages: dict[int, tuple[Page, bytes]] = {}

    def find(self, group: Group, setting: Setting) -> Art | None:
        """The form of a group, where it has one for such a place."""
        art = self._arts.get(id(group))
        return art if art is not None and art.setting == setting else None

    def keep(self, art: Art) -> None:
        """Remember a form."""
        self._arts[id(art.group)] = art

    def page(self, page: Page) -> bytes | None:
        """The entries of a page that was written before, as tokens."""
        known = self._pages.get(id(page))
        return None if known is None else known[1]

    def keep_page(self, page: Page, entries: bytes) -> None:
        """Remember a page."""
        self._pages[id(page)] = page, entries
