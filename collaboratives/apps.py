from django.apps import AppConfig


class CollaborativesConfig(AppConfig):
    name = "collaboratives"

    def ready(self) -> None:
        from accounts import audit
        from clusters import dependants
        from collaboratives import search, sentences
        from collaboratives.dependants import COLLABORATIVES

        dependants.KINDS.append(COLLABORATIVES)
        audit.register(sentences.SENTENCES, sentences.TABLES)
        search.register_kinds()
