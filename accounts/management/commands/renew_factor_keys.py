"""Encrypt the secrets of second factors with the first key of FACTOR_KEYS, so that another can be taken away."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts import factor_secrets
from common import clock


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Encrypted anew: {factor_secrets.renew(at=clock.now())}.")
