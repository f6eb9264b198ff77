"""Which body a record about plans concerns, so that its administrators may read it."""

from collections.abc import Iterable

from django.db.models import Model

from plans.models import (
    ApprovalRoute,
    Comment,
    Confirmation,
    Deadline,
    Document,
    Edition,
    MilestoneUpdate,
    ParityExemption,
    Plan,
    PlanningRound,
    PlanRow,
    Submission,
    Verdict,
)


def bodies_of(subject: Model) -> Iterable[int]:
    """Return the body whose plan or round a thing belongs to; none for what is not of plans."""
    if isinstance(subject, (Plan, PlanningRound)):
        return (subject.body_id,)
    if isinstance(subject, (Edition, Submission, Comment, MilestoneUpdate)):
        return (subject.plan.body_id,)
    if isinstance(subject, (Confirmation, Document, ParityExemption, PlanRow)):
        return (subject.edition.plan.body_id,)
    if isinstance(subject, Verdict):
        return (subject.submission.plan.body_id,)
    if isinstance(subject, ApprovalRoute):
        return (subject.board_id,)
    return (subject.board_id or subject.round.body_id,) if isinstance(subject, Deadline) else ()
