"""Taking a release back: what stood before it stands again, and why is told."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from common import public
from common.errors import Refused
from indicators.models import CurrentExampleSet, CurrentFigureSet, FigureSet, Release
from indicators.releases.computing import make_current, mark_latest, new_release
from indicators.releases.findings import write_findings
from indicators.releases.trends import write_trends


def withdraw_release(
    *, release: Release, because_en: str, because_cy: str, at: datetime.datetime, by: Person | None = None
) -> Release:
    """Withdraw a release; return the release that says so and holds the findings and trends of what stands now."""
    if not (because_en.strip() and because_cy.strip()):
        raise Refused(_("Say why in both languages: readers are told."))
    with audit.recorded("indicators.withdraw_release", by=by, at=at) as record:
        withdrawn: Any = Release.objects.select_for_update().get(pk=release.pk)
        if withdrawn.state == Release.State.WITHDRAWN:
            raise Refused(_("This release was withdrawn already."))
        withdrawn.state, withdrawn.withdrawn_at = Release.State.WITHDRAWN, at
        withdrawn.withdrawn_because_en, withdrawn.withdrawn_because_cy = because_en.strip(), because_cy.strip()
        withdrawn.save()
        saying = _say_so(withdrawn, at)
        _bring_back(withdrawn, saying)
        audit.about(record, withdrawn, said_by=saying.number, because=because_en.strip())
        public.raise_version()
    return saying


def _say_so(withdrawn: Any, at: datetime.datetime) -> Release:
    return new_release(
        at=at,
        digest="",
        title_en=f"Release {withdrawn.number} withdrawn",
        title_cy=f"Tynnu datganiad {withdrawn.number} yn ôl",
        reason_en=withdrawn.withdrawn_because_en,
        reason_cy=withdrawn.withdrawn_because_cy,
        is_example=withdrawn.is_example,
    )


def _bring_back(withdrawn: Release, saying: Release) -> None:
    """Let the public see again the best of what remains for each indicator and period of a withdrawn release."""
    shown: type[CurrentFigureSet] | type[CurrentExampleSet]
    shown = CurrentExampleSet if withdrawn.is_example else CurrentFigureSet
    gone = list(FigureSet.objects.filter(release=withdrawn).select_related("indicator", "period", "release"))
    shown._default_manager.filter(figure_set__in=gone).delete()
    remaining = (_best_remaining(one).first() for one in gone)
    make_current([one for one in remaining if one is not None], shown)
    mark_latest(shown)
    write_trends(saying, gone, shown)
    write_findings(saying)


def _best_remaining(gone: FigureSet) -> QuerySet[FigureSet]:
    """Return what else is published for an indicator and period, of the highest rank and then the latest first."""
    return FigureSet.objects.filter(
        indicator=gone.indicator,
        period=gone.period,
        release__state=Release.State.PUBLISHED,
        release__is_example=gone.release.is_example,
    ).order_by("-rank", "-release__number")
