"""Reading the mails that wait in the outbox, as a person reads them."""

import re

from accounts.models import Message


def links_in(text: str) -> list[str]:
    """Return the addresses in a mail, without scheme and host."""
    return re.findall(r"^https?://[^/\s]+(/\S+)$", text, re.MULTILINE)


def link_to(email: str, kind: str) -> str:
    """Return the first link of the newest mail of a kind to an address."""
    return links_in(Message.objects.filter(address=email, kind=kind).latest("pk").body)[0]
