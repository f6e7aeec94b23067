"""Who is asking, and what may they do? A person or an API key with its rights, as a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.accounts.models import ApiKey, Person, Role
from makeready.office.accounts.rights import TABLE, Right, Scope, allows
from makeready.office.errors import Forbidden

ALL_SCOPES = frozenset(Scope)


@dataclass(frozen=True)
class Principal:
    """Somebody who is known: the actor that history will name, the role, and what a key may do at all."""

    actor: Actor
    role: Role
    scopes: frozenset[Scope] = ALL_SCOPES

    def may(self, right: Right) -> bool:
        """Whether they have a right."""
        return allows(self.role, right) and TABLE[right].scope in self.scopes

    def require(self, right: Right) -> None:
        """Let pass who has the right.

        Raises:
            Forbidden: naming what is missing, role or scope.
        """
        row = TABLE[right]
        if not allows(self.role, right):
            raise Forbidden(
                f"The role {self.role.label} may not {row.sentence}: that takes {row.least.label} or above.",
                needed_role=row.least.value,
            )
        if row.scope not in self.scopes:
            raise Forbidden(
                f"This key may not {row.sentence}: it lacks the scope “{row.scope}”.",
                fix=f"Use a key with the scope “{row.scope}”.",
                needed_scope=row.scope.value,
            )


def person_principal(person: Person) -> Principal:
    """A signed-in person."""
    return Principal(Actor(ActorKind.PERSON, person.shown_name, person.id), Role(person.role))


def key_principal(key: ApiKey) -> Principal:
    """A program with a key."""
    return Principal(Actor(ActorKind.API_KEY, key.name, key.id), Role(key.role), known_scopes(key.scopes))


def known_scopes(names: Iterable[str]) -> frozenset[Scope]:
    """Scopes by name; names that mean nothing (any more) grant nothing."""
    return frozenset(scope for scope in Scope if scope.value in set(names))
