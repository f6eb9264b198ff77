"""The ways to where plans are drawn together."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from governance.models import Office
from tests.plans.setting import Setting

pytestmark = pytest.mark.django_db


def links(client, address: str) -> set[str]:
    found = BeautifulSoup(client.get(address).content, "html.parser")
    return {link["href"] for link in found.select("main a[href]")}


@pytest.mark.parametrize(
    ("office", "boards", "groups"),
    [(Office.APPROVER, True, True), (Office.PLANNING_GROUP_MEMBER, False, True), (Office.CLUSTER_LEAD, False, False)],
)
def test_each_office_finds_what_it_reaches(client, enter, office, boards, groups):
    setting = Setting()
    body = {Office.APPROVER: setting.board, Office.PLANNING_GROUP_MEMBER: setting.group}.get(office, setting.cluster)
    enter(setting.lead if office == Office.CLUSTER_LEAD else setting.appoint(office, body))

    found = links(client, reverse("plans:together"))

    assert (reverse("plans:board_plans", kwargs={"key": setting.board.pk}) in found) == boards
    assert (reverse("plans:group_plans", kwargs={"key": setting.group.pk}) in found) == groups
    assert reverse("plans:together") in links(client, reverse("portal:desk"))


def test_public_pages_of_boards_and_groups_lead_to_their_plans(client):
    setting = Setting()

    for name, body in (("board", setting.board), ("group", setting.group)):
        here = setting.board.get_absolute_url() if name == "board" else setting.group.get_absolute_url()
        assert reverse(f"plans:{name}", kwargs={"slug": body.slug}) in links(client, here)
