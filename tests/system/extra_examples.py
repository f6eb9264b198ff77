"""What the pages need that the shipped examples do not have: a closed cluster, a collaborative, three editions."""

import datetime

from clusters.models import Area
from collaboratives.models import Collaborative, Profession
from common.clock import now
from governance.models import Succession
from indicators.models import Indicator
from plans.editions.content import content_of, digest_of, frozen_data
from plans.editions.kinds import KINDS
from plans.editions.search import words_of
from plans.models import Edition, Plan, PlanningRound, Section, TemplateEdition, Theme

TITLE = {"title_en": "Care close to home", "title_cy": "Gofal yn agos i gartref"}
TEXT = {"text_en": "Care close to home.\n- First\n- Second", "text_cy": "Gofal yn agos i gartref.\n- Un\n- Dau"}
DAY, LATER = datetime.date(2026, 6, 1), datetime.date(2026, 7, 1)


def close_a_cluster() -> None:
    """Add a cluster that closed, and a collaborative of the one that took its place."""
    successor = Area.objects.get(kind="cluster", slug_en="city-health")
    names = {"name_en": "Closed Cluster", "name_cy": "Clwstwr a Gaewyd"}
    slugs = {"slug_en": "closed-cluster", "slug_cy": "clwstwr-a-gaewyd", "code": "closed-cluster"}
    day = datetime.date(2020, 4, 1)
    closed = Area.objects.create(kind="cluster", parent=successor.parent, closed_on=day, **names, **slugs)
    Succession.objects.create(predecessor=closed, successor=successor, on=day)
    names = {"name_en": "Example profession", "name_cy": "Proffesiwn enghreifftiol"}
    profession = Profession.objects.create(code="example", order=90, **names)
    names = {"name_en": "Example collaborative", "name_cy": "Cydweithrediad enghreifftiol"}
    slugs = {"slug_en": "example-collaborative", "slug_cy": "cydweithrediad-enghreifftiol"}
    Collaborative.objects.create(cluster=successor, parent=successor, profession=profession, **names, **slugs)


def publish_plans() -> None:
    """Add a plan with an edition that is withdrawn, one that is superseded and one that is published."""
    cluster = Area.objects.get(kind="cluster", slug_en="example-west")
    template = TemplateEdition.objects.get(code="cluster-imtp-1")
    begun = PlanningRound.objects.get(body=cluster.parent, template=template)
    plan = Plan.objects.create(body=cluster, kind="cluster_imtp", round=begun, first_year=2026)
    for number, state in enumerate(("withdrawn", "superseded", "published"), start=1):
        _publish(_written(plan, number, template), state)


def _written(plan: Plan, number: int, template: TemplateEdition) -> Edition:
    edition = Edition.objects.create(plan=plan, number=number, started_at=now())
    for section in template.sections.all():
        Section.objects.create(edition=edition, code=section.code, **TEXT)
    Section.objects.filter(edition=edition, code="overview").update(text_cy="")
    indicator = Indicator.objects.get(code="aged_65_plus")
    need = _add(edition, "need", said_en="Heard", said_cy="Clywyd", figures=[indicator.code])
    target = {"indicator": indicator, "target": 26, "target_on": LATER, "theme": Theme.objects.first()}
    priority = _add(edition, "priority", needs=[need.key], **target)
    money = {"first_year_money": 12000, "second_year_money": 900}
    outcome = {"outcome_en": "Fewer falls", "outcome_cy": "Llai o gwympo"}
    action = _add(edition, "action", priority=priority.key, **outcome, **money)
    _add(edition, "milestone", action=action.key, due_on=LATER, baseline_on=DAY)
    mitigation = {"mitigation_en": "Two", "mitigation_cy": "Dau"}
    _add(edition, "risk", likelihood=2, impact=3, visibility="public", **mitigation)
    return edition


def _add(edition: Edition, code: str, **fields: object):
    return KINDS[code].model.objects.create(edition=edition, **TITLE, **fields)


def _publish(edition: Edition, state: str) -> None:
    edition.content = content_of(edition)
    edition.search_text = words_of(edition)
    period = {"en": "2021", "cy": "2021"}
    edition.figures = {"aged_65_plus": {"value": 24.8, "lower95": 24.4, "upper95": 25.2, "period": period}}
    edition.digest = digest_of(frozen_data(edition))
    edition.state, edition.frozen_at, edition.published_at = state, now(), now()
    edition.withdrawn_at = now() if state == "withdrawn" else None
    edition.withdrawal_reason_en, edition.withdrawal_reason_cy = "It was wrong.", "Roedd yn anghywir."
    edition.save()
