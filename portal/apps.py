from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from accounts import audit
        from clusters import tabs
        from portal import cluster_pages, search, sentences

        audit.register(sentences.SENTENCES)
        search.register_kinds()
        tabs.TABS.extend(cluster_pages.TABS)
