"""Mails about a plan that moved on, to those whose turn it is or whose plan it is."""

import datetime

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from accounts import outbox
from accounts.models import Person
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.queries import Holding, holdings
from plans.editions.states import Move
from plans.models import Edition
from plans.routes import STAGES, awaited


def holders(permission: Permission, edition: Edition, *, on: datetime.date) -> list[Holding]:
    """Return who may do something to an edition on a day; national offices only where there is nobody nearer.

    Of those who decide, only those are told whose word is awaited.
    """
    found = [one for one in holdings(edition.plan.body, on=on) if permission in one.permissions]
    if permission in STAGES:
        told = awaited([edition], permission, on=on)[edition.pk]
        found = [one for one in found if told.waits_for(one.seat.office, one.person, one.on_behalf_of)]
    near = [one for one in found if one.seat.body.body_kind != Body.Kind.NATION]
    return near or found


def tell(move: Move, edition: Edition, *, by: Person | None, at: datetime.datetime, on: datetime.date) -> None:
    """Write to those who are told of a move, in the transaction of the move; never to the one who made it."""
    if move.told is None:
        return
    people = {one.person.pk: one.person for one in holders(move.told, edition, on=on)}
    for person in people.values():
        if by is None or person.pk != by.pk:
            _write(person, move, edition, by=by, at=at)


def _write(person: Person, move: Move, edition: Edition, *, by: Person | None, at: datetime.datetime) -> None:
    outbox.write(
        kind="plans.moved",
        subject=_("A plan has moved on"),
        person=person,
        key=f"{edition.pk}:{edition.version}:{person.pk}",
        at=at,
        link=("plans:review", {"key": edition.pk}),
        sentence=_sentence(move, edition, by),
        edition=edition,
    )


def _words_of_move(move: Move, edition: Edition, by: Person | None) -> str:
    return str(move.sentence) % {"who": by.name if by else str(_("the portal")), "what": edition}


def _sentence(move: Move, edition: Edition, by: Person | None) -> Promise:
    return lazy(_words_of_move, str)(move, edition, by)  # type: ignore[no-any-return]
