"""What is in the file of a drawing? Its tree of elements, read without reaching for anything outside."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from makeready.press.findings import Finding, PressError

MAX_BYTES = 16 * 1024 * 1024
"""Longest file; a megabyte of path data takes half a second."""
HIDDEN_PARTS = {"foreignObject": "embedded web pages", "script": "scripts", "video": "films", "audio": "sounds",
                 "iframe": "embedded web pages"}  # fmt: skip


class SvgUnreadable(Finding):
    """A file that is no usable SVG."""

    code = "svg-unreadable"
    sentence = "The SVG cannot be used: {why}"
    fix = "Export it again as plain SVG, without scripts and links to other files."


def parse(data: bytes) -> Element:
    """The root of a drawing.

    Raises:
        PressError: with `SvgUnreadable`.
    """
    if not data.strip():
        raise unreadable("the file is empty.")
    if len(data) > MAX_BYTES:
        raise unreadable(f"it is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        root = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise unreadable("it defines entities, which can reach for other files; they are not allowed.") from error
    except ParseError as error:
        line, column = error.position
        raise unreadable(f"it is no well-formed XML (line {line}, column {column + 1}).") from error
    except (ValueError, LookupError) as error:
        raise unreadable("its text is in an encoding that cannot be read.") from error
    if tag(root) != "svg":
        raise unreadable(f"it is XML, but its root is “{tag(root)[:40]}”, not “svg”.")
    assert isinstance(root, Element)
    return root


def unreadable(why: str) -> PressError:
    """The error of a file that is no usable SVG."""
    return PressError([SvgUnreadable(why=why)])


def tag(element: Element) -> str:
    """The name of an element of SVG or of no namespace; that of strangers (editors' own data) is empty."""
    name = element.tag
    if not isinstance(name, str):
        return ""
    space, _, local = name.rpartition("}")
    return local if space in ("", "{http://www.w3.org/2000/svg") or local in HIDDEN_PARTS else ""


def plain(element: Element) -> Mapping[str, str]:
    """The attributes of SVG itself."""
    attributes = {name: value for name, value in element.attrib.items() if not name.startswith("{")}
    if "{http://www.w3.org/XML/1998/namespace}space" in element.attrib:
        attributes["xml:space"] = element.attrib["{http://www.w3.org/XML/1998/namespace}space"]
    return attributes
