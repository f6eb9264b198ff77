from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "budgets"
    label = "budgets"

    def ready(self) -> None:
        from accounts import audit
        from budgets import integrity, retention, search, sentences
        from budgets.extracts import working
        from budgets.scope import bodies_of

        audit.register(sentences.SENTENCES, sentences.TABLES)
        audit.SCOPES.append(bodies_of)
        working.register()
        integrity.register()
        retention.register()
        search.register_kinds()
