"""What a volunteer noticed or would like to begin, and the answer that they get."""

from django.db import models
from django.db.models import Q

from loopplank.core.wellbeing.observation import KINDS, OUTCOMES
from loopplank.store.columns import code, one_of, random_key


class Observation(models.Model):
    """An observation in the volunteer's own words; a named person answers it before a day."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    volunteer = models.ForeignKey(
        "store.Volunteer", on_delete=models.CASCADE, related_name="observations"
    )
    kind = code()
    words = models.CharField(max_length=1000)
    at = models.DateTimeField()
    to = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    answer_before = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = code(blank=True, default="")
    answer = models.CharField(max_length=500, blank=True, default="")
    gap = models.ForeignKey("store.Gap", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("kind", KINDS, "observation_kind"),
            one_of("outcome", ("", *OUTCOMES), "observation_outcome"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="")),
                name="observation_answered_with_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "answered_at"], name="observation_open"),
            models.Index(fields=["volunteer", "at"], name="observation_of_volunteer"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
