"""Events, access records, messages, and the links that open a page."""

from django.db import models

from loopplank.core.kit.periodic import PeriodicState
from loopplank.core.messages.states import GIVEN_UP, Addressee, MessageState
from loopplank.store.columns import code, one_of, random_key


class Event(models.Model):
    """One change, in the same transaction as the change. Append-only (promise P5).

    Holds random ids, codes, numbers and dates; never a name, contact data or free text. Replay
    orders by (aggregate, sequence), never by this table's own key.
    """

    id = models.BigAutoField(primary_key=True)
    aggregate = code()
    aggregate_id = models.UUIDField()
    sequence = models.PositiveIntegerField()
    type = models.CharField(max_length=60)
    schema = models.PositiveSmallIntegerField(default=1)
    actor_role = code()
    actor_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    journey_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    expires_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["aggregate", "aggregate_id", "sequence"], name="event_sequence"
            )
        ]
        indexes = [models.Index(fields=["organisation_id", "at"], name="event_of_organisation")]

    def __str__(self) -> str:
        return str(self.pk)


class AccessRecord(models.Model):
    """One response that showed personal data: who, as what, which page, why. Append-only."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_role = code()
    actor_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    page = models.CharField(max_length=60)
    purpose = code()
    expires_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["expires_on"], name="access_expires")]

    def __str__(self) -> str:
        return str(self.pk)


class AccessSubject(models.Model):
    """Whose data that response showed; one row a person. Append-only."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(AccessRecord, on_delete=models.CASCADE, related_name="subjects")
    subject_id = models.UUIDField()
    expires_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["subject_id", "record"], name="access_subject")]

    def __str__(self) -> str:
        return str(self.pk)


class Link(models.Model):
    """A way in without a password. The token is made from the id and generation and kept nowhere.

    `lookup` is the hash of the token, to find the row by; revoking raises the generation.
    """

    id = random_key()
    purpose = code()
    subject_id = models.UUIDField()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, null=True, related_name="+"
    )
    generation = models.PositiveIntegerField(default=1)
    lookup = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField(null=True)
    used_on = models.DateField(null=True)
    failed_tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of(
                "purpose",
                (
                    "status",
                    "applicant",
                    "week",
                    "invite",
                    "referral",
                    "arrangement",
                    "feed",
                    "address",
                    "reset",
                    "stop",
                    "application",
                    "relative",
                ),
                "link_purpose",
            ),
            models.UniqueConstraint(fields=["purpose", "subject_id"], name="link_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Message(models.Model):
    """Something to tell a person, queued in the transaction that caused it.

    It leaves by itself by a channel that is set up, or somebody copies, prints, reads aloud or
    sends it, and says so. While a loop is sending it, it stays queued under a lease: an action that
    drops it meanwhile still finds it, and an attempt that fails then ends there.
    """

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    request = models.ForeignKey(
        "store.Request", on_delete=models.CASCADE, null=True, related_name="messages"
    )
    volunteer = models.ForeignKey(
        "store.Volunteer", on_delete=models.CASCADE, null=True, related_name="messages"
    )
    account = models.ForeignKey(
        "store.Account", on_delete=models.CASCADE, null=True, related_name="+"
    )
    party = models.ForeignKey(
        "store.Party", on_delete=models.CASCADE, null=True, related_name="messages"
    )
    invitation = models.ForeignKey(
        "store.Invitation", on_delete=models.CASCADE, null=True, related_name="+"
    )
    application = models.ForeignKey(
        "store.VolunteerApplication", on_delete=models.CASCADE, null=True, related_name="+"
    )
    relative = models.ForeignKey(
        "store.Relative", on_delete=models.CASCADE, null=True, related_name="+"
    )
    to = code()
    channel = code()
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=5, default="nl")
    params = models.JSONField(default=dict)
    link = models.ForeignKey(Link, on_delete=models.SET_NULL, null=True, related_name="+")
    queued_at = models.DateTimeField()
    state = code(default=MessageState.QUEUED.value)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    done_how = code(blank=True, default="")
    # not before this moment; empty when no loop looked at it yet
    look_again_at = models.DateTimeField(null=True)
    # why a person tells this one, and no loop
    by_hand = code(blank=True, default="")
    # when it may leave is not known: another answer comes first
    waits_for = code(blank=True, default="")
    # somebody read it and pressed send
    pressed_at = models.DateTimeField(null=True)
    # how often a loop took it; the fence only goes up, so an old try settles nothing
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    # from here until it is settled nobody knows whether it arrived
    posted_at = models.DateTimeField(null=True)
    # why the last try failed
    trouble = code(blank=True, default="")
    # an address or number of its reader that is not the one on record: the one before it
    address = models.CharField(max_length=254, blank=True, default="")
    # told in the same breath as that one, and stands as that one stands
    told_with = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("state", MessageState, "message_state"),
            models.CheckConstraint(
                condition=~models.Q(state__in=[s.value for s in GIVEN_UP])
                | models.Q(lease_until__isnull=True),
                name="message_given_up_has_no_lease",
            ),
            one_of("to", Addressee, "message_to"),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "queued_at"], name="message_queue"),
            # the list of what was told, and how many those are of years
            models.Index(fields=["organisation", "state", "done_at"], name="message_done"),
            models.Index(
                fields=["organisation", "state", "template", "account"], name="message_counted"
            ),
            # without the many that are to nobody of these, SQLite knows how few each of them has
            models.Index(
                fields=["volunteer"],
                condition=models.Q(volunteer__isnull=False),
                name="message_to_volunteer",
            ),
            models.Index(
                fields=["party"], condition=models.Q(party__isnull=False), name="message_to_party"
            ),
            models.Index(
                fields=["channel", "look_again_at"],
                condition=models.Q(
                    state=MessageState.QUEUED.value, by_hand="", lease_until__isnull=True
                ),
                name="message_to_send",
            ),
            models.Index(
                fields=["lease_until"],
                condition=models.Q(lease_until__isnull=False),
                name="message_being_sent",
            ),
            # what still waits of one kind: the loop looks every few seconds whether it is true
            models.Index(
                fields=["template"],
                condition=models.Q(state=MessageState.QUEUED.value),
                name="message_waits",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Reminded(models.Model):
    """A mark that something was sent about one subject for one day, so that of several loops one
    sends it and nobody hears the same twice."""

    id = models.BigAutoField(primary_key=True)
    kind = code()
    # a match, a request, a proposal, a membership: whatever the kind is about
    subject_id = models.UUIDField()
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "day"], name="reminded_once")
        ]
        indexes = [models.Index(fields=["day"], name="reminded_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class PeriodicRun(models.Model):
    """Periodic work that is done once a slot, by whichever loop claims it first."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    slot = models.CharField(max_length=40)
    state = code(default=PeriodicState.CLAIMED.value)
    lease_until = models.DateTimeField()
    fence = models.PositiveIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=1)
    outcome = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slot"], name="periodic_run_once"),
            one_of("state", PeriodicState, "periodic_run_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slot}"
