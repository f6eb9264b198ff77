from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "plans.budgets"
    label = "budgets"

    def ready(self) -> None:
        from accounts import audit
        from plans.budgets import integrity, sentences
        from plans.budgets.importing import working
        from plans.budgets.scope import bodies_of

        audit.register(sentences.SENTENCES)
        audit.SCOPES.append(bodies_of)
        working.register()
        integrity.register()
