"""How a change of clusters is shown before it is confirmed: every row that it ends or begins."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from clusters import dependants
from clusters.areas.changes import Reorganisation, refuse_impossible, small_areas_of, steps_of
from clusters.models import Area
from clusters.step_presenters import DAY, rows
from common.dates import date_format
from governance.models import Body
from governance.offices.closings import seats_of_closing, terms_of_closing
from governance.offices.presenters import Row


def change_rows(change: Reorganisation) -> list[Row]:
    """Say what a change of clusters does to clusters, members, what hangs on them, seats, terms and small areas."""
    refuse_impossible(change)
    opening = [(area.name, _("Cluster opens"), date_format(change.start), _("no end known")) for area in change.opening]
    if not change.closing:
        return opening
    last = date_format(change.start - DAY)
    closing = [(area.name, _("Cluster closes"), "–", last) for area in change.closing]
    hanging = list(dependants.going_on(change.keys))
    ending = [(body.name, str(kind.ends), "–", last) for kind, body in hanging]
    bodies = [*change.keys, *(body.pk for _kind, body in hanging)]
    found = seats_of_closing(bodies, on=change.start).select_related("body", "represents")
    seats = list(found.order_by("body__sort_key_en", "office", "pk"))
    shut = [(f"{seat.title}, {seat.body.name}", _("Seat closes"), "–", last) for seat in seats]
    terms = terms_of_closing([seat.pk for seat in seats], on=change.start)
    ended = [
        (f"{term.person.name}, {term.seat.title}", _("Term ends"), date_format(term.starts_on), last) for term in terms
    ]
    left = [(name, said, "–", "–") for name, said in dependants.work_of(change.keys)]
    small = _("Small areas that leave the closing clusters: %(count)s") % {"count": small_areas_of(change).count()}
    return [*opening, *closing, *rows(steps_of(change)), *ending, *shut, *ended, *left, (small, "–", "–", last)]


def renaming_rows(cluster: Area, names: Mapping[str, str]) -> list[Row]:
    """Say what a cluster, and each body that is called after it, is going to be called."""
    called = Area(pk=cluster.pk, **names)
    after = [(kind.named(body, called), body) for kind, body in dependants.going_on([cluster.pk])]
    return [_renaming_row(body, names) for names, body in ((names, cluster), *after)]


def _renaming_row(body: Body, names: Mapping[str, str]) -> Row:
    words = _("It is called: %(names)s") % {"names": f"{names['name_en']} / {names['name_cy']}"}
    return f"{body.name_en} / {body.name_cy}", words, _("now"), _("no end known")
