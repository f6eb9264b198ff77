from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from common import checks, rights  # noqa: F401 - register the system checks, and those of the data
