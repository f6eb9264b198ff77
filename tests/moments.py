"""The moment at which most tests play."""

import datetime

AT = datetime.datetime(2026, 3, 9, 9, 30, tzinfo=datetime.UTC)
ON = AT.date()
