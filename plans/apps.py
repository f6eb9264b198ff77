from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"

    def ready(self) -> None:
        from accounts import audit
        from governance.handovers import kinds
        from plans import integrity, retention, sentences
        from plans.progress.desk import ACTIONS
        from plans.published import documents
        from plans.published import search as published_search
        from plans.scope import bodies_of
        from plans.writing import search as writing_search

        audit.register(sentences.SENTENCES, sentences.TABLES)
        audit.SCOPES.append(bodies_of)
        documents.register()
        kinds.KINDS.append(ACTIONS)
        integrity.register()
        retention.register()
        published_search.register_kinds()
        writing_search.register_kinds()
