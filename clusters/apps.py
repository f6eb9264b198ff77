from django.apps import AppConfig


class ClustersConfig(AppConfig):
    name = "clusters"

    def ready(self) -> None:
        from clusters.queries import clusters_covered_by
        from governance.policies import COVERINGS

        COVERINGS.append(clusters_covered_by)
