from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import audit, integrity, sentences

        audit.register(sentences.SENTENCES)
        integrity.register()
