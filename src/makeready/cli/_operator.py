"""Who types the commands? The actor that history names for what is done at the command line."""

from __future__ import annotations

import getpass

from makeready.office.accounts.actor import Actor, ActorKind


def operator() -> Actor:
    """Whoever is signed in at this machine; in a container perhaps nobody by name."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "somebody"
    return Actor(ActorKind.SYSTEM, f"{name} at the command line")
