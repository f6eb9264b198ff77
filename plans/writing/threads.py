"""Remarks on sections and rows as threads, so far as their reader may see what they are about."""

import uuid
from collections import Counter
from dataclasses import dataclass, field

from plans.editions.completeness import Completeness
from plans.models import Comment, Edition, Plan


@dataclass
class Thread:
    """A remark with its answers, in the order in which they were written."""

    remark: Comment
    answers: list[Comment] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.remark.resolved_at is None


def threads_of(plan: Plan, key: uuid.UUID) -> list[Thread]:
    """Return the threads on one section or row: one query."""
    threads: dict[int, Thread] = {}
    for one in Comment.objects.filter(plan=plan, key=key).select_related("written_by", "resolved_by"):
        if one.answers_id is None:
            threads[one.pk] = Thread(one)
        else:
            threads[one.answers_id].answers.append(one)
    return list(threads.values())


def open_remarks(edition: Edition, found: Completeness) -> dict[str, int]:
    """Return how many open remarks there are, by the key of what they are about; of what is seen alone."""
    remarks = Comment.objects.filter(plan=edition.plan_id, answers=None, resolved_at=None)
    counted = Counter(str(key) for key in remarks.values_list("key", flat=True))
    seen = {str(text.key) for part in found.sections for text in (part.own, *part.parts)}
    seen |= {row.key for part in found.sections for rows in part.rows.values() for row in rows}
    return {key: count for key, count in counted.items() if key in seen}
