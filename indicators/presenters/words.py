"""The words for how a figure stands. They come from the stored outcome and are never worked out again."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.numbers import number
from indicators.models import Flag, Indicator, Outcome, Trend

HIGHER, LOWER = "▲", "▼"
HIGHEST, LOWEST = "△", "▽"


@dataclass(frozen=True)
class Wording:
    """How an outcome is said in a cell: its symbol, its word, whether both are seen or only heard, its style."""

    symbol: str
    word: str
    is_seen: bool
    style: str


def cell_wordings() -> dict[str, Wording]:
    """Return the wording of every outcome, in the reader's language."""
    return {
        Outcome.HIGHER: Wording(HIGHER, _("Higher"), True, "is-higher"),
        Outcome.LOWER: Wording(LOWER, _("Lower"), True, "is-lower"),
        Outcome.NO_DIFFERENCE: Wording("", _("No significant difference"), False, ""),
        Outcome.HIGHEST_FIFTH: Wording(HIGHEST, _("Highest fifth"), True, "is-highest"),
        Outcome.FOURTH_FIFTH: Wording("", _("Second highest fifth"), False, ""),
        Outcome.MIDDLE_FIFTH: Wording("", _("Middle fifth"), False, ""),
        Outcome.SECOND_FIFTH: Wording("", _("Second lowest fifth"), False, ""),
        Outcome.LOWEST_FIFTH: Wording(LOWEST, _("Lowest fifth"), True, "is-lowest"),
        Outcome.NOT_COMPARED: Wording("", _("Not compared"), False, ""),
    }


def flag_words() -> dict[str, str]:
    """Return what stands in place of a figure, by flag."""
    return {
        Flag.SMALL_NUMBERS: _("Not shown: small numbers [c]"),
        Flag.NOT_AVAILABLE: _("Not available [x]"),
        Flag.NOT_APPLICABLE: _("Not applicable [z]"),
        Flag.TOO_FEW_EVENTS: _("Not given: fewer than 10 events [u]"),
    }


def sentence(outcome: str, comparator: str) -> str:
    """Return the full sentence of an outcome against `wales` or `board`."""
    return sentences(comparator)[outcome]


def sentences(comparator: str) -> dict[str, str]:
    """Return the full sentence of every outcome: whole sentences, so that no word is mutated by chance."""
    against = _against_wales() if comparator == "wales" else _against_board()
    return {**against, **_fifths(), Outcome.NOT_COMPARED: _("Not compared")}


def _against_wales() -> dict[str, str]:
    return {
        Outcome.HIGHER: _("Higher than the Wales average (statistically significant)"),
        Outcome.LOWER: _("Lower than the Wales average (statistically significant)"),
        Outcome.NO_DIFFERENCE: _("No statistically significant difference from the Wales average"),
    }


def _against_board() -> dict[str, str]:
    return {
        Outcome.HIGHER: _("Higher than the health board average (statistically significant)"),
        Outcome.LOWER: _("Lower than the health board average (statistically significant)"),
        Outcome.NO_DIFFERENCE: _("No statistically significant difference from the health board average"),
    }


def _fifths() -> dict[str, str]:
    return {
        Outcome.HIGHEST_FIFTH: _("In the highest fifth of Wales’ clusters"),
        Outcome.FOURTH_FIFTH: _("In the second highest fifth of Wales’ clusters"),
        Outcome.MIDDLE_FIFTH: _("In the middle fifth of Wales’ clusters"),
        Outcome.SECOND_FIFTH: _("In the second lowest fifth of Wales’ clusters"),
        Outcome.LOWEST_FIFTH: _("In the lowest fifth of Wales’ clusters"),
    }


def size(indicator: Indicator, ratio: float | None) -> int:
    """Return how strong the colour of a difference is: 1, 2 or 3, by the indicator's own thresholds."""
    if ratio is None:
        return 1
    difference = abs(ratio - 1)
    if difference >= indicator.large_difference:
        return 3
    return 2 if difference >= indicator.noticeable_difference else 1


def style(wording: Wording, indicator: Indicator, ratio: float | None, *, is_dimmed: bool) -> str:
    """Return the classes of a marked figure: its side, and the strength of its colour unless it is dimmed."""
    if is_dimmed:
        return f"{wording.style} is-dimmed"
    return (
        f"{wording.style} size-{size(indicator, ratio)}"
        if wording.style in ("is-higher", "is-lower")
        else wording.style
    )


def least_difference(step: int) -> str:
    return _("Differs by at least %(step)s%%") % {"step": step}


def dimmed_words(step: int) -> str:
    """Return what those who cannot see that a figure is dimmed hear."""
    return _("(differs by under %(step)s%%)") % {"step": step}


def trend_word(direction: str) -> str:
    """Return which way figures went over five periods, or why nobody can say; nothing where there is one period."""
    return str(Trend.Direction(direction).label) if direction else ""


# By how much of itself a share may be rounded to be called one in so many.
ROUNDED_BY = 0.05
ONE_IN = range(2, 1001)


def one_in(value: float | None, indicator: Indicator) -> str:
    """Return “about 1 in 7” for a percentage that is near enough to one; nothing for any other figure."""
    if not value or indicator.method != Indicator.Method.PROPORTION or indicator.multiplier != 100:
        return ""
    people = round(100 / value)
    if people not in ONE_IN or abs(100 / people - value) > ROUNDED_BY * value:
        return ""
    return _("about 1 in %(people)s") % {"people": number(people)}
