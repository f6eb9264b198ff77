from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        from accounts import factors
        from accounts.models import Person
        from common import clock
        from governance.policies import needs_second_factor

        @factors.register
        def holds_such_an_office(person: Person) -> bool:
            return needs_second_factor(person, on=clock.today())
