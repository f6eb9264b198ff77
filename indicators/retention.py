"""How long the rows of figures are kept that have no history: figures stay, and are never changed."""

from common import retention
from indicators import models


def register() -> None:
    retention.for_good(
        models.Breakdown,
        models.CurrentExampleSet,
        models.CurrentFigureSet,
        models.DeprivationFifth,
        models.DeprivationGap,
        models.Figure,
        models.FigureSet,
        models.KeyFinding,
        models.Neighbour,
        models.Period,
        models.PublishedMeasure,
        models.PublishedRate,
        models.Topic,
        models.Trend,
    )
