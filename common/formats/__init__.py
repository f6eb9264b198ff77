"""How dates, times and numbers are written and read: the same in Welsh and English but for the months' names.

Django reads `cy/formats.py` and `en/formats.py` (setting FORMAT_MODULE_PATH); both take everything from here,
so a figure or a date cannot look different in the two versions of a page. The names of months and days come
from the message catalogues.
"""

# No abbreviated months and no dates made of numbers alone, so the short forms are the long ones.
DATE_FORMAT = "j F Y"  # 9 Mawrth 2026
TIME_FORMAT = "H:i"  # 14:30
DATETIME_FORMAT = "j F Y, H:i"  # 9 Mawrth 2026, 14:30
YEAR_MONTH_FORMAT = "F Y"  # Mawrth 2026
MONTH_DAY_FORMAT = "j F"  # 9 Mawrth
SHORT_DATE_FORMAT = DATE_FORMAT
SHORT_DATETIME_FORMAT = DATETIME_FORMAT
FIRST_DAY_OF_WEEK = 1  # Monday

# Day before month, as in Britain. The first of each list also writes the value that a form starts with.
DATE_INPUT_FORMATS = [
    "%d/%m/%Y",  # 25/12/2025
    "%d %B %Y",  # 25 December 2025
    "%d %b %Y",  # 25 Dec 2025
    "%Y-%m-%d",  # 2025-12-25
]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = [
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d %B %Y %H:%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M",  # what a browser's own date-and-time box sends
]

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
