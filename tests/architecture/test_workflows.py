"""Each transition table is complete: reachable, explained, permitted, shown."""

from importlib import import_module
from importlib.util import find_spec

import pytest
import rules
from django.db import models

from core.workflow import Workflow
from municipalities.models import Approval
from tests.architecture.layers import LAYERS, own_models

TONES = {"neutral", "info", "success", "warning", "error"}
# Nothing is waited for in these states; whatever follows is a correction or a change of mind.
SETTLED = {
    "membership.active",
    "action_item.done",
    "action_item.dropped",
    "revision.agreed",
    "revision.declined",
    "revision.withdrawn",
    "pulse.answered",
    "follow_up.answered",
    "goal.achieved",
    "goal.partly",
    "goal.missed",
    "recommendation.adopted",
    "recommendation.declined",
    "recommendation.existing",
    "outcome_report.published",
    "joint_report.published",
}

OWNERS = {model: model.workflow for model in own_models() if hasattr(model, "workflow")}
WORKFLOWS = list({workflow.name: workflow for workflow in OWNERS.values()}.values())
each_workflow = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda each: each.name)


def test_every_table_belongs_to_a_model() -> None:
    tables = {
        id(value)
        for name in LAYERS
        if name != "core" and find_spec(f"{name}.workflow")
        for value in vars(import_module(f"{name}.workflow")).values()
        if isinstance(value, Workflow)
    }
    assert tables == {id(workflow) for workflow in WORKFLOWS}


@each_workflow
def test_every_state_can_be_reached(workflow: Workflow) -> None:
    reached, waiting = set(), [workflow.initial]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += [row.target for row in workflow.transitions_from(state)]
    assert reached == {state.code for state in workflow.states}


@each_workflow
def test_every_state_says_what_happens_next_unless_nothing_does(workflow: Workflow) -> None:
    silent = {
        f"{workflow.name}.{state.code}"
        for state in workflow.states
        if not state.next_step and workflow.transitions_from(state.code)
    }
    assert silent <= SETTLED


def test_the_list_of_settled_states_is_up_to_date() -> None:
    silent = {
        f"{each.name}.{state.code}" for each in WORKFLOWS for state in each.states if not state.next_step
    }
    assert silent >= SETTLED


@each_workflow
def test_labels_tell_states_apart_and_tones_exist(workflow: Workflow) -> None:
    labels = [str(state.label) for state in workflow.states]
    assert len(labels) == len(set(labels))
    assert {state.tone for state in workflow.states} <= TONES


@each_workflow
def test_sentences_end_like_sentences(workflow: Workflow) -> None:
    for state in workflow.states:
        assert not state.next_step or str(state.next_step).endswith("。")


@each_workflow
def test_a_state_has_at_most_one_way_to_each_action(workflow: Workflow) -> None:
    for state in workflow.states:
        actions = [row.action for row in workflow.transitions_from(state.code)]
        assert len(actions) == len(set(actions))


@pytest.mark.parametrize("model", OWNERS, ids=lambda model: model._meta.label)
def test_every_action_has_its_permission_and_the_systems_have_none(model: type[models.Model]) -> None:
    if model is Approval:
        return  # decided through the row it belongs to, whose own actions are permitted
    meta, workflow = model._meta, OWNERS[model]
    by_people = {row.action for row in workflow.transitions if not row.by_system}
    by_system = set(workflow.actions) - by_people
    for action in by_people:
        assert rules.perm_exists(f"{meta.app_label}.{action}_{meta.model_name}"), action
    for action in by_system:
        assert not rules.perm_exists(f"{meta.app_label}.{action}_{meta.model_name}"), action


def test_a_pending_decision_looks_like_the_state_before_to_everybody_outside() -> None:
    from projects.workflow import OPENING

    assert OPENING.public_state("result_review") is OPENING.state("selecting")
