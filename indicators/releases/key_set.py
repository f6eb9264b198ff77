"""Which indicators are key: chosen with a release that says why; until then those of the catalogue."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from common import public
from common.errors import Refused
from common.tabular import Filled
from indicators.models import CurrentFigureSet, Indicator, Release
from indicators.releases.computing import new_release
from indicators.releases.findings import write_findings

MOST = 15


def choose_key_indicators(
    *, codes: Sequence[str], because_en: str, because_cy: str, at: datetime.datetime, by: Person | None = None
) -> Release:
    """Make these the key indicators, in this order; return the release that says so, with the findings on them."""
    if not (because_en.strip() and because_cy.strip()):
        raise Refused(_("Say why in both languages: readers are told."))
    _refuse_impossible(codes)
    with audit.recorded("indicators.choose_key_indicators", by=by, at=at) as record:
        Indicator.objects.key().update(key_order=None)
        for order, code in enumerate(codes, start=1):
            Indicator.objects.filter(code=code).update(key_order=order)
        release = new_release(
            at=at,
            digest="",
            title_en="Key indicators chosen anew",
            title_cy="Dewis dangosyddion allweddol o'r newydd",
            reason_en=because_en.strip(),
            reason_cy=because_cy.strip(),
            key_indicators=list(codes),
        )
        write_findings(release)
        audit.about(record, release, indicators=list(codes))
        public.raise_version()
    return release


def _refuse_impossible(codes: Sequence[str]) -> None:
    if not codes or len(codes) > MOST or len(set(codes)) != len(codes):
        raise Refused(Filled(_("Choose one to %(most)s indicators, each once."), {"most": MOST}))
    published = set(CurrentFigureSet.objects.values_list("indicator__code", flat=True))
    for code in codes:
        if code not in published:
            raise Refused(Filled(_("“%(code)s” has no figures, so it cannot be key."), {"code": code}))
