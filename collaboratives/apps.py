from django.apps import AppConfig


class CollaborativesConfig(AppConfig):
    name = "collaboratives"

    def ready(self) -> None:
        from accounts import audit
        from clusters.areas.actions import CLOSINGS
        from collaboratives import home, sentences
        from collaboratives.actions import end_with_clusters
        from governance import homes

        CLOSINGS.append(end_with_clusters)
        audit.register(sentences.SENTENCES)
        homes.ROOMS.extend(home.ROOMS)
