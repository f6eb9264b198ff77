from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"

    def ready(self) -> None:
        from accounts import audit
        from governance import handovers
        from plans import integrity, sentences
        from plans.following.desk import ACTIONS
        from plans.reading import documents
        from plans.scope import bodies_of

        audit.register(sentences.SENTENCES)
        audit.SCOPES.append(bodies_of)
        documents.register()
        handovers.KINDS.append(ACTIONS)
        integrity.register()
