"""What is likely done next about offices, after what was done."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.deeds import Step
from accounts.models import AuditRecord
from governance.models import Appointment


def fill_the_seat(record: AuditRecord) -> Step | None:
    """Return the way to say who holds a seat next, after a term in it ended or it was opened."""
    if record.subject_kind == "governance.seat":
        return _to_appoint(record.subject_key)
    found = Appointment.objects.filter(pk=record.subject_key).values_list("seat", flat=True).first()
    return _to_appoint(found) if found else None


def _to_appoint(seat: object) -> Step:
    return Step(_("Say who is to hold this office next"), reverse("governance:appoint", kwargs={"key": seat}))


STEPS = {"governance.end_appointment": fill_the_seat, "governance.open_seat": fill_the_seat}
