"""What an access token may be used for: `<group>:read` or `<group>:write`.

A scope only narrows: the token's user needs the permission as well, asked at every request.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Group:
    """Nouns that are allowed together; `writes` is False where there is nothing to change."""

    name: str
    label: Text
    writes: bool = True

    @property
    def read(self) -> str:
        return f"{self.name}:read"

    @property
    def write(self) -> str:
        return f"{self.name}:write"


GROUPS: dict[str, Group] = {}


def register(name: str, label: Text, *, writes: bool = True) -> Group:
    """Raises ValueError when two apps claim the same name."""
    if name in GROUPS:
        raise ValueError(f"scope {name!r} is registered twice")
    GROUPS[name] = Group(name, label, writes)
    return GROUPS[name]


def known() -> list[str]:
    return [scope for group in GROUPS.values() for scope in _scopes_of(group)]


def _scopes_of(group: Group) -> list[str]:
    return [group.read, group.write] if group.writes else [group.read]
