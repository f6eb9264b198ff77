from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        from accounts import audit, deeds, factors
        from accounts.models import Person
        from common import clock
        from governance import gaps, homes, integrity, next_steps, sentences, waiting
        from governance.handovers import waiting as handovers
        from governance.offices import gaps as office_gaps
        from governance.offices import home
        from governance.offices import waiting as offices
        from governance.people import search as people_search
        from governance.powers.policies import needs_second_factor, needs_second_factor_in_time
        from governance.record.scope import bodies_of

        audit.register(sentences.SENTENCES, sentences.TABLES)
        audit.SCOPES.append(bodies_of)
        deeds.NEXT.update(next_steps.STEPS)
        integrity.register()
        homes.ROOMS.extend(home.ROOMS)
        gaps.KINDS.extend(office_gaps.KINDS)
        waiting.CONCERNS.update(offices.CONCERNS)
        waiting.KINDS.extend([*offices.KINDS, *handovers.KINDS])
        people_search.register_kinds()

        @factors.register
        def holds_such_an_office(person: Person) -> bool:
            return needs_second_factor(person, on=clock.today())

        @factors.register_with_grace
        def may_do_such_a_thing(person: Person) -> bool:
            return needs_second_factor_in_time(person, on=clock.today())
