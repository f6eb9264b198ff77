"""What must hold for every model, whoever adds one."""

import pghistory.models
import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from common import checks
from tests import factories

OURS = {"accounts", "clusters", "collaboratives", "common", "governance", "indicators", "meetings", "plans", "budgets"}
OURS |= {"portal"}


def our_models() -> list[type[models.Model]]:
    found = [model for model in apps.get_models() if model._meta.app_label in OURS]
    return [model for model in found if not issubclass(model, pghistory.models.Event)]


def factory_of(model: type[models.Model]):
    return getattr(factories, f"{model.__name__}Factory")


@pytest.mark.django_db
@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_model_has_a_factory_that_gives_a_valid_object(model):
    made = factory_of(model)()

    assert model._default_manager.filter(pk=made.pk).count() == 1
    assert str(made)


def choice_fields() -> list[models.Field]:
    return [field for model in our_models() for field in model._meta.local_fields if field.choices]


@pytest.mark.parametrize("field", choice_fields(), ids=lambda field: f"{field.model.__name__}.{field.name}")
def test_every_choice_has_a_label_in_both_languages(field):
    for value, label in field.choices:
        with translation.override("en"):
            english = str(label)
        with translation.override("cy"):
            welsh = str(label)
        assert english, f"{value} has no English label"
        assert welsh, f"{value} has no Welsh label"
        if field.name != "language" and field.name != "source_language":
            assert english != welsh, f"{value} reads {english!r} in both languages"


def test_every_column_of_a_tracked_model_is_in_its_history():
    assert checks.every_column_is_in_the_history() == []


def test_the_check_of_histories_finds_a_column_that_is_missing(monkeypatch):
    event_model = apps.get_model("governance", "BodyEvent")
    lacking = [field for field in event_model._meta.get_fields() if field.name != "name_cy"]
    monkeypatch.setattr(event_model._meta, "get_fields", lambda: lacking)

    errors = checks.every_column_is_in_the_history()

    assert [error.msg for error in errors] == ["BodyEvent has no column 'name_cy' of Body."]


TRACKED = {
    "Body",
    "BodyAlias",
    "Contact",
    "Succession",
    "Area",
    "PlanningGroup",
    "Coverage",
    "Provider",
    "Membership",
    "Place",
}
TRACKED |= {"Indicator", "Release", "Profession", "Collaborative", "Seat", "Appointment", "Delegation", "Handover"}
TRACKED |= {"Recertification", "Interest", "Decision", "Recusal", "Action", "ActionUpdate"}
TRACKED |= {"TemplateEdition", "TemplateSection", "PlanningRound", "Deadline", "ApprovalRoute", "Plan", "Edition"}
TRACKED |= {"ParityExemption", "Confirmation", "Submission", "Verdict", "Comment", "MilestoneUpdate"}
TRACKED |= {"FundingStream", "BudgetLine", "PeriodClosing", "ApprovalBand", "MoneyRequest", "ReportingRule"}
TRACKED |= {"VarianceReason", "Receipt", "RequestRecusal"}
TRACKED |= {"MeetingSeries", "Meeting", "AgendaItem", "Answer"}
TRACKED |= {"Section", "Need", "Priority", "PlannedAction", "Milestone", "Risk", "Attachment"}


def test_what_people_manage_is_tracked():
    events = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]

    assert {model.pgh_tracked_model.__name__ for model in events if model._meta.app_label in OURS} == TRACKED
