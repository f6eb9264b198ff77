"""Plans that were approved and published, as approval and publication leave them."""

import datetime
from decimal import Decimal

from indicators.models import Indicator
from plans.editions.content import content_of, digest_of, frozen_data
from plans.editions.search import words_of
from plans.models import Attachment, EditionState, Theme
from tests.factories import StoredFileFactory, SubmissionFactory, VerdictFactory
from tests.moments import AT, ON
from tests.plans.setting import Setting

INDICATOR = "aged_65_plus"
FIGURES = {
    INDICATOR: {
        "value": 24.8,
        "lower95": 24.4,
        "upper95": 25.2,
        "flag": "",
        "period": {"en": "2021 when approved", "cy": "2021 adeg cymeradwyo"},
        "name": {"en": "Residents aged 65 and over", "cy": "Preswylwyr 65 oed a throsodd"},
        "unit": {"en": "%", "cy": "%"},
        "release": {"number": 1, "title": {"en": "First", "cy": "Cyntaf"}},
    }
}


def texts(kind: str, **more: str) -> dict[str, str]:
    """Return texts for the fields named, each of its own in both languages."""
    return {
        f"{field}_{language}": f"{words} ({kind} {field} {language})"
        for field, words in more.items()
        for language in ("en", "cy")
    }


def write_plan(setting: Setting) -> Setting:
    """Write a plan with something in each of its places, public and not."""
    setting.save(setting.section(), text_en="What we will do.\n\n- First\n- Second", text_cy="Yr hyn a wnawn.")
    part = setting.section("workforce", setting.pharmacy)
    setting.save(part, text_en="Pharmacists", text_cy="Fferyllwyr")
    need = setting.add(
        "need", **texts("need", said="Heard", what="Seen", so_what="So", now_what="Then"), figures=[INDICATOR]
    )
    indicator = Indicator.objects.get(code=INDICATOR)
    priority = setting.add(
        "priority",
        text_en="More care at home",
        text_cy="Mwy o ofal gartref",
        needs=[need.key],
        theme=Theme.objects.get(code="mental-health"),
        indicator=indicator,
        target=Decimal("26.00"),
        target_on=ON + datetime.timedelta(days=700),
    )
    action = setting.add(
        "action",
        priority=priority.key,
        **texts(
            "action", why="Because", output="A clinic", outcome="Fewer falls", measure="Falls", partners="The council"
        ),
        starts_on=ON,
        ends_on=ON + datetime.timedelta(days=365),
        first_year_money=Decimal("12000.00"),
        second_year_money=Decimal("500.50"),
    )
    setting.add("action", title_en="An action of its own", title_cy="Cam ar wahân")
    setting.add(
        "milestone",
        action=action.key,
        due_on=ON + datetime.timedelta(days=100),
        baseline_on=ON + datetime.timedelta(days=88),
    )
    setting.add("risk", visibility="public", mitigation_en="Two nurses", mitigation_cy="Dwy nyrs")
    Attachment.objects.create(
        edition=setting.edition,
        title_en="A map",
        title_cy="Map",
        language="both",
        file=StoredFileFactory(name="map.txt"),
    )
    return setting


def publish(setting: Setting, state: str = EditionState.PUBLISHED, **more: object):
    """Freeze the setting's edition as it is and publish it; return it."""
    edition = setting.edition
    edition.refresh_from_db()
    return publish_edition(edition, state=state, **more)


def publish_edition(edition, **more: object):
    """Freeze an edition as it is, approved by the board, and publish it; `more` are values that differ."""
    submission = SubmissionFactory(edition=edition, closed_at=AT, outcome="approved")
    VerdictFactory(submission=submission)
    edition.content = content_of(edition)
    edition.figures, edition.frozen_at, edition.published_at = FIGURES, AT, AT
    edition.digest = digest_of(frozen_data(edition))
    edition.state = EditionState.PUBLISHED
    for name, value in more.items():
        setattr(edition, name, value)
    edition.search_text = words_of(edition)
    edition.save()
    return edition


def published(setting: Setting | None = None):
    """Return a published edition with something in each of its places."""
    return publish(write_plan(setting or Setting()))
