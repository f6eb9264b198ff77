from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "budgets"
    label = "budgets"

    def ready(self) -> None:
        from accounts import audit
        from budgets import integrity, search, sentences
        from budgets.extracts import working
        from budgets.scope import bodies_of

        audit.register(sentences.SENTENCES)
        audit.SCOPES.append(bodies_of)
        working.register()
        integrity.register()
        search.register_kinds()
