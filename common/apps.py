from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from common import checks, retention  # noqa: F401 - the system checks register themselves

        retention.register()
