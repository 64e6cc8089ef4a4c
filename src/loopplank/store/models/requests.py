"""A request for help, from the first draft to the last note."""

import uuid

from django.db import models
from django.db.models import Q

from loopplank.core.requests.applicant_sees import Sees
from loopplank.core.requests.change_of_volunteer import ChangingFaces
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.core.requests.intake import HoldingOut, Knows
from loopplank.core.requests.notes import NoteKind
from loopplank.core.requests.refusal import PartialAnswer
from loopplank.core.requests.relatives import Channel, May, Relation, SaidBy
from loopplank.core.requests.states import OPEN, Ownership, State
from loopplank.core.requests.waiting import OFTEN, SELDOM
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.responsibility.earliest import Because
from loopplank.core.triage import Decided, Impression
from loopplank.core.triage import Urgency as Term
from loopplank.core.triage.paid_work import CameFrom, PaidBefore
from loopplank.store.columns import code, one_of, random_key

WAYS_IN = ("web", "phone", "professional", "paper")


class Journey(models.Model):
    """A random id without personal data: ties what different organisations keep of one question."""

    id = random_key()
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Draft(models.Model):
    """Answers that were not sent yet, under a random cookie; erased when sent or after a day."""

    # the hash of the cookie, so that a copy of this table opens nobody's draft
    key = models.CharField(primary_key=True, max_length=64)
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, null=True, related_name="+"
    )
    network = models.ForeignKey("store.Network", on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="draft_expires")]

    def __str__(self) -> str:
        return self.key


class Request(models.Model):
    """One organisation's record of one question. Its owner is an active person, always (P1)."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="+")
    # owning | following: of a journey exactly one open request is owning
    standing = code(default=Ownership.OWNING.value)
    number = models.CharField(max_length=12)
    help_seeker = models.ForeignKey(
        "store.HelpSeeker", on_delete=models.PROTECT, null=True, related_name="+"
    )
    applicant = models.ForeignKey(
        "store.Applicant", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # yes | no | cannot: whether the help seeker knows that somebody asks for them
    person_knows = code(default=Knows.YES.value)
    way_in = code()
    kind = code()
    kinds = models.JSONField(default=list)
    postcode_area = models.CharField(max_length=4, blank=True, default="")
    age_band = code(blank=True, default="")
    day_parts = models.PositiveIntegerField(default=0)
    duration = code(blank=True, default="")
    helped_by = models.JSONField(default=list)
    holding_out = code(blank=True, default="")
    story = models.TextField(max_length=2000, blank=True, default="")
    # what the coordinator makes of it: filled in while talking, offered to a volunteer
    summary = models.CharField(max_length=200, blank=True, default="")
    visit_minutes = models.PositiveSmallIntegerField(null=True)
    visits_per_week = models.PositiveSmallIntegerField(default=1)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    weekday = models.PositiveSmallIntegerField(null=True)
    start_time = models.TimeField(null=True)
    last_day = models.DateField(null=True)
    heavy = models.BooleanField(default=False)
    not_included = models.JSONField(default=list)
    # what a visit brings along that somebody may rather not meet: codes of the no-gos
    brings = models.JSONField(default=list)
    asks_for_paid_work = models.BooleanField(default=False)
    # over the fence: who sent it here, whether it was paid work, and how long volunteers bridge
    came_from = code(blank=True, default="")
    paid_before = code(blank=True, default="")
    bridging_until = models.DateField(null=True)
    lead_name = models.CharField(max_length=120, blank=True, default="")
    lead_phone = models.CharField(max_length=20, blank=True, default="")
    # who comes, or is called, when nobody of us does
    fallback_name = models.CharField(max_length=120, blank=True, default="")
    fallback_phone = models.CharField(max_length=20, blank=True, default="")
    # the person's own GP, named before a volunteer is asked where somebody may not want to live
    gp_name = models.CharField(max_length=120, blank=True, default="")
    gp_phone = models.CharField(max_length=20, blank=True, default="")
    # responsibility
    state = code()
    owner = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    # what asked that day: step | deadline | advice | urgency
    due_because = code(default=Because.STEP.value)
    urgency = code(default="normal")
    # the term that the last weighing advised; before it what the words of the story ask
    advised = code(blank=True, default="")
    # from that day on help is too late ("vóór welke dag is het te laat?")
    too_late_on = models.DateField(null=True)
    # of which day the clock ran out and was acted on, and for which one sorry was said
    ran_out_on = models.DateField(null=True)
    sorry_for = models.DateField(null=True)
    received_at = models.DateTimeField()
    first_contact_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    change_reported = code(blank=True, default="")
    lack = code(blank=True, default="")
    # how often who waits hears from us: every six weeks, or every three
    wait_message_weeks = models.PositiveSmallIntegerField(default=6)
    # the stop that was in force when it came in
    intake_stop = models.ForeignKey(
        "store.IntakeStop", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # what the person agreed that their applicant sees; without an answer nothing
    applicant_sees = code(blank=True, default="")
    applicant_sees_at = models.DateTimeField(null=True)
    applicant_sees_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    applicant_sees_channel = code(blank=True, default="")
    # whether another helper may come after a while: "" is not asked, and then nobody changes
    changing_faces = code(blank=True, default="")
    changing_faces_at = models.DateTimeField(null=True)
    changing_faces_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # how often a plan chose another, counted once a day; and from when thirteen weeks run
    passed_over = models.PositiveSmallIntegerField(default=0)
    passed_over_on = models.DateField(null=True)
    sought_since = models.DateField(null=True)
    # a person decided that this one goes first
    search_first = models.BooleanField(default=False)
    # closing (promise P4)
    closed_at = models.DateTimeField(null=True)
    closing_reason = code(blank=True, default="")
    next_party = models.CharField(max_length=120, blank=True, default="")
    next_party_agreed = models.BooleanField(default=False)
    next_contact_on = models.DateField(null=True)
    nobody_discussed = models.BooleanField(default=False)
    partial_offer = models.CharField(max_length=300, blank=True, default="")
    # yes | no: what the person answered to it, on their own page
    partial_answer = code(blank=True, default="")
    # closed without anybody knowing whether it is safe: who says so, why, and what was tried
    safe_why = models.CharField(max_length=300, blank=True, default="")
    safe_tried = models.CharField(max_length=300, blank=True, default="")
    safe_said_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="duplicates"
    )
    # the draft that it came from: pressing the button twice makes one request
    submission = models.CharField(max_length=64, null=True, unique=True)
    version = models.PositiveIntegerField(default=1)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="request_number"),
            models.UniqueConstraint(
                fields=["journey"],
                condition=Q(standing=Ownership.OWNING.value) & ~Q(state=State.CLOSED.value),
                name="request_one_owning_of_a_journey",
            ),
            one_of("state", State, "request_state"),
            one_of("urgency", Urgency, "request_urgency"),
            one_of("advised", ("", *Term), "request_advised"),
            one_of("due_because", Because, "request_due_because"),
            one_of("standing", Ownership, "request_standing"),
            one_of("way_in", WAYS_IN, "request_way_in"),
            one_of("person_knows", Knows, "request_person_knows"),
            one_of("closing_reason", ("", *ClosingReason), "request_closing_reason"),
            one_of("lack", ("", *Lack), "request_lack"),
            one_of("came_from", ("", *CameFrom), "request_came_from"),
            one_of("paid_before", ("", *PaidBefore), "request_paid_before"),
            one_of("partial_answer", ("", *PartialAnswer), "request_partial_answer"),
            one_of("applicant_sees", ("", *Sees), "request_applicant_sees"),
            one_of("changing_faces", ("", *ChangingFaces), "request_changing_faces"),
            models.CheckConstraint(
                condition=Q(changing_faces="")
                | Q(changing_faces_at__isnull=False, changing_faces_by__isnull=False),
                name="request_changing_faces_said",
            ),
            models.CheckConstraint(
                condition=Q(wait_message_weeks__in=[OFTEN, SELDOM]), name="request_wait_weeks"
            ),
            # what the applicant sees was agreed at some moment, with somebody, in some way
            models.CheckConstraint(
                condition=Q(applicant_sees="")
                | Q(applicant_sees_at__isnull=False, applicant_sees_by__isnull=False)
                & ~Q(applicant_sees_channel=""),
                name="request_applicant_sees_agreed",
            ),
            models.CheckConstraint(
                condition=Q(safe_said_by__isnull=True) | ~Q(safe_why="") & ~Q(safe_tried=""),
                name="request_safe_says_why",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True)
                | Q(closing_reason=ClosingReason.DUPLICATE.value),
                name="request_duplicate_of_when_duplicate",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(s.value for s in OPEN), closed_at__isnull=True)
                & Q(due_on__isnull=False, closing_reason="")
                | Q(state=State.CLOSED.value, closed_at__isnull=False),
                name="request_open_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED.value)
                | (~Q(closing_reason="") & (~Q(next_party="") | Q(nobody_discussed=True))),
                name="request_closes_with_next_step",
            ),
        ]
        indexes = [
            # with who was erased in it, so that a count reads the index alone
            models.Index(
                fields=["organisation", "state", "due_on", "erased_at"], name="request_due_there"
            ),
            models.Index(
                fields=["owner", "state", "due_on", "erased_at"], name="request_owner_due_there"
            ),
            models.Index(
                fields=["organisation"],
                condition=Q(erased_at__isnull=False),
                name="request_erased",
            ),
            models.Index(fields=["help_seeker"], name="request_help_seeker"),
            # the background loop looks for what ran out every few seconds, over everything
            models.Index(
                fields=["due_on"], condition=~Q(state=State.CLOSED.value), name="request_runs_out"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Relative(models.Model):
    """Somebody whom the person lets look along at one request. The row goes when they do not any
    more: what stays is that it was so, as codes in the log."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="relatives")
    name = models.CharField(max_length=80)
    relation = code()
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=5, default="nl")
    may = code(default=May.VISITS.value)
    # whose word it is, how it was said, and who wrote it down (nobody: on the person's own page)
    said_by = code(default=SaidBy.PERSON.value)
    representative = models.CharField(max_length=120, blank=True, default="")
    channel = code()
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("relation", Relation, "relative_relation"),
            one_of("may", May, "relative_may"),
            one_of("said_by", SaidBy, "relative_said_by"),
            one_of("channel", Channel, "relative_channel"),
            models.CheckConstraint(
                condition=Q(said_by=SaidBy.PERSON.value) | ~Q(representative=""),
                name="relative_names_representative",
            ),
            # on their own page nobody speaks for the person; anywhere else somebody wrote it down
            models.CheckConstraint(
                condition=Q(
                    channel=Channel.LINK.value,
                    said_by=SaidBy.PERSON.value,
                    named_by__isnull=True,
                )
                | ~Q(channel=Channel.LINK.value) & Q(named_by__isnull=False),
                name="relative_said_to_somebody",
            ),
            models.UniqueConstraint(
                fields=["request", "email"], condition=~Q(email=""), name="relative_once_by_email"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Note(models.Model):
    """What somebody wrote down: a talk, a try that failed, an observation. Free text lives here."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="notes")
    kind = code()
    channel = code(blank=True, default="")
    minutes = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(max_length=2000, blank=True, default="")
    by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("kind", NoteKind, "note_kind")]

    def __str__(self) -> str:
        return str(self.pk)


class CarerAnswer(models.Model):
    """How long a family carer could go on, each time that it was asked; the request holds the last.
    One question and no instrument: a talk tells better what an instrument would add."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="carer_answers")
    moment = code()
    holding_out = code()
    at = models.DateTimeField()
    by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("moment", ("intake", "evaluation"), "carer_answer_moment"),
            one_of("holding_out", HoldingOut, "carer_answer_holding_out"),
        ]
        indexes = [models.Index(fields=["request", "at"], name="carer_answer_of_request")]

    def __str__(self) -> str:
        return str(self.pk)


class Assessment(models.Model):
    """One triage: answers, facts, rules version, advice, impression and decision (promise P8)."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="assessments")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    facts = models.JSONField()
    said_by = models.JSONField(default=dict)
    rules_version = models.PositiveSmallIntegerField()
    policy_version = models.PositiveIntegerField(null=True)
    route = code()
    stance = code()
    urgency = code()
    advice = models.JSONField()
    impression = code(blank=True, default="")
    impression_at = models.DateTimeField(null=True)
    # followed | otherwise, and the route that a person chose
    decision = code(blank=True, default="")
    decided_route = code(blank=True, default="")
    decision_reason = code(blank=True, default="")
    decision_words = models.CharField(max_length=500, blank=True, default="")
    decided_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="assessment_number"),
            one_of("impression", ("", *Impression), "assessment_impression"),
            models.CheckConstraint(
                condition=~Q(decision=Decided.OTHERWISE.value) | ~Q(decision_reason=""),
                name="assessment_otherwise_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PhoneReferral(models.Model):
    """A referral by telephone, noted with name, answer and date; the coordinator stays owner."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="phone_referrals")
    party = models.CharField(max_length=120)
    spoke_with = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True, default="")
    spoken_on = models.DateField()
    answer = code()
    calls_before = models.DateField(null=True)
    by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("answer", ("yes", "no", "thinking"), "phone_referral_answer")]

    def __str__(self) -> str:
        return str(self.pk)
