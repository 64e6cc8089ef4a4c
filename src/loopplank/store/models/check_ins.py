"""Four questions every six weeks, whose answers belong to the volunteer; and the published counts
of a closed quarter, when enough people answered."""

from django.db import models
from django.db.models import Q

from loopplank.core.wellbeing.check_in import ANSWERS, CheckInState, Question
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
