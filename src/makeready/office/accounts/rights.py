"""Who may do what? One table of rights, roles and scopes, for the panel and the API alike.

Roles contain one another (viewer < operator < prepress < administrator), so a right names the least role that
has it. An API key has a role too and must besides hold the right's scope.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from makeready.office.accounts.models import Role


class Right(StrEnum):
    """What somebody may be allowed to do."""

    SEE = "see"
    SEE_INBOX = "see_inbox"
    SEE_CONNECTIONS = "see_connections"
    SEE_PEOPLE = "see_people"
    TAKE_ORDERS = "take_orders"
    WORK = "work"
    PREPARE = "prepare"
    CONNECT = "connect"
    MANAGE_PEOPLE = "manage_people"


class Scope(StrEnum):
    """What an API key may do at all: read, or also change."""

    READ = "read"
    WRITE = "write"


class Row(NamedTuple):
    """One line of the table."""

    least: Role
    scope: Scope
    sentence: str


TABLE: dict[Right, Row] = {
    Right.SEE: Row(Role.VIEWER, Scope.READ, "see orders, projects, jobs and set-up, and download their files"),
    Right.WORK: Row(Role.OPERATOR, Scope.WRITE, "move projects, correct designs, write notes and run jobs"),
    Right.TAKE_ORDERS: Row(Role.OPERATOR, Scope.WRITE, "hand in orders and process store events again"),
    Right.SEE_INBOX: Row(Role.OPERATOR, Scope.READ, "see the stores' messages as they came"),
    Right.PREPARE: Row(
        Role.PREPRESS, Scope.WRITE, "change templates, products, pipelines, pictures, fonts and profiles"
    ),
    Right.SEE_CONNECTIONS: Row(Role.PREPRESS, Scope.READ, "see where files are delivered to"),
    Right.CONNECT: Row(Role.ADMINISTRATOR, Scope.WRITE, "connect stores and receivers"),
    Right.SEE_PEOPLE: Row(Role.ADMINISTRATOR, Scope.READ, "see people and API keys"),
    Right.MANAGE_PEOPLE: Row(Role.ADMINISTRATOR, Scope.WRITE, "add and change people and API keys"),
}

_ORDER = tuple(Role)


def includes(role: Role | str, least: Role) -> bool:
    """Whether a role has everything that `least` has."""
    return _ORDER.index(Role(role)) >= _ORDER.index(least)


def allows(role: Role | str, right: Right) -> bool:
    """Whether a role has a right."""
    return includes(role, TABLE[right].least)
