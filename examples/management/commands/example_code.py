"""Print the code that an authenticator app would show now for one of the example people."""

import time
from typing import Any

from allauth.mfa.app_settings import TOTP_PERIOD
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from examples import people


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address of an example person")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        if email not in people.addresses(settings.DATA_DIR):
            raise CommandError("This is not one of the example people: nobody else's code is printed.")
        app = Authenticator.objects.filter(user__email=email, type=Authenticator.Type.TOTP).first()
        if app is None:
            raise CommandError("This account asks for no code.")
        self.stdout.write(format_hotp_value(hotp_value(decrypt(app.data["secret"]), int(time.time()) // TOTP_PERIOD)))
