"""The same form sent at the same moment, in transactions that really commit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from accounts.models import UsedKey
from tests.accounts.test_once import ANSWERS, declared, opened, page
from tests.factories import PersonFactory


@pytest.mark.usefixtures("committed")
def test_the_second_of_two_at_the_same_moment_waits_and_is_answered_as_the_first():
    person, browser = PersonFactory(), Client()
    browser.force_login(person)
    sent = {**opened(browser), **ANSWERS}

    def send(_number: int) -> tuple[int, str]:
        other = Client()
        other.cookies = browser.cookies
        try:
            answer = other.post(page(), sent)
            return answer.status_code, answer["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))

    assert answers == [(302, page("governance:interests"))] * 4
    assert len(declared()) == 1
    assert UsedKey.objects.count() == 1
