"""Read an organisation's own limits: what is in force, as the rules read it, and each version."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.organisations.settings import organisation_of
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


@dataclass(frozen=True, slots=True)
class LimitsVersion:
    """One version of the organisation's own limits; acts are (key, words)."""

    version: int
    since: datetime
    kinds: tuple[str, ...]
    max_minutes_a_week: int | None
    max_months: int | None
    excluded_acts: tuple[tuple[str, str], ...]


def limits_history(actor: Actor) -> list[LimitsVersion]:
    """Return every version of the own limits, newest first: the first is in force."""
    return [
        LimitsVersion(
            row.version,
            row.in_force_from,
            tuple(row.kinds),
            row.max_minutes_a_week,
            row.max_months,
            tuple((key, words) for key, words in row.excluded_acts),
        )
        for row in Policy.objects.filter(organisation_id=organisation_of(actor)).order_by(
            "-version"
        )
    ]
