"""Choosing how often one is reminded of plans."""

import datetime

from accounts import audit
from accounts.models import Person
from plans.models import MailChoice


def choose_mails(*, frequency: MailChoice.Frequency, by: Person, at: datetime.datetime) -> None:
    """Keep how often somebody wants to be reminded."""
    with audit.recorded("plans.choose_mails", by=by, at=at) as record:
        MailChoice.objects.update_or_create(person=by, defaults={"frequency": frequency})
        audit.about(record, by, frequency=str(frequency))
