"""State machines as tables: what a table may say, and everything that is read from it."""

import pytest
from django.db.models import CheckConstraint, Q

from core.errors import DomainError
from core.workflow import IllegalTransition, State, Workflow, transition

STATES = (
    State("draft", "下書き", "出すと届きます。"),
    State("sent", "送付済み", "返事を待ちます。", tone="info"),
    State("sealed", "判定済み", tone="warning", outside="sent"),
    State("closed", "終了"),
)
LETTER = Workflow(
    "letter",
    STATES,
    (
        transition("send", "draft", "sent", "送る"),
        transition("judge", "sent", "sealed", "判定する", primary=False),
        transition("close", ("draft", "sent"), "closed", "終える", hint="戻せません。"),
        transition("close", "sealed", "closed", "終えて知らせる", by_system=True),
    ),
)


def test_the_first_state_is_the_initial_one() -> None:
    assert LETTER.initial == "draft"


def test_choices_follow_the_table() -> None:
    assert LETTER.choices == [
        ("draft", "下書き"),
        ("sent", "送付済み"),
        ("sealed", "判定済み"),
        ("closed", "終了"),
    ]


def test_each_action_is_named_once_in_order() -> None:
    assert LETTER.actions == ("send", "judge", "close")


@pytest.mark.parametrize(
    ("action", "state", "allowed"),
    [
        ("send", "draft", True),
        ("send", "sent", False),
        ("judge", "sent", True),
        ("judge", "draft", False),
        ("close", "draft", True),
        ("close", "sealed", True),
        ("close", "closed", False),
        ("burn", "draft", False),
        ("send", "lost", False),
    ],
)
def test_allows(action: str, state: str, allowed: bool) -> None:
    assert LETTER.allows(action, state) is allowed


def test_the_same_action_may_have_several_rows() -> None:
    assert LETTER.transition("close", "sent").label == "終える"
    assert LETTER.transition("close", "sealed").label == "終えて知らせる"
    assert LETTER.transition("close", "sealed").by_system


def test_transition_carries_its_options() -> None:
    row = LETTER.transition("close", "draft")
    assert (row.action, row.target, row.hint, row.primary) == ("close", "closed", "戻せません。", True)
    assert row.sources == {"draft", "sent"}
    assert LETTER.transition("judge", "sent").primary is False


def test_an_impossible_action_says_in_which_state_the_row_is() -> None:
    with pytest.raises(IllegalTransition, match="「終了」の状態では") as raised:
        LETTER.transition("send", "closed")
    assert isinstance(raised.value, DomainError)
    assert (raised.value.action, raised.value.state) == ("send", "closed")


def test_transitions_from_a_state_in_the_order_of_the_table() -> None:
    assert [row.action for row in LETTER.transitions_from("draft")] == ["send", "close"]
    assert [row.action for row in LETTER.transitions_from("sent")] == ["judge", "close"]
    assert LETTER.transitions_from("closed") == []


def test_sources_of_an_action() -> None:
    assert LETTER.sources_of("close") == {"draft", "sent", "sealed"}
    assert LETTER.sources_of("burn") == frozenset()


def test_outsiders_read_the_label_of_the_state_before() -> None:
    assert LETTER.public_state("sealed").label == "送付済み"
    assert LETTER.public_state("sent").label == "送付済み"
    assert LETTER.public_state("draft").label == "下書き"


def test_an_unknown_state_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        LETTER.state("lost")


def test_constraint_lists_the_states() -> None:
    made = LETTER.constraint("letter_status_known")
    codes = ["draft", "sent", "sealed", "closed"]
    assert made == CheckConstraint(condition=Q(status__in=codes), name="letter_status_known")
    assert LETTER.constraint("x", column="phase").condition == Q(phase__in=codes)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([transition("send", "draft", "lost", "送る")], "letter: send names an unknown state"),
        ([transition("send", "lost", "sent", "送る")], "letter: send names an unknown state"),
        ([transition("send", ("draft", "lost"), "sent", "送る")], "unknown state"),
        (
            [
                transition("send", "draft", "sent", "送る"),
                transition("send", ("sent", "draft"), "closed", "送る"),
            ],
            "letter: send from draft stands twice",
        ),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(rows: list, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Workflow("letter", STATES, tuple(rows))


def test_rows_of_the_table_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        LETTER.name = "other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        LETTER.states[0].label = "other"  # type: ignore[misc]
