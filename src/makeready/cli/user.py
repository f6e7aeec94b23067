"""Make somebody who can sign in at the panel; the password is printed once."""

from __future__ import annotations

import argparse

from makeready.cli import DONE, say

ROLES = {"admin": "administrator"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Who."""
    acts = parser.add_subparsers(title="what to do", metavar="ACT", required=True)
    create = acts.add_parser("create", help="add somebody")
    create.add_argument("name", metavar="NAME", help="they sign in with it")
    create.add_argument(
        "--role", default="operator", help="viewer, operator (default), prepress, administrator (or admin)"
    )
    create.set_defaults(act=_create)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from makeready.office.site.prepare import prepare

    prepare()
    return int(args.act(args))


def _create(args: argparse.Namespace) -> int:
    from makeready.cli._operator import operator
    from makeready.office.accounts import people

    person, password = people.add(args.name, by=operator(), role=ROLES.get(args.role, args.role))
    say(f"{person.name} can sign in as {person.get_role_display()}. The password is shown this once:")
    print(password)
    return DONE
