"""Mail: written in the transaction of the action that it tells of, sent by a worker after that, and never twice.

`write` puts a mail into the outbox in the person's language (in both, Welsh first, until it is known) and has it sent
on commit; `deliver` takes one mail and sends it; `sweep` sends what is due and was left behind. A mail that the server
refuses waits longer before each new attempt. One whose fate is unknown, because the worker died or the server went
silent after it had the text, is not sent again: who waits for it asks anew.
"""

import datetime
import logging
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from accounts.models import Message, Person
from common import clock
from common.addresses import whole_address
from common.errors import in_each_language

logger = logging.getLogger(__name__)
State = Message.State

FIRST_WAIT = datetime.timedelta(seconds=30)
LONGEST_WAIT = datetime.timedelta(hours=4)
MOST_ATTEMPTS = 10
SILENT_AFTER = datetime.timedelta(minutes=10)
BETWEEN_LANGUAGES = "\n\n* * *\n\n"
NOT_KNOWN = "The worker stopped while it sent this; whether it left is not known."


class NotTaken(Exception):
    """The mail server did not take a mail: it can be sent again."""


@transaction.atomic
def write(
    *,
    kind: str,
    subject: str | Promise,
    person: Person,
    key: str,
    at: datetime.datetime,
    address: str = "",
    link: tuple[str, dict[str, Any]] | None = None,
    **details: Any,
) -> Message:
    """Write a mail of a kind and have it sent when the transaction commits; what was written once stays as it is.

    `kind` names the template, `link` the page that the mail leads to with what stands in its address; `address`
    is given where it is not the person's own. `key` tells the event from every other of its kind.
    """
    context = {"person": person, **details}
    values = {
        "kind": kind,
        "person": person,
        "address": address or person.email,
        "subject": _subject(person, subject),
        "body": BETWEEN_LANGUAGES.join(_text(kind, language, link, context) for language in _languages(person)),
        "written_at": at,
        "due_at": at,
    }
    message, is_new = Message.objects.get_or_create(key=f"{kind}:{key}", defaults=values)
    if is_new:
        transaction.on_commit(lambda: send(message.pk))
    return message


def withdraw(*, kind: str, key: str) -> int:
    """Keep back a mail that has not left yet, since what it says no longer holds; return how many there were."""
    waiting = Message.objects.filter(key=f"{kind}:{key}", state=State.WAITING)
    return waiting.update(state=State.WITHDRAWN, body="")


def send(number: int) -> None:
    """Tell the workers of a mail; if the broker is away, the sweep will."""
    from accounts.tasks import send_message

    try:
        send_message.delay(number)
    except send_message.OperationalError:
        logger.warning("The broker took no message for mail %s; the sweep will send it.", number)


def deliver(number: int) -> Message | None:
    """Send one mail that is due; None where it was taken, sent, withdrawn or waits for a later attempt."""
    message = _taken(number, at=clock.now())
    if message is None:
        return None
    try:
        _post(message)
    except NotTaken as refusal:
        _try_later(message, refusal)
    except Exception as problem:
        logger.exception("Mail %s: its fate is unknown", message)
        _end(message, State.FAILED, error=repr(problem))
    else:
        _end(message, State.SENT)
    return message


def sweep(*, at: datetime.datetime) -> int:
    """Give up on mails whose worker died, tell the workers of all that are due; return how many."""
    with transaction.atomic():
        silent = Message.objects.filter(state=State.SENDING, taken_at__lt=at - SILENT_AFTER)
        for message in silent.select_for_update(skip_locked=True):
            logger.error("Mail %s: its worker died", message)
            _end(message, State.FAILED, error=NOT_KNOWN)
    due = list(Message.objects.filter(state=State.WAITING, due_at__lte=at).values_list("pk", flat=True))
    for number in due:
        send(number)
    return len(due)


@transaction.atomic
def _taken(number: int, *, at: datetime.datetime) -> Message | None:
    """Take a mail under a lock on its row, and commit that before it is sent: nobody else can take it then."""
    waiting = Message.objects.filter(pk=number, state=State.WAITING, due_at__lte=at)
    message: Message | None = waiting.select_for_update(skip_locked=True).first()
    if message is not None:
        message.state, message.taken_at, message.attempts = State.SENDING, at, message.attempts + 1
        message.save(update_fields=["state", "taken_at", "attempts"])
    return message


def _post(message: Message) -> None:
    """Hand a mail to the server; raise `NotTaken` only where it is certain that the server did not take it."""
    mail = EmailMessage(message.subject, message.body, to=[message.address], headers=_headers(message))
    connection = get_connection()
    try:
        connection.open()
    except OSError as problem:
        raise NotTaken(repr(problem)) from problem
    try:
        connection.send_messages([mail])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refusal:
        raise NotTaken(repr(refusal)) from refusal
    finally:
        connection.close()


def _headers(message: Message) -> dict[str, str]:
    """Return a number that the mail keeps at each attempt, and the sign that it answers nobody (RFC 3834)."""
    host = settings.PUBLIC_ADDRESS.rpartition("/")[2].partition(":")[0]
    return {"Message-ID": f"<message-{message.pk}@{host}>", "Auto-Submitted": "auto-generated"}


def _try_later(message: Message, refusal: NotTaken) -> None:
    logger.warning("Mail %s was not taken at attempt %s: %s", message, message.attempts, refusal)
    if message.attempts >= MOST_ATTEMPTS:
        _end(message, State.FAILED, error=str(refusal))
        return
    wait = min(FIRST_WAIT * 4 ** (message.attempts - 1), LONGEST_WAIT)
    message.state, message.last_error, message.due_at = State.WAITING, str(refusal), clock.now() + wait
    message.save(update_fields=["state", "last_error", "due_at"])


def _end(message: Message, state: State, *, error: str = "") -> None:
    message.state, message.body, message.last_error = state, "", error
    message.sent_at = clock.now() if state == State.SENT else None
    message.save(update_fields=["state", "body", "last_error", "sent_at"])


def _languages(person: Person) -> list[str]:
    return [person.language] if person.language else ["cy", "en"]


def _subject(person: Person, subject: str | Promise) -> str:
    said = in_each_language(subject)
    return " / ".join(said[language] for language in _languages(person))


def _text(kind: str, language: str, link: tuple[str, dict[str, Any]] | None, context: dict[str, Any]) -> str:
    with translation.override(language):
        address = whole_address(link[0], language, **link[1]) if link else ""
        template = f"{kind.replace('.', '/mail/')}.txt"
        return render_to_string(template, {**context, "link": address}).strip()
