"""The states of an edition and the moves between them as a Mermaid diagram, from the one table."""

from django.utils import translation

from plans.editions.states import MOVES, OWNERS
from plans.models import EditionState


def diagram() -> str:
    """Return the diagram with its table of owners, in English, as Markdown."""
    with translation.override("en"):
        states = [f"    {state.value} : {state.label}" for state in EditionState]
        arrows = [
            f"    {source} --> {move.target.value} : {move.words}"
            for move in MOVES.values()
            for source in sorted(one.value for one in move.sources)
        ]
        owners = [f"| {state.label} | {OWNERS[state].label if OWNERS[state] else 'Nobody'} |" for state in EditionState]
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> draft", *states, *arrows, "```", ""]
    return "\n".join([*lines, "| State | Whose turn it is |", "| --- | --- |", *owners, ""])
