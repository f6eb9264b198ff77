"""Write the diagram of the states of plans into the documentation."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from plans.review.diagram import diagram

PAGE = Path(settings.BASE_DIR) / "docs" / "plans.md"
START, END = "<!-- states: written by manage.py draw_plan_states -->", "<!-- end of states -->"


def with_diagram(page: str) -> str:
    """Return a page with the diagram as it is now between its two marks."""
    before, _start, rest = page.partition(START)
    _old, _end, after = rest.partition(END)
    return f"{before}{START}\n\n{diagram()}\n{END}{after}"


class Command(BaseCommand):
    help = "Write the diagram of the states of plans into docs/plans.md."

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(with_diagram(PAGE.read_text()))
        self.stdout.write(f"Written: {PAGE.name}")
