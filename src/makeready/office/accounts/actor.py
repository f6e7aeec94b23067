"""Who does it? The actor of every act, as a value that history keeps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """Kinds of actors, as api.md names them."""

    STORE = "store"
    PERSON = "person"
    API_KEY = "api_key"
    PIPELINE = "pipeline"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Kind, the name people read, and the id of the person, key, storefront event or job."""

    kind: ActorKind
    name: str
    id: str = ""

    @property
    def is_human(self) -> bool:
        """Whether a person decided: by the panel, or by a key (a key's moves count as a person's)."""
        return self.kind in (ActorKind.PERSON, ActorKind.API_KEY)


SYSTEM = Actor(ActorKind.SYSTEM, "Makeready")
