import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import audit
from accounts.models import AuditRecord, Person
from clusters.models import Cluster
from common.logs import request_identity
from tests.factories import AT, AuditRecordFactory, PersonFactory

pytestmark = pytest.mark.django_db


def rename(cluster: Cluster, name: str) -> None:
    cluster.name_en = name
    cluster.save()


def contexts_of(cluster: Cluster) -> set[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_context_id FROM governance_bodyevent WHERE pgh_obj_id = %s", [cluster.pk])
        return {context for (context,) in cursor.fetchall()}


def test_a_record_says_who_did_what_for_whom_and_when():
    lead, deputy = PersonFactory.create_batch(2)
    cluster = Cluster.objects.get(slug_en="tywi-taf")
    request_identity.set("abc")

    with audit.recorded("clusters.rename_cluster", by=deputy, on_behalf_of=lead, at=AT, subject=cluster) as record:
        audit.about(record, None, to="Taf")

    kept = AuditRecord.objects.get(action="clusters.rename_cluster")
    assert (kept.by, kept.on_behalf_of, kept.at, kept.request) == (deputy, lead, AT, "abc")
    assert (kept.subject_kind, kept.subject_key, kept.details) == ("clusters.cluster", str(cluster.pk), {"to": "Taf"})


def test_the_rows_that_an_action_changed_point_to_its_record():
    cluster = Cluster.objects.get(slug_en="tywi-taf")

    with audit.recorded("clusters.rename_cluster", by=None, at=AT):
        rename(cluster, "Taf")

    assert AuditRecord.objects.get(action="clusters.rename_cluster").context in contexts_of(cluster)


def test_an_action_that_fails_leaves_neither_change_nor_record():
    cluster = Cluster.objects.get(slug_en="tywi-taf")

    def rename_and_break() -> None:
        with audit.recorded("clusters.rename_cluster", by=None, at=AT):
            rename(cluster, "Taf")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        rename_and_break()

    assert Cluster.objects.get(pk=cluster.pk).name_en == "Tywi/Taf"
    assert not AuditRecord.objects.filter(action="clusters.rename_cluster").exists()


def test_a_change_whose_record_cannot_be_written_does_not_stand():
    cluster = Cluster.objects.get(slug_en="tywi-taf")

    def rename_and_spoil_the_record() -> None:
        with audit.recorded("clusters.rename_cluster", by=None, at=AT) as record:
            rename(cluster, "Taf")
            record.subject_kind = "x" * 81

    with pytest.raises(DatabaseError), transaction.atomic():
        rename_and_spoil_the_record()

    assert Cluster.objects.get(pk=cluster.pk).name_en == "Tywi/Taf"


@pytest.mark.as_owner
@pytest.mark.parametrize("deed", ["update", "delete"])
def test_a_record_is_never_changed_or_deleted(deed):
    record = AuditRecordFactory()
    deeds = {
        "update": lambda: AuditRecord.objects.filter(pk=record.pk).update(action="other"),
        "delete": lambda: AuditRecord.objects.filter(pk=record.pk).delete(),
    }

    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        deeds[deed]()

    assert AuditRecord.objects.get(pk=record.pk).action == "clusters.load_examples"


def test_an_address_belongs_to_one_person_in_any_case():
    PersonFactory(email="lead@example.org")

    with pytest.raises(DatabaseError, match="person_email_once_in_any_case"):
        PersonFactory(email="Lead@example.org")


def test_a_person_without_a_password_cannot_sign_in():
    person = Person.objects.create_user("holder@example.org", name="Holder")

    assert person.has_usable_password() is False
    assert Person.objects.get_by_natural_key("HOLDER@example.org") == person
