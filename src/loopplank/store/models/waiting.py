"""An intake stop, and what the person helped says is not going well."""

from django.db import models
from django.db.models import F, Q

from loopplank.core.wellbeing.concern import LONGEST, OUTCOMES
from loopplank.store.columns import code, one_of, random_key


class IntakeStop(models.Model):
    """An organisation takes nobody new until a day; whether it is in force is a question of today.

    Without a kind it is about all help.
    """

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, related_name="intake_stops"
    )
    kind = code(blank=True, default="")
    first_day = models.DateField()
    until = models.DateField()
    words = models.CharField(max_length=200)
    made_by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_early_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("first_day")), name="intake_stop_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="intake_stop_has_a_sentence"),
        ]
        indexes = [models.Index(fields=["organisation", "until"], name="intake_stop_until")]

    def __str__(self) -> str:
        return str(self.pk)


class AskerConcern(models.Model):
    """A concern of the person helped: answered by a named person before a day.

    No volunteer ever sees it; one about the coordinator goes past the owner too.
    """

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey("store.Request", on_delete=models.CASCADE, related_name="concerns")
    at = models.DateTimeField()
    reasons = models.JSONField(default=list)
    words = models.CharField(max_length=LONGEST, blank=True, default="")
    about_coordinator = models.BooleanField(default=False)
    # what was said stands in a file that only the contact person reads; here is who answers when
    restricted = models.BooleanField(default=False)
    # raised through the link of whoever asked for this person
    by_applicant = models.BooleanField(default=False)
    to = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    answer_before = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    spoken = models.BooleanField(null=True)
    outcome = code(blank=True, default="")
    done = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            one_of("outcome", ("", *OUTCOMES), "asker_concern_outcome"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | Q(answered_by__isnull=False, spoken__isnull=False) & ~Q(outcome=""),
                name="asker_concern_ends_with_what_was_done",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "answered_at"], name="asker_concern_open"),
            models.Index(fields=["request", "at"], name="asker_concern_of_request"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
