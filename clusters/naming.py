"""What bodies are called from now on, and what is called after them; old addresses lead to the new ones."""

from collections.abc import Mapping

from clusters import dependants
from clusters.models import Area
from common.welsh import english_sort_key, fold, fold_closed, sort_key
from governance.models import Body, BodyAlias


def call(body: Body, names: Mapping[str, str]) -> None:
    """Give a body its names and addresses from now on; it is found by the old ones too."""
    keep_old_names(body, names)
    old = body.aliases.values_list("name", flat=True)
    for column, value in {**names, **found_by(names["name_en"], names["name_cy"], *old)}.items():
        setattr(body, column, value)
    body.save()


def call_dependants(cluster: Area) -> None:
    """Give what is called after a cluster its names as the cluster is called now."""
    for kind, body in dependants.held(cluster):
        call(body, kind.named(body, cluster))


def keep_old_names(body: Body, names: Mapping[str, str]) -> None:
    for language in ("en", "cy"):
        name, slug = getattr(body, f"name_{language}"), getattr(body, f"slug_{language}")
        if slug != names[f"slug_{language}"]:
            BodyAlias.objects.update_or_create(body_id=body.pk, name=name, defaults={"slug": slug})
    # A name that comes back is no longer an old one.
    BodyAlias.objects.filter(body_id=body.pk, slug__in=[names["slug_en"], names["slug_cy"]]).delete()


def search_text(*names: str) -> str:
    """Return what a body or provider is found by: its names folded, words apart and run together, each once."""
    return " | ".join(dict.fromkeys(folded for name in names if name for folded in (fold(name), fold_closed(name))))


def found_by(name_en: str, name_cy: str, *others: str) -> dict[str, str]:
    """Return the columns by which a body is put in order and found."""
    return {
        "sort_key_en": english_sort_key(name_en),
        "sort_key_cy": sort_key(name_cy),
        "search_text": search_text(name_en, name_cy, *others),
    }
