"""What must hold for every address, whoever adds one."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from governance.powers.permissions import URL_PERMISSIONS, Permission

# Addresses that stand beside the two languages: for machines, and the bare root.
WITHOUT_A_LANGUAGE = {"root", "health", "robots", "sitemap"}


def named_patterns(resolver=None, namespace="") -> dict[str, URLPattern]:
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found.update(named_patterns(entry, inner))
        elif isinstance(entry, URLPattern):
            found[f"{namespace}{entry.name}"] = entry
    return found


def test_every_address_has_a_name_and_a_stated_permission():
    assert set(named_patterns()) == set(URL_PERMISSIONS)


def test_every_address_that_anybody_may_see_is_a_public_page():
    public = {name for name, permission in URL_PERMISSIONS.items() if permission is Permission.PUBLIC}
    marked = {name for name, pattern in named_patterns().items() if getattr(pattern.callback, "is_public_page", False)}

    assert public - marked == WITHOUT_A_LANGUAGE


@pytest.mark.parametrize("name", sorted(set(URL_PERMISSIONS) - WITHOUT_A_LANGUAGE - {"portal:home"}))
def test_every_page_has_an_address_of_its_own_in_welsh(name):
    route = named_patterns()[name].pattern._route

    with translation.override("cy"):
        welsh = str(route)
    with translation.override("en"):
        english = str(route)

    assert welsh != english
