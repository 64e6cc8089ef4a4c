"""Who does what around one person, and everybody's yes to it."""

from django.db import models
from django.db.models import Q

from loopplank.core.arrangements import Answer, Channel, No, Side, State, Who
from loopplank.store.columns import code, one_of, random_key


class Arrangement(models.Model):
    """Formal and informal help in one sheet. Of a request at most one is not over."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey(
        "store.Request", on_delete=models.CASCADE, related_name="arrangements"
    )
    # goes up with a change after somebody said yes
    version = models.PositiveSmallIntegerField(default=1)
    state = code(default=State.DRAFT.value)
    # from when the evaluation counts; none while nobody knows when this version begins
    starts_on = models.DateField(null=True)
    call_by_day = models.CharField(max_length=120, blank=True, default="")
    call_outside_hours = models.CharField(max_length=120, blank=True, default="")
    evaluate_on = models.DateField(null=True)
    last_day = models.DateField(null=True)
    if_ill = models.CharField(max_length=200, blank=True, default="")
    stop_rule = models.CharField(max_length=200, blank=True, default="")
    made_by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    stands_still_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", State, "arrangement_state"),
            models.UniqueConstraint(
                fields=["request"],
                condition=~Q(state=State.ENDED.value),
                name="arrangement_one_of_a_request",
            ),
            models.CheckConstraint(
                condition=Q(state=State.ENDED.value, ended_at__isnull=False)
                | (~Q(state=State.ENDED.value) & Q(ended_at__isnull=True)),
                name="arrangement_ended_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ArrangementTask(models.Model):
    """One task: who, when in words, and what is not done. Without `who` nobody has it yet."""

    id = random_key()
    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=120)
    who = code(blank=True, default="")
    # `when` is a word of SQL
    moment = models.CharField(max_length=80, blank=True, default="")
    leaves_out = models.CharField(max_length=160, blank=True, default="")

    class Meta:
        constraints = [
            one_of("who", ("", *Who), "arrangement_task_who"),
            models.UniqueConstraint(
                fields=["arrangement", "position"], name="arrangement_task_position"
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.pk)


class Signature(models.Model):
    """One who has to say yes: the person, a volunteer, the professional, the family.

    `party` is the professional or the family. `replaced_at`: somebody else came in their place.
    """

    id = random_key()
    arrangement = models.ForeignKey(
        Arrangement, on_delete=models.CASCADE, related_name="signatures"
    )
    side = code()
    party = models.ForeignKey(
        "store.Party", on_delete=models.CASCADE, null=True, related_name="signatures"
    )
    volunteer = models.ForeignKey(
        "store.Volunteer", on_delete=models.CASCADE, null=True, related_name="signatures"
    )
    answer = code(default=Answer.NOT_ASKED.value)
    # the version of the arrangement that was asked or answered
    version = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    # link | phone | paper; the last two were noted by a member, with the name and the day
    channel = code(blank=True, default="")
    said_by = models.CharField(max_length=120, blank=True, default="")
    said_on = models.DateField(null=True)
    noted_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = code(blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("side", Side, "signature_side"),
            one_of("answer", Answer, "signature_answer"),
            one_of("channel", ("", *Channel), "signature_channel"),
            one_of("reason", ("", *No), "signature_reason"),
            models.CheckConstraint(
                condition=Q(side=Side.PERSON.value, party=None, volunteer=None)
                | Q(side=Side.VOLUNTEER.value, party=None, volunteer__isnull=False)
                | Q(
                    side__in=[Side.FAMILY.value, Side.PROFESSIONAL.value],
                    party__isnull=False,
                    volunteer=None,
                ),
                name="signature_of_whom",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=[Answer.NOT_ASKED.value, Answer.WAITING.value], channel="")
                | (~Q(channel="") & Q(answered_at__isnull=False)),
                name="signature_answer_has_a_moment",
            ),
            models.UniqueConstraint(
                fields=["arrangement", "side"],
                condition=Q(replaced_at=None) & ~Q(side=Side.VOLUNTEER.value),
                name="signature_one_of_a_side",
            ),
            models.UniqueConstraint(
                fields=["arrangement", "volunteer"],
                condition=Q(replaced_at=None, volunteer__isnull=False),
                name="signature_one_of_a_volunteer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
