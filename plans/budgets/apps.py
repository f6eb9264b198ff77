from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "plans.budgets"
    label = "budgets"
