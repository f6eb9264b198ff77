from django.apps import AppConfig


class CollaborativesConfig(AppConfig):
    name = "collaboratives"

    def ready(self) -> None:
        from clusters.area_actions import CLOSINGS
        from collaboratives.actions import end_with_clusters

        CLOSINGS.append(end_with_clusters)
