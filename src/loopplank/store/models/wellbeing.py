"""How volunteers fare: check-ins, help that grew, what they see, and what they say of it."""

from django.db import models
from django.db.models import Q

from loopplank.core.wellbeing import creep, observation
from loopplank.core.wellbeing.check_in import ANSWERS, CheckInState, Question
from loopplank.core.wellbeing.quote import LONGEST, Permission, Reading
from loopplank.store.columns import code, one_of, random_key


class CheckIn(models.Model):
    """One time that a volunteer is asked. No answer is ever an obligation, and none is a score."""

    id = random_key()
    # whose coordinator may call, and in whose totals it counts: one, so that nobody counts twice
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    volunteer = models.ForeignKey(
        "store.Volunteer", on_delete=models.CASCADE, related_name="check_ins"
    )
    asked_at = models.DateTimeField()
    closes_on = models.DateField()
    state = code(default=CheckInState.OPEN.value)
    fits = code(blank=True, default="")
    feels = code(blank=True, default="")
    lasts = code(blank=True, default="")
    safety_net = code(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    wants_talk = models.BooleanField(null=True)
    signal = models.ForeignKey(
        "store.VolunteerSignal", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    shared_at = models.DateTimeField(null=True)
    # who put the questions on the telephone, and wrote down what might be kept
    noted_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("state", CheckInState, "check_in_state"),
            *(
                one_of(question.value, ("", *ANSWERS[question]), f"check_in_{question.value}")
                for question in Question
            ),
            models.UniqueConstraint(
                fields=["volunteer"],
                condition=Q(state=CheckInState.OPEN.value),
                name="check_in_one_open",
            ),
            # what was not answered cannot be shared
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True) | Q(state=CheckInState.ANSWERED.value),
                name="check_in_shared_answers",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | ~Q(state=CheckInState.ANSWERED.value),
                name="check_in_answered_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "asked_at"], name="check_in_of_volunteer"),
            models.Index(fields=["state", "closes_on"], name="check_in_lapses"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CheckInCount(models.Model):
    """The published count of one question in a closed quarter: of an organisation, or of all
    together.

    Frozen once and never counted again: two looks at the same people could be subtracted.
    """

    id = random_key()
    network = models.ForeignKey("store.Network", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, null=True, related_name="+"
    )
    quarter = models.DateField()
    question = code()
    # pairs of (answers that are counted together, how many people); empty when nothing may be told
    groups = models.JSONField(default=list)
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("question", Question, "check_in_count_question"),
            models.UniqueConstraint(
                fields=["organisation", "quarter", "question"], name="check_in_count_once"
            ),
            models.UniqueConstraint(
                fields=["network", "quarter", "question"],
                condition=Q(organisation__isnull=True),
                name="check_in_count_of_network_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


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
            one_of("sign", creep.Sign, "creep_sign"),
            one_of("outcome", ("", *creep.OUTCOMES), "creep_outcome"),
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
            one_of("kind", observation.KINDS, "observation_kind"),
            one_of("outcome", ("", *observation.OUTCOMES), "observation_outcome"),
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


class Quote(models.Model):
    """The words of one volunteer at one organisation. `noted_by` wrote down what was said on the
    telephone; `version` goes up with everything that has to be read anew.
    """

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    volunteer = models.ForeignKey("store.Volunteer", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=LONGEST)
    permission = code(default=Permission.NOBODY.value)
    said_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    reading = code(blank=True, default="")
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("permission", Permission, "quote_permission"),
            one_of("reading", Reading, "quote_reading"),
            models.UniqueConstraint(
                fields=["volunteer", "organisation"], name="quote_once_an_organisation"
            ),
            models.CheckConstraint(
                condition=Q(reading="", read_at__isnull=True, read_by__isnull=True)
                | (Q(read_at__isnull=False, read_by__isnull=False) & ~Q(reading="")),
                name="quote_read_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "permission", "reading"], name="quote_to_read"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
