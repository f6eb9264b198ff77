from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from accounts import audit, integrity, retention, sentences

        audit.register(sentences.SENTENCES)
        integrity.register()
        retention.register()
        user_logged_in.connect(_begin_grace, dispatch_uid="accounts.begin_grace")


def _begin_grace(*, user: Any, **_named: Any) -> None:
    from accounts import own_actions
    from common import clock

    own_actions.begin_grace(person=user, on=clock.today())
