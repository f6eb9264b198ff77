"""A published plan whose texts have every mark, in both languages, with ŵ and ŷ."""

from plans.models import Edition, PlannedAction, Risk, TextRules
from tests.plans.published import publish, write_plan
from tests.plans.setting import Setting

ENGLISH = """The **first** thing is *care at home* in Tŷ Ŵyn.

## What we heard

- Nearer to home
  - in Welsh
- [The report](https://example.org/report)

### In order

1. Falls
2. Carers

Table: Practices and their lists

| Practice | Nurses | GPs | Rooms | Note | List |
| --- | ---: | ---: | ---: | --- | ---: |
| Llŷn | 2 | 3 | 5 | Open | 5,310 |
| Gŵyr | 4 | 3 | 7 | **New** | 8,002 |
| Tywi | 1 | 2 | 2 | | 3,044 |"""
WELSH = """Y peth **cyntaf** yw *gofal gartref* yn Nhŷ Ŵyn.

## Yr hyn a glywsom

- Yn nes adref
  - yn Gymraeg
- [Yr adroddiad](https://example.org/adroddiad)

### Mewn trefn

1. Cwympo
2. Gofalwyr

Tabl: Practisau a'u rhestrau

| Practis | Nyrsys | Meddygon | Ystafelloedd | Nodyn | Rhestr |
| --- | ---: | ---: | ---: | --- | ---: |
| Llŷn | 2 | 3 | 5 | Ar agor | 5,310 |
| Gŵyr | 4 | 3 | 7 | **Newydd** | 8,002 |
| Tywi | 1 | 2 | 2 | | 3,044 |"""


def published_with_marks(rules: str = TextRules.MARKDOWN):
    """Return a published edition whose texts have marks, read by some rules."""
    setting = write_plan(Setting())
    setting.save(setting.section(), text_en=ENGLISH, text_cy=WELSH)
    action = PlannedAction.objects.filter(edition=setting.edition).exclude(starts_on=None).get()
    setting.save(
        action, partners_en="The [council](https://example.org/c)", partners_cy="Y [cyngor](https://example.org/c)"
    )
    risk = Risk.objects.get(edition=setting.edition)
    setting.save(risk, mitigation_en="**Two** nurses", mitigation_cy="**Dwy** nyrs")
    Edition.objects.filter(pk=setting.edition.pk).update(text_rules=rules)
    return publish(setting)
