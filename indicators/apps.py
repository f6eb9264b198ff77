from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        from accounts import audit
        from indicators import search, sentences

        audit.register(sentences.SENTENCES)
        search.register_kinds()
