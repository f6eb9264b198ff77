"""Remarks on sections and rows as threads, so far as their reader may see what they are about."""

from collections import Counter

from plans.models import Comment, Edition
from plans.writing.completeness import Completeness


def open_remarks(edition: Edition, found: Completeness) -> dict[str, int]:
    """Return how many open remarks there are, by the key of what they are about; of what is seen alone."""
    remarks = Comment.objects.filter(plan=edition.plan_id, answers=None, resolved_at=None)
    counted = Counter(str(key) for key in remarks.values_list("key", flat=True))
    seen = {str(text.key) for part in found.sections for text in (part.own, *part.parts)}
    seen |= {row.key for part in found.sections for rows in part.rows.values() for row in rows}
    return {key: count for key, count in counted.items() if key in seen}
