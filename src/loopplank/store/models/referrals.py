"""A handover between organisations, the person's consent to it, and the code to an outsider."""

from django.db import models
from django.db.models import Q

from loopplank.core.organisations.organisations import PartyKind
from loopplank.core.referrals.states import (
    NEEDS_REASON,
    TAKEN_OVER,
    UNDER_WAY,
    Answer,
    Outcome,
    Status,
    Track,
    Why,
)
from loopplank.store.columns import code, one_of, random_key


class Referral(models.Model):
    """One question that one side asks another to take over.

    The sender is an organisation with a request, a professional with an account, or a party
    outside; the receiver an organisation or a party outside. Each side keeps its own record; the
    Journey ties them. Until a yes the receiver reads only what stands in `shared` (promise P3, P6).
    """

    id = random_key()
    journey = models.ForeignKey("store.Journey", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12)
    # --- the sender ---
    from_organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    from_request = models.ForeignKey(
        "store.Request", on_delete=models.PROTECT, null=True, related_name="referrals"
    )
    from_member = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    from_party = models.ForeignKey(
        "store.Party", on_delete=models.PROTECT, null=True, related_name="+"
    )
    contact_name = models.CharField(max_length=120, blank=True, default="")
    contact_phone = models.CharField(max_length=20, blank=True, default="")
    # whom to call there when it goes otherwise than agreed
    fallback_name = models.CharField(max_length=120, blank=True, default="")
    fallback_phone = models.CharField(max_length=20, blank=True, default="")
    # --- the receiver ---
    to_organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_party = models.ForeignKey(
        "store.Party", on_delete=models.PROTECT, null=True, related_name="+"
    )
    handler = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_request = models.ForeignKey(
        "store.Request", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # --- what is asked: nothing in it names the person ---
    kind = code(default="other")
    shared = models.JSONField(default=dict)
    facts_key = models.CharField(max_length=64)
    # whom the sender spoke to on the telephone, where it could not wait
    called_with = models.CharField(max_length=120, blank=True, default="")
    hard_checks = models.JSONField(default=list)
    sent_despite = models.CharField(max_length=200, blank=True, default="")
    safety = models.JSONField(default=dict)
    # --- where it stands ---
    status = code()
    why = code(blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="")
    track = code(default="peer")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)
    remind_on = models.DateField(null=True)
    receive_by = models.DateField(null=True)
    admin_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    # past its day without an answer: silence ended it, or the sender was told to call
    lapsed_at = models.DateTimeField(null=True)
    with_admin_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    answer = code(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    # --- after a yes ---
    taken_by = models.CharField(max_length=120, blank=True, default="")
    taken_by_phone = models.CharField(max_length=20, blank=True, default="")
    # whom the sender heard of last as the owner, when that is not who took it
    told_owner = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    first_contact_by = models.DateField(null=True)
    first_contact_on = models.DateField(null=True)
    # the promised first contact was missed, and sender and person heard so
    missed_told_at = models.DateTimeField(null=True)
    outcome_due_on = models.DateField(null=True)
    outcome = code(blank=True, default="")
    outcome_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # the draft that it came from: pressing the button twice makes one referral
    submission = models.CharField(max_length=64, null=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("status", Status, "referral_status"),
            one_of("track", Track, "referral_track"),
            one_of("why", ("", *Why), "referral_why"),
            one_of("answer", ("", *Answer), "referral_answer"),
            one_of("outcome", ("", *Outcome), "referral_outcome"),
            models.CheckConstraint(
                condition=Q(from_request__isnull=False, from_organisation__isnull=False)
                | Q(from_member__isnull=False, from_organisation__isnull=False)
                | Q(from_party__isnull=False, from_organisation__isnull=True),
                name="referral_has_one_sender",
            ),
            models.CheckConstraint(
                condition=Q(to_organisation__isnull=False, to_party__isnull=True)
                | Q(to_organisation__isnull=True, to_party__isnull=False),
                name="referral_has_one_receiver",
            ),
            # our side of an incoming question has a named person from the first moment (P1)
            models.CheckConstraint(
                condition=Q(to_organisation__isnull=True)
                | Q(handler__isnull=False)
                | Q(status=Status.DRAFT.value),
                name="referral_has_handler",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT.value)
                | Q(sent_at__isnull=False, answer_by__isnull=False),
                name="referral_sent_has_a_day",
            ),
            # promise P3: only a yes with a name moves the responsibility
            models.CheckConstraint(
                condition=~Q(status__in=sorted(s.value for s in TAKEN_OVER))
                | (~Q(taken_by="") & Q(answer=Answer.YES.value, answered_at__isnull=False)),
                name="referral_taken_over_by_name",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(s.value for s in NEEDS_REASON)) | ~Q(why=""),
                name="referral_end_has_reason",
            ),
            models.UniqueConstraint(
                fields=["from_request"],
                condition=Q(status__in=[s.value for s in UNDER_WAY]),
                name="referral_one_open_of_a_request",
            ),
            models.UniqueConstraint(
                fields=["to_request"],
                condition=Q(to_request__isnull=False),
                name="referral_made_one_request",
            ),
        ]
        indexes = [
            models.Index(fields=["to_organisation", "status", "answer_by"], name="referral_to"),
            models.Index(fields=["from_organisation", "status", "answer_by"], name="referral_from"),
            models.Index(fields=["status", "answer_by"], name="referral_due"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ReferredPerson(models.Model):
    """Who it is about, as an outside sender wrote it down; nobody reads it before a yes."""

    referral = models.OneToOneField(
        Referral, on_delete=models.CASCADE, primary_key=True, related_name="person"
    )
    salutation = code(blank=True, default="")
    first_name = models.CharField(max_length=60, blank=True, default="")
    last_name = models.CharField(max_length=80)
    phone = models.CharField(max_length=20, blank=True, default="")
    postcode = models.CharField(max_length=7, blank=True, default="")
    place = models.CharField(max_length=80, blank=True, default="")
    birth_year = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Consent(models.Model):
    """That the person said yes to sharing: who, for whom, what, to whom, which text, how, to whom.

    One row is one yes and is never given again; taking it back has effect at once.
    """

    id = random_key()
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="consent")
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # self | representative
    given_by = code(default="self")
    representative = models.CharField(max_length=120, blank=True, default="")
    shares = models.JSONField(default=list)
    to_name = models.CharField(max_length=120)
    text_version = models.PositiveSmallIntegerField()
    # phone | visit | paper
    channel = code()
    given_on = models.DateField()
    noted_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("given_by", ("self", "representative"), "consent_given_by"),
            one_of("channel", ("phone", "visit", "paper"), "consent_channel"),
            models.CheckConstraint(
                condition=Q(given_by="self") | ~Q(representative=""),
                name="consent_names_representative",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class OneTimeCode(models.Model):
    """Six digits for the address of a link's holder; made from this row, and kept nowhere."""

    id = random_key()
    link = models.OneToOneField("store.Link", on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField()
    failed_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Party(models.Model):
    """Somebody without an account, as one organisation knows them.

    They get a link to exactly one thing, and a code to the address that stands here.
    """

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    kind = code(default=PartyKind.OTHER.value)
    works_at = models.CharField(max_length=120, blank=True, default="")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=5, default="nl")
    # when a code that went to this address came back
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("kind", PartyKind, "party_kind")]
        indexes = [models.Index(fields=["organisation", "works_at"], name="party_of_organisation")]

    def __str__(self) -> str:
        return str(self.pk)
