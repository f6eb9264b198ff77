"""The outbox: what a mail says in which language, when it leaves, and what happens where it cannot."""

import datetime
import smtplib
import socket
import socketserver
import threading

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import translation

from accounts import actions, outbox
from accounts.models import Message
from tests.accounts.letters import links_in
from tests.factories import AT, MessageFactory, PersonFactory

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)
WELSH, ENGLISH = "Eich gwahoddiad i Clwstwr", "Your invitation to Clwstwr"


def invited(**changes) -> Message:
    person = PersonFactory(password="!", **changes)
    actions.invite(person=person, by=PersonFactory(name="Mair O'Neill & Daughters"), at=AT)
    return Message.objects.get(person=person)


# --- what is written ---


@pytest.mark.parametrize(
    ("language", "subject", "starts"),
    [
        ("en", ENGLISH, ["/en/account/invitation/"]),
        ("cy", WELSH, ["/cy/cyfrif/gwahoddiad/"]),
        ("", f"{WELSH} / {ENGLISH}", ["/cy/cyfrif/gwahoddiad/", "/en/account/invitation/"]),
    ],
)
def test_a_mail_is_in_the_language_of_the_person_or_in_both_welsh_first(language, subject, starts):
    message = invited(language=language)

    assert (message.subject, len(message.subject) <= 78) == (subject, True)
    links = links_in(message.body)
    assert [link[: len(start)] for link, start in zip(links, starts, strict=True)] == starts
    assert len({link.split("/")[-2] for link in links}) == 1


def test_a_mail_is_plain_text_with_the_whole_address_and_the_day(settings):
    settings.PUBLIC_ADDRESS = "https://clusters.example"

    body = invited(language="en").body

    assert "Mair O'Neill & Daughters invites you" in body
    assert "https://clusters.example/en/account/invitation/" in body
    assert "until 16 March 2026." in body
    assert "It causes no delay." in body


def test_a_link_leads_to_the_host_that_stands_for_the_language(settings):
    settings.PUBLIC_ADDRESS = "https://clusters.example"
    settings.LANGUAGE_HOSTS = {"clystyrau.example": "cy"}

    body = invited().body

    assert "https://clystyrau.example/cy/cyfrif/gwahoddiad/" in body
    assert "https://clusters.example/en/account/invitation/" in body


def test_the_language_of_whoever_acts_does_not_matter():
    with translation.override("cy"):
        message = invited(language="en")

    assert message.subject == ENGLISH
    assert "16 March 2026" in message.body


def test_an_event_is_told_once():
    values = {"kind": "accounts.invitation", "person": PersonFactory(), "subject": "Once", "key": "7", "at": AT}

    first, second = outbox.write(**values), outbox.write(**values)

    assert (first, Message.objects.count()) == (second, 1)


def test_a_mail_of_an_action_that_failed_was_never_written(django_capture_on_commit_callbacks):
    def invite_and_break() -> None:
        with transaction.atomic():
            actions.invite(person=PersonFactory(password="!"), by=None, at=AT)
            raise RuntimeError

    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(RuntimeError):
        invite_and_break()

    assert (callbacks, Message.objects.count()) == ([], 0)


def test_a_mail_leaves_only_when_its_transaction_commits(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        invited()
        assert mail.outbox == []

    assert len(callbacks) == 1


# --- what is sent ---


def test_a_mail_is_sent_once_and_its_text_is_kept_no_longer(moved_clock):
    moved_clock(AT.isoformat())
    message = invited(language="en")

    first, second = outbox.deliver(message.pk), outbox.deliver(message.pk)

    assert (first.state, first.body, first.sent_at, first.attempts) == ("sent", "", AT, 1)
    assert second is None
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.content_subtype) == ([message.address], ENGLISH, "plain")
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_that_was_withdrawn_is_not_sent(moved_clock):
    moved_clock(AT.isoformat())
    message = invited()
    invitation = message.person.invitations.get()

    actions.revoke(invitation=invitation, by=None, at=AT)

    message.refresh_from_db()
    assert (message.state, message.body, outbox.deliver(message.pk), mail.outbox) == ("withdrawn", "", None, [])


def test_sending_an_invitation_again_keeps_the_older_mail_back():
    older = invited()

    actions.resend(invitation=older.person.invitations.get(), by=None, at=AT)

    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "waiting"]


def test_the_database_keeps_no_text_of_a_mail_that_left():
    with pytest.raises(DatabaseError, match="message_keeps_its_text_only_until_it_is_sent"):
        MessageFactory(state="sent", sent_at=AT)


# --- a mail server that really answers, or does not ---


class Conversation(socketserver.StreamRequestHandler):
    """One conversation of a small SMTP server: the answer to each of the commands that have one of their own."""

    def handle(self) -> None:
        self._say("220 example")
        while line := self.rfile.readline().decode().strip():
            word = line.partition(" ")[0].upper()
            if word == "DATA":
                self._take()
                continue
            self._say(self.server.answers.get(word, "250 fine"))
            if word == "QUIT":
                return

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.taken.append(b"".join(lines).decode())
        answer = self.server.answers.get("DATA", "250 taken")
        if answer:
            self._say(answer)
        else:
            self.connection.shutdown(socket.SHUT_RDWR)

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails at a free port of this machine."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answers: dict[str, str] = {}
        self.taken: list[str] = []


@pytest.fixture
def server(settings):
    with MailServer() as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.server_address
        threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield listening
        listening.shutdown()


def test_a_refused_mail_waits_longer_each_time_and_then_leaves(server, moved_clock):
    message = MessageFactory()
    server.answers["RCPT"] = "451 try later"
    waits = []
    at = AT
    for _attempt in range(3):
        moved_clock(at.isoformat())
        outbox.deliver(message.pk)
        message.refresh_from_db()
        waits.append((message.due_at - at).total_seconds())
        moved_clock((message.due_at - SECOND).isoformat())
        assert outbox.deliver(message.pk) is None
        at = message.due_at
    assert (waits, message.state, "451" in message.last_error) == ([30, 120, 480], "waiting", True)

    server.answers.clear()
    moved_clock(at.isoformat())
    outbox.deliver(message.pk)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error, len(server.taken)) == ("sent", 4, "", 1)


def test_a_mail_waits_for_a_server_that_is_away(server, settings, moved_clock):
    moved_clock(AT.isoformat())
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = unused.getsockname()[1]
        message = outbox.deliver(MessageFactory().pk)

    assert (message.state, message.body) == ("waiting", "What happened.")
    assert "ConnectionRefusedError" in message.last_error


def test_a_mail_that_is_refused_too_often_is_given_up(server, moved_clock):
    moved_clock(AT.isoformat())
    server.answers["MAIL"] = "550 never"

    message = outbox.deliver(MessageFactory(attempts=outbox.MOST_ATTEMPTS - 1).pk)

    assert (message.state, message.body, "550" in message.last_error) == ("failed", "", True)


def test_a_mail_whose_fate_is_unknown_is_not_sent_again(server, moved_clock):
    moved_clock(AT.isoformat())
    server.answers["DATA"] = ""

    message = outbox.deliver(MessageFactory().pk)

    assert (message.state, message.body, len(server.taken)) == ("failed", "", 1)
    assert smtplib.SMTPServerDisconnected.__name__ in message.last_error
    assert outbox.sweep(at=AT + datetime.timedelta(days=1)) == 0


# --- what was left behind ---


def test_the_sweep_takes_what_is_due_and_gives_up_what_a_dead_worker_held():
    hour = datetime.timedelta(hours=1)
    MessageFactory(due_at=AT + hour)
    MessageFactory(due_at=AT)
    MessageFactory(state="sent", body="", sent_at=AT)
    dead = MessageFactory(state="sending", taken_at=AT - hour)
    busy = MessageFactory(state="sending", taken_at=AT)

    assert outbox.sweep(at=AT) == 1

    dead.refresh_from_db()
    busy.refresh_from_db()
    assert (dead.state, dead.body, dead.last_error) == ("failed", "", outbox.NOT_KNOWN)
    assert busy.state == "sending"
