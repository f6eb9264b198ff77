"""Writes about interests: each is declared, and ended, by the person whose it is, and by nobody for them."""

import datetime

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common.dated import from_day
from common.errors import Refused
from governance.models import Interest

Day = datetime.date
Moment = datetime.datetime
DAY = datetime.timedelta(days=1)


def declare_interest(
    *,
    organisation: str,
    nature: Interest.Nature,
    details: str,
    start: Day,
    by: Person,
    at: Moment,
    until: Day | None = None,
    organisation_code: str = "",
    public_extract_en: str = "",
    public_extract_cy: str = "",
) -> Interest:
    """Declare an interest of one's own from a day until a day (the first without it), or with no end known.

    What the public may read of it is given in both languages or not at all.
    """
    if not organisation.strip() or not details.strip():
        raise Refused(_("Say which organisation it is, and what you have to do with it."))
    if until is not None and until <= start:
        raise Refused(_("The last day is before the first day."))
    if bool(public_extract_en.strip()) != bool(public_extract_cy.strip()):
        raise Refused(_("Write what the public may read in both languages, or leave both empty."))
    with audit.recorded("governance.declare_interest", by=by, at=at, on_behalf_of=None) as record:
        interest = Interest(
            person=Person.objects.select_for_update().get(pk=by.pk),
            organisation=organisation.strip(),
            organisation_code=organisation_code.strip().upper(),
            nature=nature,
            details=details.strip(),
            during=from_day(start, until),
            public_extract_en=public_extract_en.strip(),
            public_extract_cy=public_extract_cy.strip(),
            declared_at=at,
        )
        _refuse_twice(interest)
        interest.save()
        audit.about(record, interest, nature=str(nature), start=start.isoformat())
    return interest


def _refuse_twice(interest: Interest) -> None:
    same = Interest.objects.filter(
        person=interest.person, organisation__iexact=interest.organisation, nature=interest.nature
    )
    if same.filter(during__overlap=interest.during).exists():
        raise Refused(_("You have declared an interest of this nature in this organisation for some of these days."))


def end_interest(*, interest: Interest, last_day: Day, by: Person, at: Moment, on: Day) -> Interest:
    """End an interest of one's own after a last day; what has ended already stays as it was declared."""
    if interest.person_id != by.pk:
        raise Refused(_("Only the person who declared an interest can end it."))
    with audit.recorded("governance.end_interest", by=by, at=at, on_behalf_of=None) as record:
        interest = Interest.objects.select_for_update().get(pk=interest.pk)
        if interest.last_day is not None and interest.last_day < on:
            raise Refused(_("This interest has ended already."))
        if last_day < interest.during.lower:
            raise Refused(_("The last day is before the first day."))
        interest.during = from_day(interest.during.lower, last_day + DAY)
        interest.save()
        audit.about(record, interest, last_day=last_day.isoformat())
    return interest
