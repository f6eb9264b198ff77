"""The plans of the Example Health Board: each somewhere else on its way, and gone without a trace."""

import datetime
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.test import override_settings

from accounts.models import AuditRecord, Message, Person
from common.models import LoadedFiles, TranslationState
from common.prose.tree import Marks
from governance.models import Action, ActionUpdate, Body
from plans.editions.kinds import KINDS
from plans.editions.languages import Standing, halves_of
from plans.editions.parity import lacking
from plans.integrity import frozen_content_that_changed
from plans.models import (
    Authorship,
    Comment,
    Edition,
    Milestone,
    Plan,
    PlannedAction,
    PlanningRound,
    Priority,
    Section,
    StoredFile,
    Submission,
    Visibility,
)
from plans.published.halves import Words

pytestmark = pytest.mark.django_db
NOW = "2026-11-26T10:00:00+00:00"
TODAY = datetime.date(2026, 11, 26)


def run(name: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def board(databases, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """A database of this module's own, with the example board and its plans in it; they take long to enter."""
    clock = tmp_path_factory.mktemp("clock") / "now"
    clock.write_text(NOW)
    with django_db_blocker.unblock(), override_settings(CLOCK_FILE=str(clock)):
        before = databases.use(databases.copy())
        for name in ("load_professions", "load_examples", "load_example_people"):
            run(name)
        said = run("load_example_plans")
    yield said
    with django_db_blocker.unblock():
        databases.use(before)


@pytest.fixture
def loaded(board, moved_clock) -> str:
    moved_clock(NOW)
    return board


def current(body: str, **conditions) -> Edition:
    return Edition.objects.filter(plan__body__slug_en=body, **conditions).latest("plan__first_year", "number")


def test_they_need_the_example_people(moved_clock):
    with pytest.raises(CommandError, match="load them first"):
        run("load_example_plans")


def test_production_takes_none(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production does not take them"):
        run("load_example_plans")

    assert not Plan.objects.exists()


def test_the_plans_stand_at_different_places_of_their_way(loaded):
    states = {
        (edition.plan.body.slug_en, edition.plan.first_year, edition.number): edition.state
        for edition in Edition.objects.select_related("plan__body")
    }

    assert loaded == "Example plans entered: 7.\n"
    assert states == {
        ("example-central", 2026, 1): "published",
        ("example-central", 2026, 2): "draft",
        ("example-coast", 2026, 1): "returned",
        ("example-east", 2026, 1): "with_board",
        ("example-east", 2020, 1): "published",
        ("example-north", 2026, 1): "draft",
        ("example-south", 2026, 1): "approved",
        ("example-planning-group", 2026, 1): "draft",
    }
    assert current("example-coast").return_reason.startswith("The priorities are the right ones.")


def test_the_published_plan_is_whole_in_both_languages_and_frozen_with_its_figures(loaded):
    edition = current("example-central", number=1)

    counts = [model.objects.filter(edition=edition).count() for model in (Priority, PlannedAction, Milestone)]
    actions = PlannedAction.objects.filter(edition=edition)
    assert counts == [4, 9, 17]
    assert lacking(edition) == []
    assert edition.figures
    assert all(action.owner and action.money_total for action in actions)
    assert {row.visibility for row in edition.risk_rows.all()} == {Visibility.PARTNERS}


def test_the_next_edition_has_one_half_out_of_date_and_open_remarks(loaded):
    edition = current("example-central")
    halves = halves_of(edition, Section.objects.filter(edition=edition))

    stale = [(half.row.code, half.language) for half in halves if half.standing == Standing.OUT_OF_DATE]
    assert stale == [("workforce", "cy")]
    assert Comment.objects.filter(plan=edition.plan, resolved_at=None).count() == 3
    assert {one.key for one in Comment.objects.all()} <= {half.row.key for half in halves}


def test_collaborative_leads_wrote_their_own_parts(loaded):
    wrote = Authorship.objects.filter(edition=current("example-central", number=1))

    emails = {"cluster.lead@example.org", "gp.lead@example.org", "pharmacy.lead@example.org"}
    assert set(wrote.values_list("person__email", flat=True)) == emails


def test_the_progress_of_actions_is_told_in_the_present_quarter(loaded):
    told = ActionUpdate.objects.values_list("period_starts_on", flat=True)

    assert list(told) == [datetime.date(2026, 10, 1)] * 5
    assert {update.percent for update in ActionUpdate.objects.all()} == set(
        Action.objects.filter(updates__isnull=False).values_list("percent", flat=True)
    )


def test_the_round_is_due_after_today(loaded):
    due = PlanningRound.objects.get(template__code="cluster-imtp-1").deadlines.order_by("due_on")

    assert [(one.stage, (one.due_on - TODAY).days) for one in due] == [
        ("agreed", 21),
        ("planning_group", 42),
        ("board", 70),
        ("published", 98),
    ]


def test_nobody_gets_a_letter_about_them(loaded):
    assert not Message.objects.filter(kind="plans.moved", state=Message.State.WAITING).exists()


def test_loading_again_is_nothing_to_do(loaded):
    before = Edition.objects.count(), AuditRecord.objects.count()

    assert run("load_example_plans") == "Example plans are there already; nothing to do.\n"
    assert (Edition.objects.count(), AuditRecord.objects.count()) == before


def test_no_real_body_has_a_plan_of_them(loaded):
    assert not Plan.objects.filter(body__is_example=False).exists()
    assert not PlanningRound.objects.filter(body__is_example=False).exists()


@pytest.mark.as_owner
def test_they_are_forgotten_wholly(loaded):
    run("forget_examples")

    for model in (Plan, PlanningRound, Section, Submission, Comment, Action, TranslationState, StoredFile):
        assert not model.objects.exists(), model
    assert not Body.objects.filter(is_example=True).exists()
    assert not LoadedFiles.objects.filter(name="example plans").exists()
    assert run("check_integrity").endswith("All is whole.\n")
    assert not Person.objects.filter(email__endswith="@example.org", is_active=True).exists()


BEFORE = Path(__file__).parent / "texts_before_marks.txt"


def frozen_texts() -> list[str]:
    """Return every long text of the frozen example plans."""
    frozen = Edition.objects.filter(frozen_at__isnull=False, origin=Edition.Origin.WRITTEN)
    names = {kind.code: [field.name for field in kind.texts if field.marks is Marks.FULL] for kind in KINDS.values()}
    rows = [(code, row) for one in frozen for code, listed in one.content.items() for row in listed]
    halves = [row["texts"][name] for code, row in rows for name in names[code]]
    return [text for one in halves for text in one.values() if text]


def shown(text: str, *, has_marks: bool) -> str:
    words = {"words": Words(text, "en", False, has_marks), "under": 2}
    return "".join(line.strip() for line in render_to_string("plans/prose.html", words).splitlines())


def in_few_letters(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_their_texts_read_as_they_did_before_there_were_marks(loaded):
    before = dict(line.split() for line in BEFORE.read_text().splitlines())
    texts = frozen_texts()

    now = {in_few_letters(text): in_few_letters(shown(text, has_marks=False)) for text in texts}
    assert now == {key: before[key] for key in now}
    # None of them has anything in it that is a mark: they read the same by the new rules.
    assert [text for text in texts if shown(text, has_marks=True) != shown(text, has_marks=False)] == []
    assert not list(frozen_content_that_changed())
