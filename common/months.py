"""The names of the months as people write them, whole and short, in both languages."""

from functools import lru_cache

from django.utils.dates import MONTHS, MONTHS_3

from common.errors import in_each_language


def month_named(name: str) -> int:
    """Return the number of a month by its name; 0 for what is none."""
    return _numbers().get(name.casefold().rstrip("."), 0)


@lru_cache(maxsize=1)
def _numbers() -> dict[str, int]:
    return {
        name.casefold().rstrip("."): number
        for names in (MONTHS, MONTHS_3)
        for number, words in names.items()
        for name in in_each_language(words).values()
    }
