"""Whoever wants to become a volunteer, until they are one or not."""

from django.db import models
from django.db.models import Q

from loopplank.core.volunteers.application import (
    OPEN_APPLICATION,
    Age,
    ApplicationState,
    HowLong,
    StopReason,
)
from loopplank.store.columns import code, one_of, random_key

_OPEN = Q(state__in=sorted(str(state) for state in OPEN_APPLICATION))


class VolunteerApplication(models.Model):
    """One person who applied at one organisation. (Applicant is whoever asks for somebody else.)

    After it is over and four weeks passed it holds no name, no number and no words: how it went
    stays, as numbers.
    """

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    # an open one belongs to an active person at every moment
    owner = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    state = code(default=ApplicationState.INTEREST.value)
    due_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    first_name = models.CharField(max_length=60, blank=True, default="")
    last_name = models.CharField(max_length=80, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    postcode = models.CharField(max_length=7, blank=True, default="")
    language = models.CharField(max_length=5, default="nl")
    kinds = models.JSONField(default=list)
    day_parts = models.PositiveIntegerField(default=0)
    # their own choice; it becomes their limit, and nobody here changes it
    minutes = models.PositiveIntegerField()
    how_long = code()
    until = models.DateField(null=True)
    age = code()
    # the random key of one sending: pressing twice makes one row
    submission = models.CharField(max_length=64, blank=True, default="")
    # how often they wrote once more while it was open
    again = models.PositiveSmallIntegerField(default=0)
    spoken_at = models.DateTimeField(null=True)
    certificate_asked_on = models.DateField(null=True)
    certificate_seen_on = models.DateField(null=True)
    certificate_seen_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    tried_on = models.DateField(null=True)
    parent_knows_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    stop_reason = code(blank=True, default="")
    stop_words = models.CharField(max_length=300, blank=True, default="")
    stopped_by_self = models.BooleanField(default=False)
    # who they became
    volunteer = models.ForeignKey(
        "store.Volunteer", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", ApplicationState, "application_state"),
            one_of("how_long", HowLong, "application_how_long"),
            one_of("age", (Age.ADULT, Age.YOUNG), "application_age"),
            one_of("stop_reason", ("", *StopReason), "application_stop_reason"),
            models.CheckConstraint(
                condition=(_OPEN & Q(ended_at=None, due_on__isnull=False))
                | (~_OPEN & Q(ended_at__isnull=False, due_on=None)),
                name="application_open_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.STOPPED.value) & ~Q(stop_reason="")
                | ~Q(state=ApplicationState.STOPPED.value) & Q(stop_reason=""),
                name="application_stops_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | ~_OPEN & Q(first_name="", phone="", email=""),
                name="application_erased_is_empty",
            ),
            models.UniqueConstraint(
                fields=["organisation", "submission"],
                condition=~Q(submission=""),
                name="application_sent_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "phone", "first_name"],
                condition=_OPEN,
                name="application_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on"], name="application_list"),
            models.Index(fields=["owner", "state"], name="application_of_owner"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
