"""Streams: who promised which money, under which letter, and what it may be used for."""

from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from budgets.actions.posting import Day, Moment, recorded
from budgets.models import FundingStream
from common import public
from common.errors import Refused
from common.versions import refuse_overtaken
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of


def add_stream(*, body: Body, by: Person, at: Moment, on: Day, **details: Any) -> FundingStream:
    """Add a stream that a body may use; `details` are its code, names, letter and what holds for it."""
    powers = powers_of(by, on=on)
    powers.check(Permission.KEEP_LEDGER, body)
    with recorded("add_stream", powers, Permission.KEEP_LEDGER, body, by=by, at=at) as record:
        Body.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)
        stream = FundingStream(body=body, **details)
        _refuse(stream)
        stream.save()
        audit.about(record, stream, code=stream.code)
        public.raise_version()
    return stream


def stands(stream: FundingStream) -> dict[str, Any]:
    """Return what is said of a stream, by which whoever changes it knows whether somebody else did."""
    return {name: getattr(stream, name) for name in SAID}


def change_stream(
    *, stream: FundingStream, by: Person, at: Moment, on: Day, seen: str | None = None, **details: Any
) -> FundingStream:
    """Change what is said of a stream; its money stays as it is. `Meanwhile` where it is not as it was `seen`."""
    powers = powers_of(by, on=on)
    powers.check(Permission.KEEP_LEDGER, stream.body)
    with recorded("change_stream", powers, Permission.KEEP_LEDGER, stream.body, by=by, at=at) as record:
        stream = FundingStream.objects.select_for_update(of=("self",)).select_related("body").get(pk=stream.pk)
        refuse_overtaken(seen, stands(stream))
        changed = {name: value for name, value in details.items() if getattr(stream, name) != value}
        for name, value in changed.items():
            setattr(stream, name, value)
        _refuse(stream)
        stream.save()
        audit.about(record, stream, changed=sorted(changed))
        public.raise_version()
    return stream


def _refuse(stream: FundingStream) -> None:
    if FundingStream.objects.filter(code=stream.code).exclude(pk=stream.pk).exists():
        raise Refused(_("Another stream has this code."))
    texts = {name: getattr(stream, name) for name in TEXTS}
    if not (texts["name_en"] and texts["name_cy"]):
        raise Refused(_("Give the stream a name in both languages."))
    if bool(texts["ring_fenced_for_en"]) != bool(texts["ring_fenced_for_cy"]):
        raise Refused(_("Say in both languages what the money is ring-fenced for, or leave both empty."))


# The columns that exist once a language.
TEXTS = ("name_en", "name_cy", "ring_fenced_for_en", "ring_fenced_for_cy")
SAID = (*TEXTS, "code", "source_letter", "is_recurrent", "allows_carry_over")
