"""Stored designs, revisions, assets; what an address held is fetched once and pinned."""
