"""State diagrams and tables of every workflow, for docs/workflows.md."""

from collections.abc import Iterator

from django.apps import apps
from django.utils import translation

from core.workflow import Workflow

HEADER = """# States and transitions

Generated from the `workflow.py` tables by `manage.py write_workflows`; a test compares it with the
code. The labels are those people read; the English words are the codes.
"""


def workflows() -> Iterator[tuple[str, Workflow]]:
    """(model name, workflow) of every model that has one, in the order of the apps."""
    for model in apps.get_models():
        workflow = getattr(model, "workflow", None)
        if isinstance(workflow, Workflow):
            yield model.__name__, workflow


def page() -> str:
    with translation.override("ja"):
        return "\n".join([HEADER, *(_section(name, workflow) for name, workflow in workflows())])


def _section(name: str, workflow: Workflow) -> str:
    lines = [f"## {name}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.code}: {state.label}" for state in workflow.states]
    lines.append(f"    [*] --> {workflow.initial}")
    for row in workflow.transitions:
        sources = [state.code for state in workflow.states if state.code in row.sources]
        lines += [f"    {source} --> {row.target}: {row.action}" for source in sources]
    lines += ["```", "", "| action | label | from | to |", "|---|---|---|---|"]
    for row in workflow.transitions:
        sources = [state.code for state in workflow.states if state.code in row.sources]
        lines.append(f"| {row.action} | {row.label} | {', '.join(sources)} | {row.target} |")
    return "\n".join([*lines, ""])
