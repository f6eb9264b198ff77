"""The moment at which most tests play."""

import datetime

AT = datetime.datetime(2026, 3, 9, 9, 30, tzinfo=datetime.UTC)
ON = AT.date()
# In UTC this is still 30 June.
HALF_PAST_MIDNIGHT = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC)
