from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        from accounts import audit
        from indicators import retention, search, sentences

        audit.register(sentences.SENTENCES, sentences.TABLES)
        retention.register()
        search.register_kinds()
