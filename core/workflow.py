"""State machines written as tables.

An app's `workflow.py` holds only the tables. From them come the guard in the operation, the
permission predicate, the buttons, the texts that say what happens next, the check constraint, the
diagrams in docs/ and the state × action tests.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import CheckConstraint, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

Text = str | Promise


class IllegalTransition(DomainError):
    """The action is not possible in the state the row is in now; often somebody else was faster."""

    def __init__(self, workflow: "Workflow", action: str, state: str) -> None:
        self.action, self.state = action, state
        super().__init__(
            _("「{state}」の状態では、この操作はできません。画面を読み込み直してください。").format(
                state=workflow.state(state).label
            )
        )


@dataclass(frozen=True, slots=True)
class State:
    """One state: its label, the chip's tone, and what happens next in one sentence.

    `outside` names the state that people without insight see instead: to applicants a pending
    decision must look exactly like the state before it.
    """

    code: str
    label: Text
    next_step: Text = ""
    tone: str = "neutral"
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """`action` is also the permission's verb and the last part of the button's address."""

    action: str
    sources: frozenset[str]
    target: str
    label: Text
    hint: Text = ""
    primary: bool = True
    by_system: bool = False


def transition(
    action: str, sources: Iterable[str] | str, target: str, label: Text, **options: object
) -> Transition:
    names = [sources] if isinstance(sources, str) else sources
    return Transition(action, frozenset(names), target, label, **options)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Workflow:
    """The first state is the initial one. Raises ValueError for a table that contradicts itself."""

    name: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    _by_code: dict[str, State] = field(init=False, repr=False)
    _targets: dict[tuple[str, str], Transition] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_code = {state.code: state for state in self.states}
        if unknown := {state.outside for state in self.states if state.outside} - by_code.keys():
            raise ValueError(f"{self.name}: {unknown} is shown outside but is no state")
        targets: dict[tuple[str, str], Transition] = {}
        for row in self.transitions:
            if not {row.target, *row.sources} <= by_code.keys():
                raise ValueError(f"{self.name}: {row.action} names an unknown state")
            for source in row.sources:
                if (row.action, source) in targets:
                    raise ValueError(f"{self.name}: {row.action} from {source} stands twice")
                targets[row.action, source] = row
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_targets", targets)

    @property
    def initial(self) -> str:
        return self.states[0].code

    @property
    def choices(self) -> list[tuple[str, Text]]:
        return [(state.code, state.label) for state in self.states]

    @property
    def actions(self) -> tuple[str, ...]:
        """Each action once, in the order of the table."""
        return tuple(dict.fromkeys(row.action for row in self.transitions))

    def state(self, code: str) -> State:
        return self._by_code[code]

    def public_state(self, code: str) -> State:
        """What people without insight may know of the state."""
        return self._by_code[self._by_code[code].outside or code]

    def allows(self, action: str, state: str) -> bool:
        return (action, state) in self._targets

    def transition(self, action: str, state: str) -> Transition:
        """Raises IllegalTransition when the table has no such row."""
        try:
            return self._targets[action, state]
        except KeyError:
            raise IllegalTransition(self, action, state) from None

    def transitions_from(self, state: str) -> list[Transition]:
        return [row for row in self.transitions if state in row.sources]

    def sources_of(self, action: str) -> frozenset[str]:
        return frozenset(state for name, state in self._targets if name == action)

    def constraint(self, name: str, column: str = "status") -> CheckConstraint:
        """The database refuses a state that is not in the table."""
        codes = [state.code for state in self.states]
        return CheckConstraint(condition=Q(**{f"{column}__in": codes}), name=name)
