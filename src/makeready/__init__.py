"""Makeready: what happens between a web store's order and the first good sheet."""

__version__ = "0.1.0"
