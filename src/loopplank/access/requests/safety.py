"""Read what is known of danger and safety around a request: what its last weighing says."""

from loopplank.core.requests.closing import Weighed
from loopplank.core.triage import facts_from_stored, open_on_safety
from loopplank.store.models import Request


def weighed_of(row: Request) -> Weighed:
    """Return whether danger and safety were weighed, and whether something is open; one query."""
    last = row.assessments.order_by("-number").only("facts").first()
    if last is None:
        return Weighed.NEVER
    return Weighed.OPEN if open_on_safety(facts_from_stored(last.facts)) else Weighed.CLEAR
