"""Make a key for a program; it is printed once."""

from __future__ import annotations

import argparse

from makeready.cli import DONE, say

ROLES = {"admin": "administrator"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """For whom."""
    acts = parser.add_subparsers(title="what to do", metavar="ACT", required=True)
    create = acts.add_parser("create", help="make a key")
    create.add_argument("name", metavar="NAME", help="the program that uses it")
    create.add_argument(
        "--scope", action="append", choices=["read", "write"], help="what it may do; may be repeated (default: both)"
    )
    create.add_argument("--role", default="administrator", help="at most what this role may (default administrator)")
    create.set_defaults(act=_create)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from makeready.office.site.prepare import prepare

    prepare()
    return int(args.act(args))


def _create(args: argparse.Namespace) -> int:
    from makeready.cli._operator import operator
    from makeready.office.accounts import keys

    scopes = args.scope or ["read", "write"]
    key, secret = keys.create(args.name, by=operator(), scopes=scopes, role=ROLES.get(args.role, args.role))
    say(f"The key “{key.name}” ({', '.join(key.scopes)}; {key.get_role_display()}) is shown this once:")
    print(secret)
    return DONE
