"""Signs that more is done than was agreed: for a talk with the coordinator, never for the
volunteer."""

from django.db import models
from django.db.models import Q

from loopplank.core.wellbeing.creep import OUTCOMES, Sign
from loopplank.store.columns import code, one_of, random_key


class CreepSign(models.Model):
    """One sign about one volunteer, as one organisation may see it; updated each night.

    `match` is empty where it is about all that somebody does. It rests after a talk.
    """

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    volunteer = models.ForeignKey("store.Volunteer", on_delete=models.CASCADE, related_name="+")
    match = models.ForeignKey("store.Match", on_delete=models.CASCADE, null=True, related_name="+")
    sign = code()
    weeks = models.PositiveSmallIntegerField()
    times = models.PositiveSmallIntegerField()
    agreed = models.PositiveIntegerField()
    real = models.PositiveIntegerField()
    # hours of another organisation are in it: shown only while the volunteer agrees (promise P6)
    elsewhere = models.BooleanField(default=False)
    first_seen_on = models.DateField()
    over_on = models.DateField(null=True)
    talked_at = models.DateTimeField(null=True)
    talked_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = code(blank=True, default="")
    rests_until = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("sign", Sign, "creep_sign"),
            one_of("outcome", ("", *OUTCOMES), "creep_outcome"),
            models.UniqueConstraint(
                fields=["organisation", "volunteer", "sign"],
                condition=Q(match=None),
                name="creep_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["match", "sign"],
                condition=Q(match__isnull=False),
                name="creep_once_a_match",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "over_on"], name="creep_now")]

    def __str__(self) -> str:
        return str(self.pk)
