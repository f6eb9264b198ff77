"""Two workers at the same moment, in transactions that really commit: a mail leaves once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection

from accounts import outbox
from accounts.models import Message
from tests.factories import MessageFactory

WORKERS = 4


@pytest.mark.usefixtures("committed")
def test_workers_that_take_the_same_mails_at_once_send_each_once():
    numbers = [message.pk for message in MessageFactory.create_batch(10)]
    together = Barrier(WORKERS)

    def work(_worker: int) -> int:
        together.wait()
        try:
            return sum(outbox.deliver(number) is not None for number in numbers)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        taken = list(pool.map(work, range(WORKERS)))

    # A worker passes over a mail whose row another holds, and that one sends it.
    assert (sum(taken), len(mail.outbox)) == (10, 10)
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}
