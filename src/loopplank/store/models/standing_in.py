"""Who stands in for whom: the rota, absence with what it moved, and taking over for good."""

from django.db import models
from django.db.models import F, Q

from loopplank.store.columns import random_key


class Turn(models.Model):
    """A standing yes of one person to stand in on these days, and who wrote it down."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    membership = models.ForeignKey("store.Membership", on_delete=models.CASCADE, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    # the same person, or the colleague who heard the yes on the telephone
    noted_by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="turn_has_its_days"
            )
        ]
        indexes = [models.Index(fields=["organisation", "last_day"], name="turn_days")]

    def __str__(self) -> str:
        return str(self.pk)


class Absence(models.Model):
    """A period in which somebody is not there; without a last day until they are back.

    `cover` has what was theirs, from the moment that it began until they returned.
    """

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    membership = models.ForeignKey("store.Membership", on_delete=models.CASCADE, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    noted_by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    cover = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    began_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    # when they read what was done with what was theirs meanwhile
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="absence_has_its_days",
            ),
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(began_at__isnull=False, returned_at=None),
                name="absence_one_running",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "membership"],
                condition=Q(returned_at=None),
                name="absence_not_over",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AbsentRequest(models.Model):
    """One request, signal or application that an absence moved, and whose it was: the way back."""

    id = random_key()
    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="moved")
    request = models.ForeignKey(
        "store.Request", on_delete=models.CASCADE, null=True, related_name="+"
    )
    signal = models.ForeignKey(
        "store.VolunteerSignal", on_delete=models.CASCADE, null=True, related_name="+"
    )
    application = models.ForeignKey(
        "store.VolunteerApplication", on_delete=models.CASCADE, null=True, related_name="+"
    )
    owner = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(request=None, signal__isnull=False, application=None)
                | Q(request__isnull=False, signal=None, application=None)
                | Q(request=None, signal=None, application__isnull=False),
                name="absent_request_is_one_thing",
            ),
            models.UniqueConstraint(fields=["absence", "request"], name="absent_request_once"),
            models.UniqueConstraint(fields=["absence", "signal"], name="absent_signal_once"),
            models.UniqueConstraint(
                fields=["absence", "application"], name="absent_application_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Takeover(models.Model):
    """A request to a colleague to take over for good what is somebody's; done when they say yes."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    leaver = models.ForeignKey("store.Membership", on_delete=models.CASCADE, related_name="+")
    colleague = models.ForeignKey("store.Membership", on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["leaver"], condition=Q(accepted_at=None), name="takeover_one_asked"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
