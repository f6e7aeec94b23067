"""Behind walls everything is drawn as in front of them; what breaks there hurts one design, once."""

from __future__ import annotations

import ctypes
import hashlib
import io
import os
import random
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from makeready.press import confine, render, walled
from makeready.press.color.condition import OutputCondition
from makeready.press.confine import child
from makeready.press.design import document
from makeready.press.findings import PressError
from makeready.press.fonts.library import FontLibrary
from makeready.press.fonts.places import package_fonts
from makeready.press.output.wish import Wish
from makeready.press.pdf.metadata import Stamp
from makeready.press.sources import SourceFiles
from makeready.press.walled import Design, Limits, Materials, Stock
from makeready.press.walled.front import DesignTooHard

STAMP = Stamp(datetime(2026, 1, 2, tzinfo=UTC), "a design")
LIMITS = Limits()
PDF = Wish()


class Files:
    """What a shop holds: files by hash, and what a design calls them."""

    def __init__(self, **named: bytes) -> None:
        self.by_hash: dict[str, bytes] = {}
        self.named = {name: self.keep(data) for name, data in named.items()}
        self.read: list[str] = []

    def keep(self, data: bytes) -> str:
        """The file's hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.by_hash[sha256] = data
        return sha256

    def find(self, src: str) -> str:
        if src not in self.named:
            raise LookupError("it is not in this shop.")
        return self.named[src]

    def bytes_of(self, sha256: str) -> bytes:
        self.read.append(sha256)
        return self.by_hash[sha256]

    def stock(self, fonts: tuple[bytes, ...] = (), profile: bytes = b"") -> Stock:
        used = Materials(tuple(self.keep(font) for font in fonts), self.keep(profile) if profile else "")
        return Stock(used, self.find, self.bytes_of)


def design(*items: dict[str, Any], **record: str) -> Design:
    """A card with items."""
    placed = [{"x": 5, "y": 5, "width": 40, "height": 20, **item} for item in items]
    page = {"width": 85, "height": 55, "bleed": 3, "items": placed}
    fields = [{"name": name, "type": "text"} for name in record]
    return Design({"version": 1, "pages": [page], "fields": fields}, record)


def photo(width: int = 60, height: int = 40) -> bytes:
    """Noise, so that nothing of it is left out."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, "PNG")
    return out.getvalue()


def turned_photo() -> bytes:
    """A large JPEG that lies on its side."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.effect_noise((3000, 2000), 90).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def svg(inside: str) -> bytes:
    """A drawing."""
    start = '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm" viewBox="0 0 40 20">'
    return f"{start}{inside}</svg>".encode()


def own_profile() -> bytes:
    """A press's profile that is not the built-in one: the same tables under another date."""
    data = bytearray(OutputCondition.default().icc)
    data[24:36] = bytes([7, 230, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5])
    return bytes(data)


def refused(made: Design, stock: Stock, wish: Wish = PDF, limits: Limits = LIMITS) -> list[tuple[str, str]]:
    """Code and sentence of each finding."""
    with pytest.raises(PressError) as refusal:
        walled.print_file(made, wish, STAMP, stock, limits)
    return [(finding.code, finding.message) for finding in refusal.value.findings]


CARD = design(
    {"type": "text", "text": "{{Name}}", "font": "Source Serif Pro"}, {"type": "image", "src": "photo"},
    {"type": "image", "src": "turned"}, {"type": "svg", "src": "logo"}, Name="Anna Öz",
)  # fmt: skip


@pytest.mark.parametrize("wish", [Wish(), Wish(format="png", dpi=72), Wish(format="tiff", dpi=40), Wish(format="svg")])
def test_the_bytes_are_those_made_in_front_of_the_walls(wish):
    files = Files(photo=photo(), turned=turned_photo(), logo=svg('<circle cx="9" cy="9" r="5" fill="#c00"/>'))
    stock = files.stock(profile=own_profile())
    in_front = render.render(
        document.read(CARD.document), CARD.record, wish, fonts=FontLibrary(),
        sources=SourceFiles(lambda src: files.by_hash[files.find(src)]),
        condition=OutputCondition.from_icc(own_profile()), stamp=STAMP,
    )  # fmt: skip

    behind = walled.print_file(CARD, wish, STAMP, stock, LIMITS)

    assert hashlib.sha256(behind.data).hexdigest() == hashlib.sha256(in_front.data).hexdigest()
    assert (behind.kind, behind.page_count, behind.findings) == (in_front.kind, 1, in_front.findings)


def test_a_customers_file_is_made_a_page_and_a_finished_one_never_leaves_its_place():
    files = Files()
    picture = files.keep(photo())
    made = walled.print_customer_file(picture, Wish(), (90, 60), 3, STAMP, files.stock(), LIMITS)
    finished = files.keep(made.data)

    passed = walled.print_customer_file(finished, Wish(), None, 0, STAMP, files.stock(), LIMITS)

    assert made.data.startswith(b"%PDF")
    assert passed.data is files.by_hash[finished]


def test_a_font_of_the_shop_is_used_and_named():
    path = next(path for path in package_fonts() if path.name == "SourceSansPro-Bold.ttf")
    stock = Files().stock(fonts=(path.read_bytes(),))

    (used,) = walled.fonts_used(design({"type": "text", "text": "Hi", "weight": 700}), stock, LIMITS)

    assert used.name == "SourceSansPro-Bold"
    assert used.data == path.read_bytes()
    assert walled.families(stock)[0].source == "own"


def test_a_page_is_drawn_for_the_screen_whole_or_in_parts_and_a_missing_one_is_none():
    two = design({"type": "text", "text": "one"}, {"type": "text", "text": "two"})

    whole = walled.page_drawn(two, 1, Files().stock(), LIMITS)
    part = walled.page_drawn(two, 1, Files().stock(), LIMITS, only=("pages/0/items/1",))

    assert whole is not None and whole.svg.startswith("<svg")
    assert part is not None and list(part.items) == ["pages/0/items/1"]
    assert walled.page_drawn(two, 2, Files().stock(), LIMITS) is None


def test_what_is_wrong_with_a_design_comes_back_as_findings_with_their_places():
    ((code, words),) = refused(design({"type": "image", "src": "gone"}), Files().stock())

    assert code == "source-missing"
    assert "it is not in this shop" in words


def test_a_font_or_profile_that_is_gone_is_told_in_words():
    stock = Stock(Materials(("a" * 64,)), str, Files().find)

    ((code, words),) = refused(CARD, stock)

    assert code == "source-missing"
    assert "aaaa" in words


def test_a_picture_sent_once_is_not_sent_again(monkeypatch):
    only_child = _pool_of_one(monkeypatch)
    files = Files(photo=photo(), turned=photo(), logo=svg(""))
    try:
        for _ in range(3):
            walled.print_file(CARD, Wish(), STAMP, files.stock(), LIMITS)
    finally:
        only_child.end()

    assert files.read.count(files.named["photo"]) == 1


class TestHostileFiles:
    """Each is refused or drawn without harm, and the next design is drawn."""

    @pytest.fixture(autouse=True)
    def next_design_is_drawn(self):
        yield
        assert walled.print_file(design({"type": "text", "text": "next"}), Wish(), STAMP, Files().stock(), LIMITS).data

    def test_a_drawing_that_never_ends_is_ended(self):
        endless = svg('<path d="M0 0' + " L1 1" * 1_500_000 + '"/>')
        stock = Files(logo=endless).stock()

        ((code, words),) = refused(design({"type": "svg", "src": "logo"}), stock, limits=Limits(seconds=1.0))

        assert code == "design-too-hard"
        assert "longer than 1 seconds" in words

    def test_a_picture_larger_than_the_memory_is_told_so(self):
        bomb = io.BytesIO()
        Image.new("RGBA", (9000, 9000)).save(bomb, "PNG")
        stock = Files(bomb=bomb.getvalue()).stock()
        whole = design({"type": "image", "src": "bomb", "width": 300, "height": 300})

        found = refused(whole, stock, Wish(dpi=1000), Limits(memory=100 * 1024 * 1024))

        assert [code for code, _ in found] == ["design-too-hard"]
        assert "more than 100 MiB of memory" in found[0][1]

    def test_a_drawing_that_reaches_for_other_files_gets_none(self, tmp_path):
        secret = tmp_path / "secret"
        secret.write_text("sesame")
        entity = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{secret}">]>'.encode() + svg("<text>&x;</text>")
        linked = svg(f'<image href="file://{secret}" width="9" height="9"/><text>shown</text>')

        ((code, words),) = refused(design({"type": "svg", "src": "logo"}), Files(logo=entity).stock())
        drawn = walled.print_file(
            design({"type": "svg", "src": "logo"}), Wish(format="svg"), STAMP, Files(logo=linked).stock(), LIMITS
        )

        assert (code, "entities" in words) == ("svg-unreadable", True)
        assert b"sesame" not in drawn.data
        assert any("pictures of other files" in finding.message for finding in drawn.findings)

    @pytest.mark.parametrize("cut", [0, 4, 100])
    def test_a_font_that_is_cut_off_or_no_font_is_refused_in_words(self, cut):
        whole = next(iter(package_fonts())).read_bytes()

        found = refused(
            CARD, Files(photo=photo(), turned=photo(), logo=svg("")).stock(fonts=(whole[:cut] + b"\0" * 40,))
        )

        assert {code for code, _ in found} == {"font-unreadable"}

    def test_a_font_with_damaged_tables_is_used_as_far_as_it_goes_or_refused(self):
        whole = next(path for path in package_fonts() if path.name == "SourceSansPro-Regular.ttf").read_bytes()
        words = design({"type": "text", "text": "Äffig 12"})
        chance = random.Random(7)
        for _ in range(12):
            damaged = bytearray(whole)
            for place in chance.sample(range(300, len(whole)), 400):
                damaged[place] = chance.randrange(256)
            try:
                made = walled.print_file(words, PDF, STAMP, Files().stock(fonts=(bytes(damaged),)), LIMITS)
                assert made.data.startswith(b"%PDF")
            except PressError as why:
                assert all(finding.message for finding in why.findings)

    @pytest.mark.parametrize("deed", ["crash", "write", "connect", "leave"])
    def test_a_child_taken_over_reaches_nothing_and_its_death_is_one_finding(self, deed, tmp_path):
        with (
            socket.create_server(("127.0.0.1", 0)) as server,
            pytest.raises((PressError, confine.ConfinedFault)) as end,
        ):
            confine.run(taken_over, deed, str(tmp_path / "x"), server.getsockname()[1], too_hard=DesignTooHard)

        if isinstance(end.value, PressError):
            assert [finding.code for finding in end.value.findings] == ["design-too-hard"]
        else:
            assert "PermissionError" in str(end.value)
        assert not (tmp_path / "x").exists()

    def test_a_child_cannot_ask_for_what_is_not_in_stock(self):
        with pytest.raises(confine.ConfinedFault, match="there is no database"):
            confine.run(asks_for, "database", "all of it", questions=Files().stock().answer)


def taken_over(deed: str, path: str, port: int) -> None:
    """What a reader might be made to do by a file."""
    if deed == "crash":
        ctypes.string_at(0)
    if deed == "write":
        Path(path).write_text("x")
    if deed == "connect":
        socket.create_connection(("127.0.0.1", port), timeout=1)
    if deed == "leave":
        os._exit(0)


def asks_for(kind: str, name: str) -> str:
    return str(child.ask(kind, name))


def _pool_of_one(monkeypatch: pytest.MonkeyPatch) -> Any:
    from makeready.press.confine import pool

    one = pool._Pool(limit=1)
    monkeypatch.setattr(pool, "_pool", one)
    return one
