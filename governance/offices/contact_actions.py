"""Saying how a body is reached, and when and where it meets next."""

import datetime
from typing import Any

from accounts import audit
from accounts.models import Person
from common import public
from common.versions import refuse_overtaken
from governance.models import Body, Contact
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of
from governance.recording import recorded

FACTS = ("reached_by_en", "reached_by_cy", "email", "meets_at", "meets_in_en", "meets_in_cy")


def facts_of(body: Body) -> dict[str, Any]:
    """Return what is said now; nothing of anything where nobody has said it."""
    found = Contact.objects.filter(body=body).first() or Contact()
    return {name: getattr(found, name) for name in FACTS}


def say_contact(
    *, body: Body, by: Person, at: datetime.datetime, on: datetime.date, seen: str | None = None, **facts: Any
) -> None:
    """Say it anew. `Meanwhile` where somebody else has said so since it was shown (`seen`)."""
    powers = powers_of(by, on=on)
    powers.check(Permission.DESCRIBE, body)
    with recorded("say_contact", powers, Permission.DESCRIBE, body, by=by, at=at) as record:
        Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
        before = facts_of(body)
        refuse_overtaken(seen, before)
        found, _is_new = Contact.objects.get_or_create(body=body)
        for name in FACTS:
            setattr(found, name, facts[name])
        found.save()
        audit.about(record, body, changed=sorted(name for name in FACTS if facts[name] != before[name]))
        public.raise_version()
