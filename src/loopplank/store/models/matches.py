"""Asking a volunteer, meeting, helping, and what the volunteer says about it."""

from django.db import models
from django.db.models import F, Q

from loopplank.core.matching.match_change import OPEN_CHANGE, ChangeState, Weight
from loopplank.core.matching.matches import HAS_ENDED, HOLDS_CAPACITY, MatchState
from loopplank.core.matching.proposals import UNDECIDED, ProposalState
from loopplank.core.volunteers.cover import LONGEST_NAME, Cover
from loopplank.core.volunteers.visits import Felt, VisitState
from loopplank.core.wellbeing.signal import LONGEST_WORDS, Heard, Route
from loopplank.store.columns import code, one_of, random_key


class Pattern(models.Model):
    """When and how long: the same columns for what is asked and for what was agreed."""

    first_day = models.DateField()
    last_day = models.DateField()
    weekday = models.PositiveSmallIntegerField(null=True)
    start_time = models.TimeField(null=True)
    visit_minutes = models.PositiveSmallIntegerField()
    travel_minutes = models.PositiveSmallIntegerField(default=0)
    visits_per_week = models.PositiveSmallIntegerField(default=1)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    phase = models.DateField(null=True)
    heavy = models.BooleanField(default=False)
    not_included = models.JSONField(default=list)

    class Meta:
        abstract = True


class Proposal(Pattern):
    """A question to one volunteer. An open one takes no capacity; a no costs nothing."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey("store.Request", on_delete=models.CASCADE, related_name="proposals")
    volunteer = models.ForeignKey(
        "store.Volunteer", on_delete=models.CASCADE, related_name="proposals"
    )
    what = models.CharField(max_length=200)
    reasons = models.JSONField(default=list)
    asked_by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = code(default=ProposalState.OPEN.value)
    answered_at = models.DateTimeField(null=True)
    # self | by_phone
    answered_via = code(blank=True, default="")
    decline_reason = code(blank=True, default="")
    question = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            one_of("state", ProposalState, "proposal_state"),
            models.UniqueConstraint(
                fields=["request", "volunteer"],
                condition=Q(state__in=[s.value for s in UNDECIDED]),
                name="proposal_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "state"], name="proposal_of_volunteer"),
            models.Index(fields=["state", "expires_at"], name="proposal_expires"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Match(Pattern):
    """One volunteer for one request. In `meeting` and `running` it takes capacity."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey("store.Request", on_delete=models.PROTECT, related_name="matches")
    volunteer = models.ForeignKey(
        "store.Volunteer", on_delete=models.PROTECT, related_name="matches"
    )
    # counts as one person for the volunteer; kept when the help seeker's row is erased
    person_key = models.UUIDField()
    proposal = models.OneToOneField(
        Proposal, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    what = models.CharField(max_length=200)
    state = code(default=MatchState.MEETING.value)
    agreed_at = models.DateTimeField()
    meeting_at = models.DateTimeField(null=True)
    started_on = models.DateField(null=True)
    # since when its days and hours are as they are now: before it they were others
    rhythm_from = models.DateField(null=True)
    evaluate_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    # the volunteer stops with this one: their last day, and until then they may stay after all
    stops_on = models.DateField(null=True)
    # the volunteer stops altogether: the same day as in their limits, so that one row tells it
    leaves_on = models.DateField(null=True)
    # its visits stand still from this day, until a coordinator lets them go on
    still_from = models.DateField(null=True)
    end_reason = code(blank=True, default="")
    # single visits on another moment, each [day, new day, new hour]: what `VisitMove` agreed, here
    # so that whoever reads the days of a match reads these too
    moves = models.JSONField(default=list, db_default=[])

    class Meta:
        constraints = [
            one_of("state", MatchState, "match_state"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="match_last_day_after_first"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in HAS_ENDED], ended_on__isnull=False)
                | Q(state__in=[s.value for s in HOLDS_CAPACITY], ended_on__isnull=True),
                name="match_ended_has_a_day",
            ),
            models.UniqueConstraint(
                fields=["request", "volunteer"],
                condition=Q(state__in=[s.value for s in HOLDS_CAPACITY]),
                name="match_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "state"], name="match_of_volunteer"),
            models.Index(fields=["organisation", "state"], name="match_of_organisation"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class MatchChange(models.Model):
    """A change of help that runs, from being asked to being so: one line of its ledger.

    Its days and hours are those that are asked; `before` are those that it comes in place of.
    """

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="changes")
    first_day = models.DateField()
    last_day = models.DateField()
    weekday = models.PositiveSmallIntegerField(null=True)
    start_time = models.TimeField(null=True)
    visit_minutes = models.PositiveSmallIntegerField()
    visits_per_week = models.PositiveSmallIntegerField(default=1)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    before = models.JSONField(default=dict)
    weight = code()
    state = code(default=ChangeState.ASKED.value)
    asked_by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    # when each side said yes, and who wrote it down for somebody on the telephone
    volunteer_yes_at = models.DateTimeField(null=True)
    volunteer_noted_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    person_yes_at = models.DateTimeField(null=True)
    person_noted_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", ChangeState, "match_change_state"),
            one_of("weight", Weight, "match_change_weight"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="match_change_last_after_first"
            ),
            models.UniqueConstraint(
                fields=["match"],
                condition=Q(state__in=sorted(s.value for s in OPEN_CHANGE)),
                name="match_change_one_open",
            ),
        ]
        indexes = [models.Index(fields=["state", "first_day"], name="match_change_due")]

    def __str__(self) -> str:
        return str(self.pk)


class VisitMove(models.Model):
    """One visit of help that runs that went to another moment, with the yes of both."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="visit_moves")
    # the day on which it was agreed, and where it stood before this move
    day = models.DateField()
    was_day = models.DateField()
    was_time = models.TimeField(null=True)
    new_day = models.DateField()
    new_time = models.TimeField(null=True)
    asked_by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    volunteer_yes_at = models.DateTimeField()
    person_yes_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["match", "day"], name="visit_move_of_match")]

    def __str__(self) -> str:
        return str(self.pk)


class Visit(models.Model):
    """A visit that happened, or one that the volunteer could not make."""

    id = random_key()
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="visits")
    volunteer = models.ForeignKey(
        "store.Volunteer", on_delete=models.CASCADE, related_name="visits"
    )
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField()
    state = code(default=VisitState.DONE.value)
    minutes = models.PositiveSmallIntegerField(default=0)
    felt = code(blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    # something was done that was not agreed; what it was stands nowhere
    extra = models.BooleanField(default=False)
    logged_at = models.DateTimeField()
    logged_by_self = models.BooleanField(default=True)
    # the last day on which somebody reads the note, and who ticked it off
    note_due_on = models.DateField(null=True)
    note_read_at = models.DateTimeField(null=True)
    note_read_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["match", "day"], name="visit_once_a_day"),
            one_of("state", VisitState, "visit_state"),
            one_of("felt", ("", *Felt), "visit_felt"),
            models.CheckConstraint(
                condition=Q(note="") | Q(note_due_on__isnull=False), name="visit_note_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(note_read_at__isnull=True, note_read_by__isnull=True)
                | Q(note_read_at__isnull=False, note_read_by__isnull=False),
                name="visit_note_read_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "day"], name="visit_of_volunteer"),
            models.Index(
                fields=["organisation", "note_due_on"],
                condition=Q(note_read_at=None) & ~Q(note=""),
                name="visit_note_unread",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class VisitCover(models.Model):
    """Who comes in place of a volunteer who cannot come once. One row for such a visit."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey("store.Request", on_delete=models.CASCADE, related_name="covers")
    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="cover")
    day = models.DateField()
    state = code(default=Cover.SOUGHT.value)
    # until when somebody is sought; after that nobody comes, and the person knows
    decide_by = models.DateTimeField()
    # the one day of whoever comes instead
    match = models.ForeignKey(Match, on_delete=models.PROTECT, null=True, related_name="covers")
    # the last news to the person, and that somebody told it otherwise
    message = models.ForeignKey(
        "store.Message", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    told_at = models.DateTimeField(null=True)
    # whom the volunteer named, who said yes to them: words of theirs, gone once it is settled
    named = models.CharField(max_length=LONGEST_NAME, blank=True, default="")
    named_phone = models.CharField(max_length=20, blank=True, default="")
    named_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(named="", named_phone="", named_at__isnull=True)
                | (~Q(named="") & Q(named_at__isnull=False)),
                name="visit_cover_named_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(named="") | ~Q(state=Cover.FOUND.value),
                name="visit_cover_found_names_nobody",
            ),
            one_of("state", Cover, "visit_cover_state"),
            models.CheckConstraint(
                condition=~Q(state=Cover.FOUND.value) | Q(match__isnull=False),
                name="visit_cover_found_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["request", "day"], name="visit_cover_of_request"),
            models.Index(fields=["state", "decide_by"], name="visit_cover_decides"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class VolunteerSignal(models.Model):
    """ "It is too heavy": always answered by a named person before a day."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    volunteer = models.ForeignKey(
        "store.Volunteer", on_delete=models.CASCADE, related_name="signals"
    )
    match = models.ForeignKey(Match, on_delete=models.CASCADE, null=True, related_name="+")
    reason = code(blank=True, default="")
    words = models.CharField(max_length=LONGEST_WORDS, blank=True, default="")
    prefers_call = models.BooleanField(default=False)
    wants_call = models.BooleanField(default=True)
    route = code(default=Route.COORDINATOR.value)
    # the coordinator whom it is about: she never sees it
    about = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # who heard it on the telephone, of somebody who has no other way in
    noted_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # empty for a confidential adviser outside: then nobody of the house reads of it
    to = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # the network named whoever reads it, who may belong to another organisation
    of_network = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(default=0)
    # the administrator of the network, once nobody of the house called; sees no person in it
    watched_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    call_before = models.DateField()
    decide_before = models.DateField(null=True)
    at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = code(blank=True, default="")
    done = models.CharField(max_length=500, blank=True, default="")
    # what the volunteer said about being spoken to, and when
    heard = code(blank=True, default="")
    heard_at = models.DateTimeField(null=True)
    stays_away_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("route", Route, "signal_route"),
            one_of("heard", Heard, "signal_heard"),
            models.CheckConstraint(
                condition=Q(to__isnull=False) | Q(route=Route.ADVISER.value, words=""),
                name="signal_has_a_reader",
            ),
            # nothing else crosses from one organisation to another
            models.CheckConstraint(
                condition=Q(of_network=False)
                | Q(route__in=(Route.ADVISER.value, Route.SAFETY.value)),
                name="signal_of_network_is_confidential",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "answered_at"], name="signal_open"),
            models.Index(fields=["volunteer", "answered_at"], name="signal_of_volunteer"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
