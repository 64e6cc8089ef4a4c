"""A team: one request with two to four volunteers, beside or after each other, or on days of
their own.
"""

from django.db import models
from django.db.models import F, Q

from loopplank.core.matching.team_state import MOST, Kind, LegState, TeamState
from loopplank.store.columns import code, one_of, random_key


class Team(models.Model):
    """Chosen by a coordinator. Of one request at most one team is alive."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey("store.Request", on_delete=models.CASCADE, related_name="teams")
    kind = code()
    state = code(default=TeamState.PROPOSED.value)
    made_by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", Kind, "team_kind"),
            one_of("state", TeamState, "team_state"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at=None), name="team_one_alive"
            ),
            models.CheckConstraint(
                condition=Q(state=TeamState.ENDED.value, ended_at__isnull=False)
                | (~Q(state=TeamState.ENDED.value) & Q(ended_at__isnull=True)),
                name="team_ended_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Leg(models.Model):
    """One volunteer for a bounded number of weeks. Who takes over from the one before meets them
    at `meeting_at`, and reads `handover_note`; a note is free text, which `forget` erases.
    """

    id = random_key()
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="legs")
    number = models.PositiveSmallIntegerField()
    volunteer = models.ForeignKey("store.Volunteer", on_delete=models.PROTECT, related_name="legs")
    first_day = models.DateField()
    last_day = models.DateField()
    visits_per_week = models.PositiveSmallIntegerField(default=1)
    visit_minutes = models.PositiveSmallIntegerField()
    day_parts = models.PositiveIntegerField(default=0)
    state = code(default=LegState.OPEN.value)
    proposal = models.OneToOneField(
        "store.Proposal", on_delete=models.SET_NULL, null=True, related_name="leg"
    )
    match = models.OneToOneField(
        "store.Match", on_delete=models.PROTECT, null=True, related_name="leg"
    )
    handover_note = models.TextField(max_length=1000, blank=True, default="")
    meeting_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", LegState, "leg_state"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST), name="leg_number_one_to_four"
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="leg_last_day_after_first"
            ),
            models.CheckConstraint(
                condition=Q(visits_per_week__gte=1, visit_minutes__gte=1), name="leg_takes_time"
            ),
            # whoever carries it does so by a match, which is what counts in their limits
            models.CheckConstraint(
                condition=~Q(state__in=[LegState.AGREED.value, LegState.RUNNING.value])
                | Q(match__isnull=False),
                name="leg_carried_by_a_match",
            ),
            models.UniqueConstraint(fields=["team", "number"], name="leg_number_once"),
            models.UniqueConstraint(fields=["team", "volunteer"], name="leg_volunteer_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
