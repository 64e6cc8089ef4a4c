"""What was done with a signal; whom a volunteer can trust; and the file of a suspected abuse."""

from django.db import models
from django.db.models import Q

from loopplank.core.wellbeing import safety
from loopplank.core.wellbeing.signal import Step
from loopplank.core.wellbeing.volunteer_concern import Decision
from loopplank.store.columns import code, one_of, random_key


class SignalStep(models.Model):
    """One thing that happened with a signal. When two accounts differ, both stay."""

    id = random_key()
    signal = models.ForeignKey(
        "store.VolunteerSignal", on_delete=models.CASCADE, related_name="steps"
    )
    at = models.DateTimeField()
    step = code()
    by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    to = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # the outcome of an answer, or what the volunteer said
    what = code(blank=True, default="")

    class Meta:
        constraints = [one_of("step", Step, "signal_step")]
        indexes = [models.Index(fields=["signal", "at"], name="signal_steps")]

    def __str__(self) -> str:
        return str(self.pk)


class WhomToTrust(models.Model):
    """Whom volunteers can turn to beside their coordinator."""

    # the confidential adviser: a member, or somebody outside with a number
    adviser = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    adviser_name = models.CharField(max_length=120, blank=True, default="")
    adviser_phone = models.CharField(max_length=20, blank=True, default="")
    # the contact person for suspected abuse, and who reads along when they are away
    safety_contact = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    safety_stand_in = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class Trusted(WhomToTrust):
    """Whom volunteers of one organisation can turn to."""

    organisation = models.OneToOneField(
        "store.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="trusted"
    )


class TrustedOfNetwork(WhomToTrust):
    """Whom volunteers can turn to at every organisation of a network that named nobody itself."""

    network = models.OneToOneField(
        "store.Network", on_delete=models.CASCADE, primary_key=True, related_name="trusted"
    )


class SafetyFile(models.Model):
    """A suspicion of abuse, seen by who holds it and their stand-in, and by nobody else."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    # gone when the volunteer is erased; the file is about somebody else and stays
    signal = models.OneToOneField(
        "store.VolunteerSignal", on_delete=models.SET_NULL, null=True, related_name="safety_file"
    )
    volunteer = models.ForeignKey("store.Volunteer", on_delete=models.PROTECT, related_name="+")
    match = models.ForeignKey("store.Match", on_delete=models.SET_NULL, null=True, related_name="+")
    held_by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # the network named them, and they may belong to another organisation
    of_network = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = code(blank=True, default="")
    # a concern about the volunteer, told by the person or on the phone: first action before a day
    about_volunteer = models.BooleanField(default=False)
    act_before = models.DateField(null=True)
    acted_at = models.DateTimeField(null=True)
    # who else was told that nothing happened in time
    level = models.PositiveSmallIntegerField(default=0)
    # the match stands still, and the volunteer is asked nothing, until the decision
    suspended_at = models.DateTimeField(null=True)
    hear_before = models.DateField(null=True)
    heard_on = models.DateField(null=True)
    heard_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decision = code(blank=True, default="")
    decision_words = models.CharField(max_length=safety.LONGEST, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_until = models.DateField(null=True)
    # it is about somebody near: messages wait until it is known how the person is reached alone
    near = models.BooleanField(default=False)
    safe_channel = code(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="")
                | Q(closed_at__isnull=False, outcome__in=sorted(safety.OUTCOMES)),
                name="safety_file_closes_with_outcome",
            ),
            one_of("decision", ("", *Decision), "safety_file_decision"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | Q(decided_at__isnull=False, heard_on__isnull=False)
                & ~Q(decision="")
                & ~Q(decision_words=""),
                name="safety_file_decides_after_hearing",
            ),
            one_of("safe_channel", ("", *safety.SAFE_CHANNELS), "safety_file_safe_channel"),
        ]
        indexes = [
            models.Index(fields=["organisation", "closed_at"], name="safety_file_open"),
            models.Index(fields=["closed_at"], name="safety_file_kept"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SafetyStep(models.Model):
    """One step with its day, and what the contact person wrote down about it."""

    id = random_key()
    file = models.ForeignKey(SafetyFile, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    step = code()
    on = models.DateField()
    words = models.CharField(max_length=safety.LONGEST, blank=True, default="")
    # acted without consent: when the person hears of it
    tell_on = models.DateField(null=True)

    class Meta:
        constraints = [one_of("step", safety.Step, "safety_step")]
        indexes = [models.Index(fields=["file", "on"], name="safety_steps")]

    def __str__(self) -> str:
        return str(self.pk)
