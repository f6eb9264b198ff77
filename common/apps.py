from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from common import checks, retention, rights  # noqa: F401 - what checks the system and the data registers itself

        retention.register()
