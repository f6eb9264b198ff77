"""Sortable lists, with our own accessible template."""

from typing import Any

import django_tables2 as tables
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.inputs import Query
from common.numbers import number

PER_PAGE = 100


class PortalTable(tables.Table):
    """A list with a caption, headings that sort by plain links, and the first column as row heading."""

    class Meta:
        template_name = "components/table.html"
        attrs = {"class": "app-table"}
        orderable = True

    def __init__(self, *args: Any, caption: str, request: HttpRequest, **kwargs: Any) -> None:
        self.caption = caption
        # The library reads page and order by itself where it is handed the request, and takes any number.
        super().__init__(*args, **kwargs)
        self.request, query = request, Query(request)
        if query.says(self.prefixed_order_by_field):
            self.order_by = query.texts(self.prefixed_order_by_field)
        self.paginate(per_page=PER_PAGE)
        self.page = self.paginator.get_page(query.number(self.prefixed_page_field) or 1)


class NumberColumn(tables.Column):
    """A whole number, to the right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, attrs={"th": {"class": "app-number"}, "td": {"class": "app-number"}}, **kwargs)

    def render(self, value: float) -> str:
        return number(value)


class PlaceColumn(tables.Column):
    """A thing with a page of its own, shown by its name as a link: the row's own thing, or one that it points to."""

    def __init__(self, *args: Any, place: str = "", **kwargs: Any) -> None:
        self.place = place
        super().__init__(*args, empty_values=(), **kwargs)

    def render(self, record: Any) -> SafeString | str:
        found = getattr(record, self.place) if self.place else record
        if found is None:
            return "–"
        return format_html('<a href="{}">{}</a>', found.get_absolute_url(), local_name(found))


def local_name(thing: Any) -> str:
    """Return what a thing is called in the reader's language."""
    return getattr(thing, "local_name", None) or thing.name
