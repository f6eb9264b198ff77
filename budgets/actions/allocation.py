"""Posting what a stream's amount comes to for each cluster, with the formula and all that went into it."""

import hashlib
import json
import uuid
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from budgets.actions.lines import special_titles
from budgets.actions.posting import USED, Day, Moment, Told, amount_of, need, post, recorded
from budgets.allocation.inputs import Worked
from budgets.models import BudgetLine, Entry, FinancialYear, FundingStream, Kind, Sharing
from common.errors import Refused
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of

UNASSIGNED = BudgetLine.Heading.UNASSIGNED


def digest_of(worked: Worked) -> str:
    """Return what tells whether a sharing is still the one that somebody looked at."""
    shares = {str(key): str(share) for key, share in worked.shares.items()}
    content = json.dumps([worked.method, str(worked.amount), worked.inputs, shares], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def post_sharing(
    *,
    board: Body,
    stream: FundingStream,
    year: FinancialYear,
    worked: Worked,
    seen: str,
    reason: str,
    key: uuid.UUID,
    by: Person,
    at: Moment,
    on: Day,
) -> Sharing:
    """Allocate to each cluster its share, on the stream's line that is not assigned yet; all of it or nothing.

    The same `key` posts once, however often it is sent.
    """
    powers = powers_of(by, on=on)
    powers.check(Permission.KEEP_LEDGER, board)
    need(reason)
    _refuse(board, stream, worked, seen)
    with recorded("post_sharing", powers, Permission.KEEP_LEDGER, board, by=by, at=at) as record:
        FundingStream.objects.select_for_update().get(pk=stream.pk)
        there = Sharing.objects.filter(entries__key__in=[_key(key, one) for one in worked.shares]).first()
        if there is not None:
            _refuse_another(there, board=board, stream=stream, year=year, worked=worked)
            audit.about(record, there, again=True)
            return there
        sharing = _kept(worked, board=board, stream=stream, year=year, reason=reason, shared_by=by, shared_at=at)
        for cluster, share in worked.shares.items():
            if share > 0:
                _allocate(record, sharing, cluster, share, _key(key, cluster), by=by, at=at, on=on)
        audit.about(record, sharing, amount=str(worked.amount), method=str(worked.method))
    return sharing


def _refuse_another(there: Sharing, *, board: Body, stream: FundingStream, year: FinancialYear, worked: Worked) -> None:
    """Raise `Refused` where the key let another sharing in than the one that is sent now."""
    sent = (board.pk, stream.pk, year.pk, worked.amount, worked.method)
    if (there.board_id, there.stream_id, there.year_id, there.amount, there.method) != sent:
        raise Refused(USED)


def _kept(worked: Worked, **what: Any) -> Sharing:
    """Keep what was worked out with all that it was worked out from."""
    return Sharing.objects.create(
        amount=amount_of(worked.amount),
        method=worked.method,
        inputs=worked.inputs,
        shares={str(cluster): str(share) for cluster, share in worked.shares.items()},
        **what,
    )


def _refuse(board: Body, stream: FundingStream, worked: Worked, seen: str) -> None:
    if stream.body_id not in (board.pk, board.parent_id):
        raise Refused(_("This stream is another board's."))
    if seen != digest_of(worked):
        raise Refused(_("What the shares rest on has changed since you looked: look at them again."))


def _key(key: uuid.UUID, cluster: int) -> uuid.UUID:
    return uuid.uuid5(key, str(cluster))


def _allocate(
    record: Any,
    sharing: Sharing,
    cluster: int,
    share: Decimal,
    key: uuid.UUID,
    *,
    by: Person,
    at: Moment,
    on: Day,
) -> Entry:
    whose = {"body_id": cluster, "stream": sharing.stream, "year": sharing.year, "heading": UNASSIGNED}
    opened = {**special_titles(UNASSIGNED), "opened_by": by, "opened_at": at}
    line, _is_new = BudgetLine.objects.get_or_create(**whose, defaults=opened)
    day = sharing.year.dates.nearest(on)
    told = Told(dated_on=day, reason=sharing.reason, reference=sharing.stream.source_letter, key=key)
    return post(record, Kind.ALLOCATION, line, share, told, by=by, at=at, sharing=sharing)
