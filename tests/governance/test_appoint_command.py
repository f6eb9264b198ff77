import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditRecord, Invitation, Person
from common import clock
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of
from tests.accounts.letters import link_to

pytestmark = pytest.mark.django_db


def test_the_first_administrator_is_appointed_recorded_and_let_in(client, capsys):
    call_command("appoint", "first@example.org", name="First Administrator")

    person = Person.objects.get(email="first@example.org")
    said = capsys.readouterr().out
    assert powers_of(person, on=clock.today()).holds(Permission.CONFIRM)
    assert list(AuditRecord.objects.filter(action="governance.appoint_first").values_list("by", flat=True)) == [None]
    assert Invitation.objects.get().person == person
    assert said.endswith("goes to first@example.org.\n")
    assert client.get(link_to("first@example.org", "accounts.invitation")).status_code == 200


@pytest.mark.parametrize("times", [1, 2])
def test_what_is_refused_changes_nothing(times):
    if times == 2:
        call_command("appoint", "first@example.org", name="First Administrator")
    before = (Person.objects.count(), AuditRecord.objects.count(), Invitation.objects.count())

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("appoint", "first@example.org", name="First Administrator" if times == 2 else "")

    assert (Person.objects.count(), AuditRecord.objects.count(), Invitation.objects.count()) == before
