"""An organisation's own limits: the version in force, as the rules read it."""

from uuid import UUID

from loopplank.core.kit.kinds import Kind
from loopplank.core.triage import ExcludedAct, OrganisationLimits
from loopplank.store.models import Policy


def current_policy(organisation_id: UUID) -> Policy | None:
    return Policy.objects.filter(organisation_id=organisation_id).order_by("-version").first()


def limits_of(policy: Policy | None) -> OrganisationLimits:
    """Return the organisation's own limits as the rules read them; none set means nothing
    follows.
    """
    if policy is None:
        return OrganisationLimits()
    return OrganisationLimits(
        version=str(policy.version),
        kinds=frozenset(Kind(kind) for kind in policy.kinds),
        max_minutes=policy.max_minutes_a_week,
        max_months=policy.max_months,
        excluded_acts=tuple(ExcludedAct(key, words) for key, words in policy.excluded_acts),
    )
