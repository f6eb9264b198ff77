"""The documentation draws the states of plans as the table has them."""

from plans.editions.states import MOVES
from plans.management.commands.draw_plan_states import PAGE, with_diagram


def test_the_diagram_in_the_documentation_is_up_to_date():
    page = PAGE.read_text()

    assert page == with_diagram(page)
    assert all(str(move.words) in page for move in MOVES.values())
