"""What every template of the portal uses."""

import uuid
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from common import addresses, numbers
from common.forms import FORM_KEY, FORM_MARK
from common.marks import mark_for

register = template.Library()


@register.filter
def whole(value: float) -> str:
    """Show a number without decimals: 60,603."""
    return numbers.number(value)


@register.simple_tag(takes_context=True)
def switched(context: Context) -> str:
    """Return the address of this page in the other language."""
    request, language = context["request"], addresses.other_language(get_language() or "en")
    subject = context.get("subject") or getattr(request, "page_subject", None)
    return addresses.switched_address(request, language, subject)


@register.simple_tag(takes_context=True)
def current_if(context: Context, section: str) -> SafeString | str:
    """Mark the navigation link of the section that this page belongs to."""
    return SafeString(' aria-current="page"') if context.get("section") == section else ""


@register.simple_tag(takes_context=True)
def canonical(context: Context) -> str:
    """Return the full address of this page without what narrows, sorts or dates it."""
    request = context["request"]
    return request.build_absolute_uri(request.path)


@register.simple_tag(takes_context=True)
def absolute_static(context: Context, path: str) -> str:
    """Return the full address of a static file, as previews elsewhere need it."""
    return context["request"].build_absolute_uri(static(path))


@register.simple_tag(takes_context=True)
def block_again(context: Context, name: str) -> SafeString:
    """Say once more what a block of this page says: the template engine shows each block in one place only."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return mark_safe(block.nodelist.render(context).strip())  # noqa: S308 - rendered as the block itself is


@register.simple_tag(takes_context=True)
def absolute(context: Context) -> str:
    """Return the full address of this page, for print."""
    return context["request"].build_absolute_uri()


@register.simple_block_tag(name="table")
def table_shown(content: SafeString, caption: Any, *, classes: str = "", caption_classes: str = "") -> SafeString:
    """Show `{% table caption %}…{% endtable %}`: a table in a region that scrolls, which its caption names."""
    shown = conditional_escape(caption)
    name = strip_tags(shown).replace('"', "&quot;")
    return format_html(
        '<div class="app-scroll" role="region" tabindex="0" aria-label="{}">\n'
        '<table class="{}">\n<caption{}>{}</caption>{}</table>\n</div>',
        mark_safe(" ".join(name.split())),  # noqa: S308 — escaped above
        f"app-table {classes}".strip(),
        format_html(' class="{}"', caption_classes) if caption_classes else "",
        shown,
        content,
    )


@register.simple_tag(takes_context=True)
def sent_once(context: Context, anew: bool = False) -> SafeString:
    """Return the hidden fields of a form that is carried out once: that it is ours, its key, and whose page it is of.

    A form that is shown again after it was sent keeps its key, unless it is asked `anew`.
    """
    request = context["request"]
    sent, mark = "" if anew else request.POST.get(FORM_KEY, ""), mark_for(request)
    fields = [("csrfmiddlewaretoken", context["csrf_token"]), (FORM_KEY, sent or uuid.uuid4())]
    fields += [(FORM_MARK, mark)] if mark else []
    return format_html_join("\n", '<input type="hidden" name="{}" value="{}">', fields)
