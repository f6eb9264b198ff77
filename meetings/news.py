"""What of meetings is news at a body."""

from governance.powers.permissions import Permission
from governance.record import news


def register() -> None:
    news.KINDS["meetings.meeting"] = news.NewsKind(Permission.SEE_OFFICES, news.by_key("meetings:meeting"))
