from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from common import checks, retention, rights  # noqa: F401 - register the system checks, and those of the data

        retention.register()
