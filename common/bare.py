"""Pages that need nothing to work: no database and no template engine; both languages stand side by side."""

from functools import cache
from pathlib import Path
from string import Template

FOLDER = Path(__file__).resolve().parents[1] / "templates" / "bare"
BETWEEN = "<hr>\n"


@cache
def bare_page(status: int) -> str:
    """Return the page that says what went wrong: the frame of all, with the words for a status in Welsh and English."""
    welsh, english = (FOLDER / f"{status:d}.html").read_text(encoding="utf-8").split(BETWEEN)
    frame = Template((FOLDER / "frame.html").read_text(encoding="utf-8"))
    return frame.substitute(welsh=welsh.strip(), english=english.strip())
