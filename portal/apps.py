from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from accounts import audit
        from portal import search, sentences

        audit.register(sentences.SENTENCES)
        search.register_kinds()
