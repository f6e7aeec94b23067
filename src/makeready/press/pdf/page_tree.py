"""How are pages found again? A page tree two levels deep, written while pages come (ISO 32000-1, 7.7.3)."""

from __future__ import annotations

from makeready.press.pdf.objects import Objects
from makeready.press.pdf.syntax import Name, Ref, Value

IN_A_NODE = 64
"""Pages under one node: a viewer reads two nodes to find any page, however long the file."""


class PageTree:
    """The pages of one file."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._root = objects.reserve()
        self._nodes: list[Value] = []
        self._node: Ref | None = None
        self._kids: list[Value] = []
        self._count = 0

    def add(self, entries: bytes, part: Ref | None = None) -> Ref:
        """The next page. entries: all but its type and parent, as tokens. part: the document part that it is of."""
        node = self._node = self._node or self._objects.reserve()
        page = self._objects.reserve()
        if part is not None:
            entries = b"%s/DPart %d 0 R" % (entries, part.number)
        self._objects.add_tokens(b"<</Type/Page/Parent %d 0 R%s>>" % (node.number, entries), page)
        self._kids.append(page)
        self._count += 1
        if len(self._kids) == IN_A_NODE:
            self._close_node(node)
        return page

    def finish(self) -> Ref:
        """Write what is left of the tree; returns its root."""
        if self._node is not None:
            self._close_node(self._node)
        return self._objects.add({"Type": Name("Pages"), "Kids": self._nodes, "Count": self._count}, self._root)

    def _close_node(self, node: Ref) -> None:
        entries: dict[str, Value] = {
            "Type": Name("Pages"),
            "Parent": self._root,
            "Kids": self._kids,
            "Count": len(self._kids),
        }
        self._nodes.append(self._objects.add(entries, node))
        self._node, self._kids = None, []
