from django.apps import AppConfig


class ClustersConfig(AppConfig):
    name = "clusters"

    def ready(self) -> None:
        from accounts import audit
        from clusters import gaps, home, partners, retention, search, sentences
        from clusters.queries import clusters_covered_by, clusters_of
        from governance import gaps as all_gaps
        from governance import homes
        from governance.offices.partners import AUTHORITIES
        from governance.powers.policies import COVERINGS

        COVERINGS.append(clusters_covered_by)
        AUTHORITIES.append(partners.authorities)
        audit.register(sentences.SENTENCES, sentences.TABLES)
        audit.SCOPES.append(clusters_of)
        homes.ROOMS.extend(home.ROOMS)
        all_gaps.KINDS.extend(gaps.KINDS)
        retention.register()
        search.register_kinds()
