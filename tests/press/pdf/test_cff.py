"""CIDs of CFF fonts, from charsets of every format."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.press.pdf.cff import cids


def cff(charset: bytes, *, keyed: bool = True) -> bytes:
    """The beginning of a CFF table: header, names, one top DICT, charset."""

    def index(data: bytes) -> bytes:
        return struct.pack(">HBBB", 1, 1, 1, 1 + len(data)) + data

    start = 4 + len(index(b"Font"))
    ros = bytes([139, 139, 139, 12, 30]) if keyed else b""
    length = len(index(ros + bytes(6)))
    top = ros + struct.pack(">BiB", 29, start + length, 15)
    return bytes([1, 0, 4, 1]) + index(b"Font") + index(top) + charset


def test_fonts_without_cids_have_none():
    assert cids(cff(b"\0", keyed=False), 1) is None


@pytest.mark.parametrize(
    "charset",
    [
        struct.pack(">B4H", 0, 5, 6, 7, 900),
        struct.pack(">BHBHB", 1, 5, 2, 900, 0),
        struct.pack(">BHHHH", 2, 5, 2, 900, 0),
    ],
    ids=["list", "short ranges", "long ranges"],
)
def test_charsets_of_all_formats_are_read(charset):
    assert cids(cff(charset), 5) == [0, 5, 6, 7, 900]


@given(st.binary(max_size=120))
def test_any_bytes_give_a_list_or_none(data):
    found = cids(bytes([1, 0, 4, 1]) + data, 3)

    assert found is None or len(found) == 3
