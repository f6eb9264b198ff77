"""The rule of reporting that the portal proposes for Wales, loaded from its file."""

import datetime
from decimal import Decimal
from pathlib import Path

from accounts import audit
from budgets.models import ReportingRule
from clusters.models import Area
from common import public
from common.loading import Receipt, digest_of, settle
from common.models import LoadedFiles
from common.tabular import Row, Table

FILE = "reporting_rules.csv"
AMOUNTS = ("variance_from", "pounds_shown_from", "posts_shown_from")


def load_reporting_rules(*, folder: Path, at: datetime.datetime) -> Receipt | None:
    """Load the rules of reporting that the portal ships; None where exactly this file was loaded before.

    An area for which somebody has set a rule from a day on keeps it: there the file changes nothing.
    """
    digest = digest_of([folder / FILE])
    if LoadedFiles.objects.filter(name="reporting_rules", digest=digest).exists():
        return None
    rows = list(Table(folder / FILE, columns=("area_code", *AMOUNTS)))
    with audit.recorded("budgets.load_reporting_rules", by=None, at=at) as record:
        receipt = Receipt()
        for row in rows:
            _settle(row, receipt)
        LoadedFiles.objects.update_or_create(name="reporting_rules", defaults={"digest": digest, "loaded_at": at})
        audit.about(record, None, added=dict(receipt.added), changed=dict(receipt.changed))
        public.raise_version()
    return receipt


def _settle(row: Row, receipt: Receipt) -> None:
    area = Area.objects.filter(code=row.text("area_code", longest=60)).first()
    if area is None:
        raise row.fault("area_code", "no area has this code.")
    rules = ReportingRule.objects.filter(body=area.pk)
    if rules.exclude(during__lower_inf=True, during__upper_inf=True).exists():
        receipt.count(str(ReportingRule._meta.verbose_name), left=1)
        return
    values = {name: Decimal(row.integer(name)) for name in AMOUNTS}
    settle(ReportingRule, receipt, key={"body_id": area.pk}, values=values)
