"""Money that was allocated and came on a day."""

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from budgets.actions.posting import Day, Moment, hold, keeping
from budgets.models import Entry, Kind, Receipt
from common.errors import Refused


def record_receipt(*, entry: Entry, received_on: Day, reference: str, by: Person, at: Moment, on: Day) -> Receipt:
    """Record the day on which an allocation came: once, and not for a day to come."""
    with keeping("record_receipt", entry.line, by=by, at=at, on=on) as record:
        hold(entry.line)
        if entry.kind != Kind.ALLOCATION or entry.reverses_id is not None:
            raise Refused(_("Only money that was allocated can come."))
        if Entry.objects.filter(reverses=entry).exists():
            raise Refused(_("This allocation was taken back."))
        if entry.received_on is not None or Receipt.objects.filter(entry=entry).exists():
            raise Refused(_("It is recorded already that this money came."))
        if received_on > on:
            raise Refused(_("This day has not come yet."))
        receipt = Receipt.objects.create(
            entry=entry, received_on=received_on, reference=reference, recorded_by=by, recorded_at=at
        )
        audit.about(record, receipt, received_on=received_on.isoformat())
    return receipt
