"""What the public pages of a cluster stand under."""

from typing import Any

from django import template

from clusters.tabs import tabs_of
from governance.models import Body

register = template.Library()


@register.inclusion_tag("clusters/tabs.html", takes_context=True)
def cluster_tabs(context: template.Context, here: str) -> dict[str, Any]:
    """Lead from one public page of a cluster to the others; nothing on the pages of other bodies."""
    subject, day = context["subject"], context.get("on")
    if subject.body_kind != Body.Kind.CLUSTER:
        return {"tabs": []}
    asked = day if day is not None and day != context["today"] else None
    return {"tabs": tabs_of(subject, here=here, on=asked), "name": subject.name}
