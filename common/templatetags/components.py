"""What the component templates need besides Django's own tags.

A component is a template in templates/components/, with the names and options of NHS.UK frontend (options in
snake case). It is shown in either of two ways, which give the same result:

    {% component "button" text=words href=address %}
    {% include "components/button.html" with text=words href=address only %}

`text` and `html` are alike escaped unless they are safe strings: whoever hands over markup marks it safe.
Templates whose names begin with an underscore are parts of components, and not for pages.
"""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.engine import Engine
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

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
    values = {**defaults, **given, "classes": _joined(defaults.get("classes"), given.get("classes"))}
    shown = Engine.get_default().get_template(f"components/{component_name}.html")
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

    A value may be `{"value": …, "optional": True}`: then nothing is written for None and False, only the
    name for True. `{"value": …, "type": "array"}` is written as JSON.
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
    text: Any,
    html: Any,
    heading: Any,
    caption: Any,
    size: str,
    is_page_heading: Any,
    visually_hidden_text: Any,
) -> dict[str, Any]:
    """Return what a label or legend says, and whether that is also a heading of the page.

    Words, size and caption may be given by the question or by its `heading`, which wins if there is one.
    """
    inside = as_options(heading)
    is_heading = bool(heading is not False and is_page_heading or is_page_heading is not False and heading)
    words = {
        "text": text,
        "html": html,
        "visually_hidden_text": visually_hidden_text,
        "size": size,
        "caption": caption,
    }
    first, second = (inside, words) if is_heading else (words, {"text": inside.get("text"), "html": inside.get("html")})
    title = {name: first.get(name) or second.get(name) for name in words}
    return {**title, "caption": worded(title["caption"]), "heading": inside, "is_heading": is_heading}


# --- Tables ------------------------------------------------------------------------------------------------


@register.simple_tag
def table_caption_id(caption: Options, identity: str, scrolls: bool) -> str:
    """Return the id of a table's caption, by which a region that scrolls is named."""
    if caption.get("id") or not scrolls:
        return str(caption.get("id", ""))
    if identity:
        return f"{identity}-caption"
    words = str(caption.get("text", "")).replace(" ", "-").lower()
    return f"table-{words[:40]}-caption" if words else ""


@register.simple_tag
def table_sorting(head: Any) -> str:
    """Tell how a table is sorted: "server" where headings are links, "script" where not, or "" for not."""
    sortable = [heading for heading in head or [] if option(heading, "sort")]
    if not sortable:
        return ""
    return "server" if any(heading.get("href") for heading in sortable) else "script"


@register.simple_tag
def table_cells(row: Any, head: Any, first_is_header: bool) -> list[dict[str, Any]]:
    """Return the cells of a row, each with its column's heading and what it takes over from that."""
    headings = list(head or [])
    headings += [None] * (len(row) - len(headings))
    return [
        _table_cell(as_options(cell), as_options(heading), bool(first_is_header) and column == 0)
        for column, (cell, heading) in enumerate(zip(row, headings, strict=False))
        if cell is not None and cell is not False
    ]


def _table_cell(cell: Options, heading: Options, is_header: bool) -> dict[str, Any]:
    # Words in a column of numbers stay under their heading, which stands to the right.
    words_among_numbers = cell.get("format") == "string" and heading.get("format") == "numeric"
    return {
        "format": heading.get("format"),
        "align": "right" if words_among_numbers else heading.get("align"),
        **cell,
        "header": heading,
        "tag": "th" if is_header else "td",
        "kind": "header" if is_header else "cell",
    }


# --- Dates -------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def date_parts(context: Context) -> list[dict[str, Any]]:
    """Return the options of the fields of a date: those in `items`, or else day, month and year."""
    parts = context.get("items") or [_named_part(context, name) for name in ("day", "month", "year")]
    shown = [part for part in parts if part]
    one_is_wrong = any(part.get("error") for part in shown)
    return [_date_part(context, part, one_is_wrong) for part in shown]


def _named_part(context: Context, name: str) -> dict[str, Any] | None:
    given = context.get(name)
    return None if given is False else {"name": name, **(given or {})}


def _date_part(context: Context, part: Options, one_is_wrong: bool) -> dict[str, Any]:
    name = part["name"]
    prefix = context.get("name_prefix")
    label = as_options(part.get("label")) or {"text": _part_label(name)}
    all_are_wrong = bool(context.get("error_message")) and not one_is_wrong and part.get("error") is not False
    return {
        "id": f"{context.get('id')}-{name}",
        "value": (context.get("values") or {}).get(name),
        "width": 4 if name == "year" else 2,
        "inputmode": "numeric",
        "disabled": context.get("disabled"),
        **part,
        "name": f"{prefix}[{name}]" if prefix else name,
        "label": {**label, "classes": _joined("nhsuk-date-input__label", label.get("classes"))},
        "classes": _joined("nhsuk-date-input__input", part.get("classes")),
        "error_message": bool(part.get("error")) or all_are_wrong,
    }


def _part_label(name: str) -> str:
    labels = {"day": gettext("Day"), "month": gettext("Month"), "year": gettext("Year")}
    return labels.get(name, name.capitalize())


def _joined(*classes: str | None) -> str:
    return " ".join(each for each in classes if each)


@register.filter
def any_error(parts: list[Options]) -> bool:
    return any(part["error_message"] for part in parts)


# --- Counting characters -----------------------------------------------------------------------------------

PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
COUNT_TEXTS = tuple(
    f"{counted}_{state}_limit_text" for counted in ("characters", "words") for state in ("under", "at", "over")
)


@register.simple_tag
def count_limit(wording: str, maxlength: Any, maxwords: Any, count_type: str) -> str:
    """Return the sentence that names the limit; `wording` has the number as `%{count}`."""
    limit = maxwords or maxlength
    if not limit:
        return ""
    if wording:
        return wording.replace("%{count}", str(limit))
    if maxwords or count_type == "words":
        return gettext("You can enter up to %(count)s words") % {"count": limit}
    return gettext("You can enter up to %(count)s characters") % {"count": limit}


@register.simple_tag(takes_context=True)
def count_texts(context: Context) -> SafeString:
    """Write what the script is to say while somebody types, in the language of the page.

    The script itself knows English; for other languages our own sentences stand in for those not given.
    """
    texts = {name: context.get(name) for name in COUNT_TEXTS}
    if get_language() != "en":
        texts = {name: text or _own_count_texts().get(name) for name, text in texts.items()}
    if context.get("textarea_description_text") and not (context.get("maxlength") or context.get("maxwords")):
        texts["textarea_description_text"] = {"other": context["textarea_description_text"]}
    return mark_safe("".join(_text_attributes(name, text) for name, text in texts.items() if text))


def _own_count_texts() -> dict[str, Any]:
    return {
        "characters_under_limit_text": dict.fromkeys(PLURAL_FORMS, gettext("You have %{count} characters remaining")),
        "characters_at_limit_text": gettext("You have 0 characters remaining"),
        "characters_over_limit_text": dict.fromkeys(PLURAL_FORMS, gettext("You have %{count} characters too many")),
    }


def _text_attributes(name: str, text: Any) -> str:
    key = name.removesuffix("_text").replace("_", "-")
    if isinstance(text, Mapping):
        return "".join(format_html(' data-i18n.{}.{}="{}"', key, form, words) for form, words in text.items())
    return format_html(' data-i18n.{}="{}"', key, text)
