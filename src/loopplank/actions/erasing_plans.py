"""Out of the plans: whoever is erased is in no proposal, and no row of a kept problem is them."""

from collections.abc import Collection
from uuid import UUID

from loopplank.store.models import PlanFile, PlanLeft, PlanProposal


def erase_requests_from_plans(request_ids: Collection[UUID]) -> None:
    """What was proposed for these requests, and that nobody was found."""
    PlanProposal.objects.filter(request_id__in=request_ids).delete()
    PlanLeft.objects.filter(request_id__in=request_ids).delete()
    _forget_keys({str(pk) for pk in request_ids})


def erase_volunteer_from_plans(volunteer_id: UUID) -> None:
    """Every proposal in which this volunteer has a part: without them it is none."""
    PlanProposal.objects.filter(parts__volunteer_id=volunteer_id).delete()
    _forget_keys({str(volunteer_id)})


def _forget_keys(gone: set[str]) -> None:
    """The rows stay, so that a plan can be made again; whose they were is not known any more."""
    for row in PlanFile.objects.only("keys"):
        if any(key in gone for keys in row.keys.values() for key in keys):
            row.keys = {
                name: ["" if key in gone else key for key in keys]
                for name, keys in row.keys.items()
            }
            row.save(update_fields=["keys"])
