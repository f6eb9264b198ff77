"""A valid object of every model with no arguments; what a test is about it says itself."""

import datetime
import uuid

import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory

from accounts.models import AuditRecord, Draft, Invitation, Message, Person, PersonSession, UsedKey
from clusters.models import (
    Area,
    Assignment,
    Cluster,
    Coverage,
    HealthBoard,
    LocalAuthority,
    Membership,
    Nation,
    Outline,
    Place,
    PlanningGroup,
    Population,
    Postcode,
    Provider,
    SmallArea,
    Upload,
)
from collaboratives.models import Collaborative, Profession
from common.dated import from_day
from common.models import Job, LoadedFiles, PublicVersion, TranslationState
from governance.models import (
    Appointment,
    Body,
    BodyAlias,
    Contact,
    Decision,
    Delegation,
    Handover,
    Interest,
    Office,
    Recertification,
    Recusal,
    Seat,
    Succession,
)
from governance.powers.permissions import Permission
from indicators.models import (
    Breakdown,
    CurrentExampleSet,
    CurrentFigureSet,
    DeprivationFifth,
    DeprivationGap,
    Figure,
    FigureSet,
    Indicator,
    KeyFinding,
    Neighbour,
    Period,
    PublishedMeasure,
    PublishedRate,
    Release,
    Topic,
    Trend,
)
from meetings.models import AgendaItem, Answer, CalendarFeed, Meeting, MeetingSeries
from tests.budget_factories import *  # noqa: F403
from tests.moments import AT, ON
from tests.plan_factories import *  # noqa: F403


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = "Example Person"
    email = factory.Sequence(lambda n: f"person-{n}@example.org")


class AuditRecordFactory(DjangoModelFactory):
    class Meta:
        model = AuditRecord

    action = "clusters.load_examples"
    at = AT
    by = factory.SubFactory(PersonFactory)
    context = factory.LazyFunction(uuid.uuid4)


class PersonSessionFactory(DjangoModelFactory):
    class Meta:
        model = PersonSession

    person = factory.SubFactory(PersonFactory)
    session_key = factory.Sequence(lambda n: f"{n:032}")


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    person = factory.SubFactory(PersonFactory)
    email = factory.SelfAttribute("person.email")
    token_hash = factory.Sequence(lambda n: f"{n:064}")
    sent_at = AT
    expires_at = AT + datetime.timedelta(days=7)


class UsedKeyFactory(DjangoModelFactory):
    class Meta:
        model = UsedKey

    key = factory.LazyFunction(uuid.uuid4)
    person = factory.SubFactory(PersonFactory)
    place = "/en/example/"
    digest = "0" * 64
    led_to = "/en/example/done/"
    used_at = AT


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = Draft

    person = factory.SubFactory(PersonFactory)
    page = factory.Sequence(lambda n: f"examples:page:{n:032}")
    name = "id_text"
    tab = "example"
    saved_at = AT


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    key = factory.Sequence(lambda n: f"examples.mail:{n}")
    kind = "examples.mail"
    person = factory.SubFactory(PersonFactory)
    address = factory.SelfAttribute("person.email")
    subject = "An example"
    body = "What happened."
    written_at = AT
    due_at = AT


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    body_kind = Body.Kind.COLLABORATIVE
    parent = factory.SubFactory("tests.factories.ClusterFactory")
    name_en = factory.Sequence(lambda n: f"Example body {n}")
    name_cy = factory.Sequence(lambda n: f"Corff enghreifftiol {n}")
    slug_en = factory.Sequence(lambda n: f"example-body-{n}")
    slug_cy = factory.Sequence(lambda n: f"corff-enghreifftiol-{n}")
    is_example = True


class AreaFactory(BodyFactory):
    class Meta:
        model = Area

    body_kind = factory.SelfAttribute("kind")
    kind = Area.Kind.CLUSTER
    code = factory.Sequence(lambda n: f"example-{n}")
    parent = factory.SubFactory("tests.factories.HealthBoardFactory")


class NationFactory(AreaFactory):
    class Meta:
        model = Nation

    kind = Area.Kind.NATION
    parent = None


class HealthBoardFactory(AreaFactory):
    class Meta:
        model = HealthBoard

    kind = Area.Kind.HEALTH_BOARD
    parent = factory.SubFactory(NationFactory)
    short_name_en = "Example"
    short_name_cy = "Enghreifftiol"


class LocalAuthorityFactory(AreaFactory):
    class Meta:
        model = LocalAuthority

    kind = Area.Kind.LOCAL_AUTHORITY


class ClusterFactory(AreaFactory):
    class Meta:
        model = Cluster


class PlanningGroupFactory(BodyFactory):
    class Meta:
        model = PlanningGroup

    body_kind = Body.Kind.PLANNING_GROUP
    parent = factory.SubFactory(HealthBoardFactory)


class BodyAliasFactory(DjangoModelFactory):
    class Meta:
        model = BodyAlias

    body = factory.SubFactory(BodyFactory)
    name = factory.Sequence(lambda n: f"Another name {n}")


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    body = factory.SubFactory(BodyFactory)
    reached_by_en = "By the office of the board"
    reached_by_cy = "Trwy swyddfa'r bwrdd"


class SuccessionFactory(DjangoModelFactory):
    class Meta:
        model = Succession

    predecessor = factory.SubFactory(BodyFactory)
    successor = factory.SubFactory(BodyFactory)
    on = ON


class PopulationFactory(DjangoModelFactory):
    class Meta:
        model = Population

    area = factory.SubFactory(ClusterFactory)
    basis = "registered"
    count = 50_000
    period = "2025"
    geography_basis = "exact"
    source = "Example"


class CoverageFactory(DjangoModelFactory):
    class Meta:
        model = Coverage

    planning_group = factory.SubFactory(PlanningGroupFactory)
    local_authority = factory.SubFactory(LocalAuthorityFactory)


class ProviderFactory(DjangoModelFactory):
    class Meta:
        model = Provider

    kind = Provider.Kind.GP_PRACTICE
    ods_code = factory.Sequence(lambda n: f"X{n:05}")
    name = "Example Surgery"
    registered_patients = 8_000


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    provider = factory.SubFactory(ProviderFactory)
    cluster = factory.SubFactory(ClusterFactory)


class SmallAreaFactory(DjangoModelFactory):
    class Meta:
        model = SmallArea

    code = factory.Sequence(lambda n: f"X{n:08}")
    name = "Example small area"
    local_authority = factory.SubFactory(LocalAuthorityFactory)


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    small_area = factory.SubFactory(SmallAreaFactory)
    cluster = factory.SubFactory(ClusterFactory)
    method = "example"


class PostcodeFactory(DjangoModelFactory):
    class Meta:
        model = Postcode

    postcode = factory.Sequence(lambda n: f"XX{n}")
    small_area = factory.SubFactory(SmallAreaFactory)


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    geonames_key = factory.Sequence(lambda n: 900_000_000 + n)
    name = "Example town"
    latitude, longitude = 52.4, -3.8
    small_area = factory.SubFactory(SmallAreaFactory)


class OutlineFactory(DjangoModelFactory):
    class Meta:
        model = Outline

    area = factory.SubFactory(ClusterFactory)
    path = "M0 0l10 0 0 10-10 0z"
    left = top = 0
    right = bottom = 10
    source = "Example"


class UploadFactory(DjangoModelFactory):
    """A file with one row that waits to be confirmed."""

    class Meta:
        model = Upload

    kind = Upload.Kind.PROVIDERS
    file_name = "example.csv"
    body = factory.SubFactory(HealthBoardFactory)
    rows = factory.LazyFunction(list)
    uploaded_by = factory.SubFactory(PersonFactory)
    uploaded_at = AT
    expires_at = AT + datetime.timedelta(days=1)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    code = factory.Sequence(lambda n: f"topic-{n}")
    name_en = "Example topic"
    name_cy = "Pwnc enghreifftiol"
    order = 90


class PeriodFactory(DjangoModelFactory):
    class Meta:
        model = Period

    code = factory.Sequence(lambda n: f"period-{n}")
    label_en = label_cy = short_label_en = short_label_cy = "2025"
    order = 900


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    code = factory.Sequence(lambda n: f"indicator_{n}")
    topic = factory.SubFactory(TopicFactory)
    name_en = factory.Sequence(lambda n: f"Example indicator {n}")
    name_cy = factory.Sequence(lambda n: f"Dangosydd enghreifftiol {n}")
    slug_en = factory.Sequence(lambda n: f"example-indicator-{n}")
    slug_cy = factory.Sequence(lambda n: f"dangosydd-enghreifftiol-{n}")
    method = Indicator.Method.PROPORTION
    multiplier = 100
    polarity = Indicator.Polarity.NEUTRAL
    comparison = Indicator.Comparison.INTERVAL
    population_basis = "resident"
    geography_basis = "exact"
    availability = Indicator.Availability.REAL


class ReleaseFactory(DjangoModelFactory):
    class Meta:
        model = Release

    number = factory.Sequence(lambda n: 1000 + n)
    title_en = "Example release"
    title_cy = "Datganiad enghreifftiol"
    made_at = AT
    published_at = AT
    inputs_digest = "example"


class FigureSetFactory(DjangoModelFactory):
    class Meta:
        model = FigureSet

    release = factory.SubFactory(ReleaseFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    period = factory.SubFactory(PeriodFactory)
    method = factory.SelfAttribute("indicator.method")
    comparison = factory.SelfAttribute("indicator.comparison")
    source_files = "example.csv"


class CurrentFigureSetFactory(DjangoModelFactory):
    class Meta:
        model = CurrentFigureSet

    figure_set = factory.SubFactory(FigureSetFactory)
    indicator = factory.SelfAttribute("figure_set.indicator")
    period = factory.SelfAttribute("figure_set.period")
    is_latest = True


class CurrentExampleSetFactory(CurrentFigureSetFactory):
    class Meta:
        model = CurrentExampleSet


class FigureFactory(DjangoModelFactory):
    class Meta:
        model = Figure

    figure_set = factory.SubFactory(FigureSetFactory)
    area = factory.SubFactory(ClusterFactory)
    value = 12.5
    geography_basis = "exact"

    class Params:
        withheld = factory.Trait(value=None, flag="c")


class BreakdownFactory(DjangoModelFactory):
    class Meta:
        model = Breakdown

    release = factory.SubFactory(ReleaseFactory)
    area = factory.SubFactory(ClusterFactory)
    kind = Breakdown.Kind.AGE
    order = 0
    group = "0-4"
    count = 1_000.0


class DeprivationFifthFactory(DjangoModelFactory):
    class Meta:
        model = DeprivationFifth

    figure_set = factory.SubFactory(FigureSetFactory)
    area = factory.SubFactory(HealthBoardFactory)
    fifth = 1
    count = 250.0
    denominator = 1_000.0
    value = 25.0
    lower95 = 22.4
    upper95 = 27.8


class DeprivationGapFactory(DjangoModelFactory):
    class Meta:
        model = DeprivationGap

    figure_set = factory.SubFactory(FigureSetFactory)
    area = factory.SubFactory(HealthBoardFactory)
    ranking = DeprivationGap.Ranking.WIMD_2025
    slope = 12.5
    slope_lower95 = 10.0
    slope_upper95 = 15.0
    relative = 1.6
    relative_lower95 = 1.4
    relative_upper95 = 1.8


class NeighbourFactory(DjangoModelFactory):
    class Meta:
        model = Neighbour

    release = factory.SubFactory(ReleaseFactory)
    area = factory.SubFactory(ClusterFactory)
    other = factory.SubFactory(ClusterFactory)
    order = 1
    distance = 0.5


class TrendFactory(DjangoModelFactory):
    class Meta:
        model = Trend

    release = factory.SelfAttribute("figure_set.release")
    figure_set = factory.SubFactory(FigureSetFactory)
    area = factory.SubFactory(ClusterFactory)
    direction = Trend.Direction.RISING


class KeyFindingFactory(DjangoModelFactory):
    class Meta:
        model = KeyFinding

    release = factory.SubFactory(ReleaseFactory)
    area = factory.SubFactory(ClusterFactory)
    order = 1
    generated_en = "An example finding."
    generated_cy = "Canfyddiad enghreifftiol."


class PublishedMeasureFactory(DjangoModelFactory):
    class Meta:
        model = PublishedMeasure

    code = factory.Sequence(lambda n: f"measure-{n}")
    period_code = "2023"
    name_en = "Example measure"
    name_cy = "Mesur enghreifftiol"
    unit_en = unit_cy = "%"
    period_en = period_cy = "2023"
    publisher_en = "Example publisher"
    publisher_cy = "Cyhoeddwr enghreifftiol"
    source = "example.csv"
    order = 900


class PublishedRateFactory(DjangoModelFactory):
    class Meta:
        model = PublishedRate

    measure = factory.SubFactory(PublishedMeasureFactory)
    area = factory.SubFactory(HealthBoardFactory)
    value = 12.5


class ProfessionFactory(DjangoModelFactory):
    class Meta:
        model = Profession

    code = factory.Sequence(lambda n: f"profession-{n}")
    name_en = "Example profession"
    name_cy = "Proffesiwn enghreifftiol"
    order = 90


class JobFactory(DjangoModelFactory):
    class Meta:
        model = Job

    kind = "examples.work"
    created_at = AT


class PublicVersionFactory(DjangoModelFactory):
    class Meta:
        model = PublicVersion
        django_get_or_create = ("pk",)

    pk = 1


class TranslationStateFactory(DjangoModelFactory):
    class Meta:
        model = TranslationState

    content_type = factory.LazyFunction(lambda: ContentType.objects.get_for_model(Topic))
    object_id = factory.Sequence(lambda n: n)
    field = "name"
    language = "cy"


class LoadedFilesFactory(DjangoModelFactory):
    class Meta:
        model = LoadedFiles

    name = factory.Sequence(lambda n: f"example-{n}")
    digest = "example"
    loaded_at = AT


class CollaborativeFactory(BodyFactory):
    class Meta:
        model = Collaborative

    body_kind = Body.Kind.COLLABORATIVE
    cluster = factory.SubFactory(ClusterFactory)
    parent = factory.SelfAttribute("cluster")
    profession = factory.SubFactory(ProfessionFactory)
    state = Collaborative.State.ACTIVE


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    body = factory.SubFactory(ClusterFactory)
    office = Office.CLUSTER_LEAD


class AppointmentFactory(DjangoModelFactory):
    """A confirmed term that began on `ON` and has no end; `nominated=True` leaves it to be confirmed."""

    class Meta:
        model = Appointment

    class Params:
        nominated = factory.Trait(confirmed_by=None, confirmed_at=None)

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory)
    during = factory.LazyFunction(lambda: from_day(ON))
    nominated_by = factory.SubFactory(PersonFactory)
    nominated_at = AT
    confirmed_by = factory.SubFactory(PersonFactory)
    confirmed_at = AT


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = Delegation

    seat = factory.SubFactory(SeatFactory)
    principal = factory.SubFactory(PersonFactory)
    delegate = factory.SubFactory(PersonFactory)
    permissions = factory.LazyFunction(lambda: [Permission.NOMINATE])
    during = factory.LazyFunction(lambda: from_day(ON, ON + datetime.timedelta(days=14)))
    reason = "Away"


class HandoverFactory(DjangoModelFactory):
    class Meta:
        model = Handover

    seat = factory.SubFactory(SeatFactory)
    giver = factory.SubFactory(PersonFactory)
    taker = factory.SubFactory(PersonFactory)
    prepared_at = AT


class RecertificationFactory(DjangoModelFactory):
    class Meta:
        model = Recertification

    appointment = factory.SubFactory(AppointmentFactory)
    year = 2026
    certified_by = factory.SubFactory(PersonFactory)
    certified_at = AT


class InterestFactory(DjangoModelFactory):
    class Meta:
        model = Interest

    person = factory.SubFactory(PersonFactory)
    organisation = "Example Pharmacy"
    nature = Interest.Nature.FINANCIAL
    details = "Owns a share of it."
    during = factory.LazyFunction(lambda: from_day(ON))
    declared_at = AT


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    body = factory.SubFactory(ClusterFactory)
    decided_on = ON
    title_en = "Example decision"
    title_cy = "Penderfyniad enghreifftiol"
    outcome = Decision.Outcome.AGREED
    recorded_at = AT


class RecusalFactory(DjangoModelFactory):
    class Meta:
        model = Recusal

    decision = factory.SubFactory(DecisionFactory)
    person = factory.SubFactory(PersonFactory)
    reason = "An interest in the organisation."


class MeetingSeriesFactory(DjangoModelFactory):
    class Meta:
        model = MeetingSeries

    body = factory.SubFactory(ClusterFactory)
    rule = "FREQ=MONTHLY;INTERVAL=3;COUNT=4;BYDAY=+2TU"


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(ClusterFactory)
    starts_at = factory.Sequence(lambda n: AT + datetime.timedelta(days=7 + n))
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + datetime.timedelta(hours=2))
    place_en = "The library"
    place_cy = "Y llyfrgell"
    changed_at = AT


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n + 1)
    title_en = "Any other business"
    title_cy = "Unrhyw fater arall"


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    is_coming = True
    answered_at = AT


class CalendarFeedFactory(DjangoModelFactory):
    class Meta:
        model = CalendarFeed

    person = factory.SubFactory(PersonFactory)
    token_hash = factory.Sequence(lambda n: f"{n:064}")
    made_at = AT
