from django.apps import AppConfig


class CollaborativesConfig(AppConfig):
    name = "collaboratives"

    def ready(self) -> None:
        from accounts import audit
        from clusters import dependants
        from collaboratives import home, search, sentences
        from collaboratives.dependants import COLLABORATIVES
        from governance import homes

        dependants.KINDS.append(COLLABORATIVES)
        audit.register(sentences.SENTENCES, sentences.TABLES)
        homes.ROOMS.extend(home.ROOMS)
        search.register_kinds()
