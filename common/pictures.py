"""Charts as files of their own: title, description, source, licence and date stand inside the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from common.charts import SIZE, Chart, wrapped

MEDIA_TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}
MARGIN, LINE = 20, 18
TITLE_SIZE, TITLE_LINE = 18, 24
NARROWEST = 480
FONTS = Path(__file__).parent / "fonts"
STYLES = settings.BASE_DIR / "static" / "clwstwr" / "charts.css"
PNG_ZOOM = 2


@dataclass(frozen=True)
class Written:
    """A line of words above or below a drawing."""

    y: int
    text: str
    style: str


class Picture:
    """A chart with its words around it. `facts` are the lines below it: its source, its licence, its release."""

    def __init__(self, chart: Chart, facts: Sequence[str]) -> None:
        self.chart = chart
        self.width = max(chart.width, NARROWEST) + 2 * MARGIN
        room = self.width - 2 * MARGIN
        # Bold letters are wider than those that were measured.
        title = _lines([chart.title], room * 0.9, TITLE_SIZE, "title", MARGIN, TITLE_LINE)
        described = _lines([chart.description], room, SIZE, "label", _end(title, MARGIN) + 4, LINE)
        self.drawing_top = _end(described, MARGIN) + 16
        self.below = _lines(facts, room, SIZE, "label", self.drawing_top + chart.height + 12, LINE)
        self.above = [*title, *described]
        self.height = _end(self.below, self.drawing_top + chart.height) + MARGIN

    @property
    def svg(self) -> str:
        facts = {"picture": self, "margin": MARGIN, "language": get_language(), "styles": STYLES.read_text("utf-8")}
        drawing = self.chart.drawing(linked=False)
        return render_to_string("components/chart.svg", {**facts, "chart": self.chart, "drawing": drawing})

    @property
    def png(self) -> bytes:
        """Draw the picture at twice its size, with the letters that the project brings along."""
        import resvg_py  # loaded only when a picture is asked for

        fonts = [str(path) for path in sorted(FONTS.glob("*.ttf"))]
        family = "Liberation Sans"
        drawn = resvg_py.svg_to_bytes(
            svg_string=self.svg,
            zoom=PNG_ZOOM,
            skip_system_fonts=True,
            font_files=fonts,
            font_family=family,
            sans_serif_family=family,
        )
        return bytes(drawn)

    def written(self, extension: str) -> bytes:
        return self.png if extension == "png" else self.svg.encode("utf-8")


def _lines(texts: Sequence[str], width: float, size: int, style: str, top: int, line: int) -> list[Written]:
    found = [one for text in texts for one in wrapped(text, width, size)]
    return [Written(top + line * place, one, style) for place, one in enumerate(found, start=1)]


def _end(lines: list[Written], otherwise: int) -> int:
    return lines[-1].y if lines else otherwise
