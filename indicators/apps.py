from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        from accounts import audit
        from indicators import sentences

        audit.register(sentences.SENTENCES)
