from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        from accounts import audit, deeds
        from governance import homes, waiting
        from governance.offices import queries as offices
        from meetings import home, news, next_steps, retention, scope, sentences
        from meetings import waiting as what_waits
        from meetings.queries import next_meetings

        audit.register(sentences.SENTENCES, sentences.TABLES)
        audit.SCOPES.append(scope.bodies_of)
        deeds.NEXT.update(next_steps.STEPS)
        homes.ROOMS.extend(home.ROOMS)
        news.register()
        offices.NEXT_MEETINGS.append(next_meetings)
        retention.register()
        waiting.KINDS.extend(what_waits.KINDS)
