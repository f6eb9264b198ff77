from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"

    def ready(self) -> None:
        from accounts import audit, deeds
        from clusters import dependants as of_clusters
        from clusters import tabs
        from governance import gaps as all_gaps
        from governance import homes, waiting
        from governance.handovers import kinds
        from governance.powers.permissions import Permission
        from governance.record import news
        from plans import dependants, gaps, home, integrity, next_steps, retention, sentences
        from plans.progress import waiting as progress
        from plans.published import documents
        from plans.published import presenters as published_presenters
        from plans.published import search as published_search
        from plans.review import waiting as review
        from plans.scope import bodies_of
        from plans.writing import search as writing_search
        from plans.writing import waiting as writing

        audit.register(sentences.SENTENCES, sentences.TABLES)
        audit.SCOPES.append(bodies_of)
        deeds.NEXT.update(next_steps.STEPS)
        documents.register()
        tabs.TABS.append(published_presenters.TAB)
        kinds.KINDS.append(progress.ACTIONS)
        waiting.KINDS.extend([*review.KINDS, *writing.KINDS, *progress.KINDS])
        homes.ROOMS.extend(home.ROOMS)
        all_gaps.KINDS.extend(gaps.KINDS)
        news.KINDS["plans.edition"] = news.NewsKind(Permission.READ_PLANS, news.by_key("plans:compare"))
        news.KINDS["plans.plan"] = news.NewsKind(Permission.READ_PLANS)
        of_clusters.WORK.append(dependants.plans_of)
        integrity.register()
        retention.register()
        published_search.register_kinds()
        writing_search.register_kinds()
