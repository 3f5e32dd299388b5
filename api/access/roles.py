"""Roles, and who is calling."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from api import texts
from index.errors import KehoachError


class NotAllowed(KehoachError):
    """Whoever calls may not do this."""


class Role(StrEnum):
    """What a caller may do; each role may do what those before it may."""

    READER = "reader"  # asks, and reads plans
    EDITOR = "editor"  # also brings in, replaces and deletes plans
    ADMIN = "admin"  # also reads the audit log

    def includes(self, needed: Role) -> bool:
        """Whether this role may do what `needed` may."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: the key's id and name. Without keys, whoever reaches the server is its owner."""

    key_id: str
    name: str
    role: Role

    @property
    def label(self) -> str:
        """How the audit log names the caller."""
        return f"{self.name} ({self.key_id})" if self.key_id else self.name

    def check(self, needed: Role) -> None:
        """Raises `NotAllowed` when the caller's role is not enough."""
        if not self.role.includes(needed):
            raise NotAllowed(texts.ROLE_REQUIRED.format(needed=needed, given=self.role))


LOCAL = Caller("", "local", Role.ADMIN)
