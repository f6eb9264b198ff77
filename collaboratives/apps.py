from django.apps import AppConfig


class CollaborativesConfig(AppConfig):
    name = "collaboratives"

    def ready(self) -> None:
        from accounts import audit
        from clusters.areas.actions import CLOSINGS
        from collaboratives import search, sentences
        from collaboratives.actions import end_with_clusters

        CLOSINGS.append(end_with_clusters)
        audit.register(sentences.SENTENCES)
        search.register_kinds()
