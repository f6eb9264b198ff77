"""What the component templates need besides Django's own tags.

A component is a template in templates/components/, named and optioned as in NHS.UK frontend (options in snake case).
It is shown in either of two ways, which give the same result:

    {% component "button" text=words href=address %}
    {% include "components/button.html" with text=words href=address only %}

`text` and `html` are alike escaped unless they are safe strings: whoever hands over markup marks it safe.
"""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

Options = Mapping[str, Any]


@register.filter
def as_options(given: Any) -> Options:
    """Return the options of a part of a component; words alone stand for `{"text": words}`."""
    if isinstance(given, Mapping):
        return given
    return {"text": given} if isinstance(given, (str, Promise)) and given else {}


@register.filter
def worded(given: Any) -> Options:
    """Return the options of a part of a component, or none if it has nothing to say."""
    options = as_options(given)
    return options if options.get("text") or options.get("html") else {}


@register.filter
def option(options: Any, name: str) -> Any:
    """Return an option whose name is also a method of a dictionary, such as `items`."""
    return options.get(name) if isinstance(options, Mapping) else None


@register.filter
def listed(actions: Any) -> list[Options]:
    """Return the actions of a card or a row, given as a list or as `{"items": list}`."""
    found = option(actions, "items") if isinstance(actions, Mapping) else actions
    return [action for action in found or [] if isinstance(action, Mapping)]


@register.filter
def any_actions(rows: Any) -> bool:
    """Tell whether any row of a summary list has an action, so that the others leave room for it."""
    return any(listed(option(row, "actions")) for row in rows or [])


@register.filter
def as_markup(body: SafeString) -> Options:
    """Return what a captured block is as the options of a part of a component."""
    return {"html": body}


@register.filter
def mentions(text: Any, word: str) -> bool:
    return word.casefold() in str(text).casefold()


@register.simple_tag(takes_context=True)
def component(context: Context, component_name: str, options: Any = None, /, **defaults: Any) -> SafeString:
    """Show a component by itself: it sees its options and nothing of the page.

    `options` win over the keywords, except that classes add up.
    """
    given = as_options(options)
    classes = " ".join(part["classes"] for part in (defaults, given) if part.get("classes"))
    values = {**defaults, **given, "classes": classes}
    shown = context.template.engine.get_template(f"components/{component_name}.html")
    return shown.render(context.new(values))


class CaptureNode(template.Node):
    """Keeps what its body shows under a name, to be handed to a component."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> str:
        context[self.name] = self.nodelist.render(context)
        return ""


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """Read `{% capture body %}…{% endcapture %}`, after which `body` is the markup between them."""
    parts = token.split_contents()
    if len(parts) != 2:
        raise template.TemplateSyntaxError("capture needs one name: {% capture body %}")
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, parts[1])


@register.simple_tag
def attributes(given: Any) -> SafeString:
    """Write attributes of an element from a dictionary of names to values.

    A value may be `{"value": …, "optional": True}`: then nothing is written for None and False, and only the name for
    True. `{"value": …, "type": "array"}` is written as JSON.
    """
    if isinstance(given, SafeString):
        return given
    pairs = [_attribute(name, item) for name, item in given.items()] if isinstance(given, Mapping) else []
    return mark_safe("".join(pairs))


def _attribute(name: str, item: Any) -> str:
    details = item if isinstance(item, Mapping) else {"value": item}
    value = details.get("value")
    if details.get("optional") and value in (None, False):
        return ""
    if details.get("optional") and value is True:
        return f" {conditional_escape(name)}"
    return f' {conditional_escape(name)}="{conditional_escape(_attribute_text(value, details.get("type")))}"'


def _attribute_text(value: Any, kind: str | None) -> str:
    if kind == "array":
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value if isinstance(value, SafeString) else str(value)


@register.simple_tag
def plural_attributes(key: str, texts: Any) -> SafeString:
    """Write the texts that a script chooses among by number: `{"one": …, "other": …}`."""
    given = texts.items() if isinstance(texts, Mapping) else []
    return format_html_join("", ' data-i18n.{}.{}="{}"', ((key, form, text) for form, text in given))


PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")


@register.filter
def every_plural(text: str) -> dict[str, str]:
    """Return one text for every plural form, for a sentence that does not change with its number."""
    return dict.fromkeys(PLURAL_FORMS, text)


@register.simple_tag
def described_by(given: str, identity: str, hint: Any, error_message: Any) -> str:
    """Return the ids of what describes a question: those given, its hint, its error message."""
    parts = [given] if given else []
    for suffix, part in (("hint", worded(hint)), ("error", worded(error_message))):
        if part:
            parts.append(part.get("id") or f"{identity}-{suffix}")
    return " ".join(parts)


@register.simple_tag
def numbered_id(given: str | None, prefix: str, number: int) -> str:
    """Return the id of a choice; the first has no number, so that an error summary can link to it."""
    return given or (prefix if number == 1 else f"{prefix}-{number}")


@register.simple_tag
def chosen(item: Options, answer: Any) -> bool:
    """Tell whether a choice is the answer, or one of the answers, unless the choice itself says so.

    Values are compared as text, since that is what a form sends.
    """
    said = item.get("checked", item.get("selected"))
    if said is not None:
        return bool(said)
    answers = answer if isinstance(answer, (list, tuple, set, frozenset)) else [answer]
    value = item.get("value", item.get("text"))
    return str(value) in {str(each) for each in answers if each not in ("", None, False)}


@register.simple_tag
def title_of(
    text: Any, html: Any, heading: Any, caption: Any, size: str, is_page_heading: Any, visually_hidden_text: Any
) -> dict[str, Any]:
    """Return what a label or legend says, and whether that is also a heading of the page.

    Words, size and caption may be given by the question or by its `heading`; the heading wins if there is one.
    """
    inside = as_options(heading)
    is_heading = bool(heading is not False and is_page_heading or is_page_heading is not False and heading)
    words = {"text": text, "html": html, "visually_hidden_text": visually_hidden_text, "size": size, "caption": caption}
    first, second = (inside, words) if is_heading else (words, {"text": inside.get("text"), "html": inside.get("html")})
    title = {name: first.get(name) or second.get(name) for name in words}
    return {**title, "caption": worded(title["caption"]), "heading": inside, "is_heading": is_heading}
