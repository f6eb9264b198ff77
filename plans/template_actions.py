"""Loading the templates of plans and the themes of priorities that the portal ships."""

import datetime
from pathlib import Path
from typing import Any

from accounts import audit
from common.loading import Receipt, digest_of, settle
from common.models import LoadedFiles
from common.tabular import Row, Table
from plans.models import PlanKind, Rows, TemplateEdition, TemplateSection, Theme

TEMPLATES, SECTIONS, THEMES = "plan_templates.csv", "plan_template_sections.csv", "plan_themes.csv"
FILES = (TEMPLATES, SECTIONS, THEMES)
NAME = "plan templates"


def load_templates(*, folder: Path, at: datetime.datetime) -> Receipt | None:
    """Load templates, their sections and the themes; None where exactly these files were loaded before.

    A template that a plan was started from is refused by the database where its sections differ: it needs a new code.
    """
    digest = digest_of([folder / name for name in FILES])
    if LoadedFiles.objects.filter(name=NAME, digest=digest).exists():
        return None
    with audit.recorded("plans.load_templates", by=None, at=at) as record:
        receipt = Receipt()
        for row in Table(folder / TEMPLATES, columns=("code", "kind", "title_en", "title_cy", "source")):
            settle(TemplateEdition, receipt, key={"code": row.text("code")}, values=_template(row))
        for row in Table(folder / SECTIONS, columns=SECTION_COLUMNS):
            template = TemplateEdition.objects.get(code=row.text("template"))
            key = {"template": template, "code": row.text("code")}
            settle(TemplateSection, receipt, key=key, values=_section(row))
        for row in Table(folder / THEMES, columns=("code", "order", "name_en", "name_cy", "source")):
            names = {name: row.text(name) for name in ("name_en", "name_cy", "source")}
            settle(Theme, receipt, key={"code": row.text("code")}, values={"order": row.integer("order"), **names})
        LoadedFiles.objects.update_or_create(name=NAME, defaults={"digest": digest, "loaded_at": at})
        audit.about(record, None, added=dict(receipt.added), changed=dict(receipt.changed))
    return receipt


SECTION_COLUMNS = (
    "template",
    "code",
    "order",
    "title_en",
    "title_cy",
    "help_en",
    "help_cy",
    "is_required",
    "word_guide",
    "has_parts",
    "rows",
)


def _template(row: Row) -> dict[str, Any]:
    texts = {name: row.text(name) for name in ("title_en", "title_cy", "source")}
    return {"kind": row.one_of("kind", PlanKind.values), **texts}


def _section(row: Row) -> dict[str, Any]:
    return {
        **{name: row.text(name) for name in ("title_en", "title_cy", "help_en", "help_cy")},
        "order": row.integer("order"),
        "is_required": row.one_of("is_required", ("yes", "no")) == "yes",
        "word_guide": row.integer("word_guide"),
        "has_parts": row.one_of("has_parts", ("yes", "no")) == "yes",
        "rows": row.one_of("rows", Rows.values) if row.optional("rows") else "",
    }
