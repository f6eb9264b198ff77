from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "budgets"
    label = "budgets"

    def ready(self) -> None:
        from accounts import audit
        from budgets import dependants, gaps, home, integrity, retention, search, sentences
        from budgets.bookkeeping import waiting as bookkeeping
        from budgets.extracts import working
        from budgets.forecasting import waiting as forecasting
        from budgets.published.cards import TAB
        from budgets.requests import waiting as requests
        from budgets.scope import bodies_of
        from clusters import dependants as of_clusters
        from clusters import tabs
        from governance import gaps as all_gaps
        from governance import homes, waiting
        from governance.powers.permissions import Permission
        from governance.record import news

        audit.register(sentences.SENTENCES, sentences.TABLES)
        audit.SCOPES.append(bodies_of)
        working.register()
        waiting.KINDS.extend([*requests.KINDS, *forecasting.KINDS, *bookkeeping.KINDS])
        homes.ROOMS.extend(home.ROOMS)
        all_gaps.KINDS.extend(gaps.KINDS)
        sees = Permission.SEE_BUDGETS
        news.KINDS["budgets.budgetline"] = news.NewsKind(sees, news.by_key("budgets:line"))
        news.KINDS["budgets.moneyrequest"] = news.NewsKind(sees, news.by_key("budgets:request"))
        of_clusters.WORK.extend([dependants.lines_of, dependants.requests_of])
        integrity.register()
        retention.register()
        search.register_kinds()
        tabs.TABS.append(TAB)
