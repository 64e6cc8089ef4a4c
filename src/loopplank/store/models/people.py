"""Volunteers, who belong to themselves; and those who ask, as one organisation knows them."""

from django.db import models
from django.db.models import F, Q

from loopplank.core.messages.wishes import DAYS_BEFORE, AskAt
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.volunteers.limits import RaiseState
from loopplank.core.volunteers.same_volunteer import SameState
from loopplank.store.columns import code, one_of, random_key

CHANNELS = ("phone", "sms", "email", "letter")


class Volunteer(models.Model):
    """One row a person in the whole installation. Contact data and limits are the volunteer's."""

    id = random_key()
    account = models.OneToOneField(
        "store.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=80)
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    postcode = models.CharField(max_length=7, blank=True, default="")
    channel = code(default="phone")
    language = models.CharField(max_length=5, default="nl")
    # rather called for the four questions of a check-in
    check_in_by_phone = models.BooleanField(default=False)
    # since when their own calendar may say where a visit is; empty while they did not ask for it
    feed_address_at = models.DateTimeField(null=True)
    # on this day a coordinator wrote down that they died: nothing is asked or sent any more
    death_noted_on = models.DateField(null=True)
    # invented, for a place to practise in. Never changed
    is_practice = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    # closed, since the volunteer said that both are they: the row that was kept, which never points
    # on itself. What hung here moved there
    same_as = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="closed_for"
    )

    class Meta:
        indexes = [
            models.Index(fields=["email"], name="volunteer_email"),
            models.Index(fields=["phone"], name="volunteer_phone"),
        ]
        constraints = [
            one_of("channel", CHANNELS, "volunteer_channel"),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True)
                | Q(
                    erased_at__isnull=False,
                    account__isnull=True,
                    first_name="",
                    last_name="",
                    phone="",
                    email="",
                    postcode="",
                )
                & ~Q(same_as=F("id")),
                name="volunteer_closed_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Limits(models.Model):
    """What one volunteer set. Nobody else raises it (promise P10)."""

    volunteer = models.OneToOneField(
        Volunteer, on_delete=models.CASCADE, primary_key=True, related_name="limits"
    )
    liked_minutes = models.PositiveIntegerField()
    max_minutes = models.PositiveIntegerField()
    max_people = models.PositiveSmallIntegerField()
    max_heavy = models.PositiveSmallIntegerField()
    travel_counts = models.BooleanField(default=False)
    pause_from = models.DateField(null=True)
    pause_to = models.DateField(null=True)
    until = models.DateField(null=True)
    # days on which they do not come: pairs of a first and a last day, and the school holidays of
    # these regions, of which the days are known by themselves
    away = models.JSONField(default=list)
    school_regions = models.JSONField(default=list)
    # stops altogether: the last day; nobody asks them anything from the moment that they say so
    stops_on = models.DateField(null=True)
    # the last day of rest after a heavy time, and whose help that was; of a pause, nobody's
    rest_until = models.DateField(null=True)
    rest_after = models.ForeignKey(
        "store.Organisation", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    lowered_on = models.DateField(null=True)
    # when the limit in minutes went up last, and the one of before: it says what those weeks were
    raised_on = models.DateField(null=True)
    minutes_before = models.PositiveIntegerField(null=True)
    # they did more than their limit of that week: so long nobody counts on room
    over_until = models.DateField(null=True)
    kinds = models.JSONField(default=list)
    # 21 bits: Monday morning, afternoon, evening, Tuesday morning …
    day_parts = models.PositiveIntegerField(default=0)
    no_gos = models.JSONField(default=list)
    max_km = models.PositiveSmallIntegerField(null=True)
    short_notice = models.BooleanField(default=False)
    show_hours_elsewhere = models.BooleanField(default=False)
    # the first of two yeses: other organisations of the network may see that they could help
    share_in_network = models.BooleanField(default=False)
    set_at = models.DateTimeField()
    set_by_self = models.BooleanField(default=True)
    raises_counted = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(liked_minutes__lte=F("max_minutes")), name="limits_liked_within_max"
            ),
            models.CheckConstraint(
                condition=Q(max_heavy__lte=F("max_people")), name="limits_heavy_among_people"
            ),
            models.CheckConstraint(
                condition=Q(pause_to__isnull=True)
                | Q(pause_from__isnull=False, pause_to__gte=F("pause_from")),
                name="limits_pause_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class MessageWishes(models.Model):
    """What one volunteer chose about messages; without a row nothing was chosen."""

    volunteer = models.OneToOneField(
        Volunteer, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    ask_at = code(default=AskAt.MORNING.value)
    visit_reminder = models.BooleanField(default=True)
    # so many days before a visit that reminder comes; 0 is the same morning
    days_before = models.PositiveSmallIntegerField(default=1)
    # everything that can wait in one message a week
    monday = models.BooleanField(default=False)
    rest_day = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            one_of("ask_at", AskAt, "message_wishes_ask_at"),
            models.CheckConstraint(
                condition=Q(days_before__lte=max(DAYS_BEFORE)), name="message_wishes_days_before"
            ),
            models.CheckConstraint(
                condition=Q(rest_day__isnull=True) | Q(rest_day__lte=6),
                name="message_wishes_rest_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class LimitsRaise(models.Model):
    """A raise that does not work yet: it waits for its day, and perhaps for a second person."""

    id = random_key()
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="raises")
    wanted = models.JSONField()
    asked_at = models.DateTimeField()
    effective_on = models.DateField()
    asked_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    needs_second = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = code(default=RaiseState.PENDING.value)

    class Meta:
        constraints = [
            one_of("state", RaiseState, "limits_raise_state"),
            models.UniqueConstraint(
                fields=["volunteer"],
                condition=Q(state=RaiseState.PENDING.value),
                name="limits_raise_one_pending",
            ),
            models.CheckConstraint(
                condition=~Q(state=RaiseState.APPLIED.value)
                | Q(needs_second=False)
                | Q(confirmed_by__isnull=False),
                name="limits_raise_second_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class LoadWeek(models.Model):
    """What is planned and what is allowed in one ISO week. No row, no plan (promise P2)."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="weeks")
    monday = models.DateField()
    planned_minutes = models.PositiveIntegerField()
    allowed_minutes = models.PositiveIntegerField()
    planned_people = models.PositiveSmallIntegerField()
    allowed_people = models.PositiveSmallIntegerField()
    planned_heavy = models.PositiveSmallIntegerField()
    allowed_heavy = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "monday"], name="load_week_once"),
            models.CheckConstraint(
                condition=Q(planned_minutes__lte=F("allowed_minutes")),
                name="load_week_minutes_within_limit",
            ),
            models.CheckConstraint(
                condition=Q(planned_people__lte=F("allowed_people")),
                name="load_week_people_within_limit",
            ),
            models.CheckConstraint(
                condition=Q(planned_heavy__lte=F("allowed_heavy")),
                name="load_week_heavy_within_limit",
            ),
        ]
        indexes = [models.Index(fields=["monday", "volunteer"], name="load_week_by_monday")]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.monday}"


class Affiliation(models.Model):
    """A volunteer at an organisation, with that organisation's own notes and nobody else's."""

    id = random_key()
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    # pending: an import met a known person; only the volunteer joins, nothing is revealed
    state = code(default=AffiliationState.ACTIVE.value)
    since = models.DateField()
    ended_on = models.DateField(null=True)
    certificate_seen_on = models.DateField(null=True)
    certificate_seen_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    trained_for = models.JSONField(default=list)
    note = models.CharField(max_length=1000, blank=True, default="")
    spoken_at = models.DateTimeField(null=True)
    # once a year, on the day that they began
    thanked_on = models.DateField(null=True)
    # the second yes to sharing: of a coordinator, after the volunteer's own
    shared_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    shared_at = models.DateTimeField(null=True)
    # what an import wrote for a person that it met; shown to that organisation while pending
    typed_name = models.CharField(max_length=140, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "organisation"], name="affiliation_once"),
            one_of("state", AffiliationState, "affiliation_state"),
            # whoever is not here, or not yet, is not shared from here
            models.CheckConstraint(
                condition=Q(shared_by__isnull=True)
                | Q(shared_at__isnull=False, state=AffiliationState.ACTIVE.value),
                name="affiliation_shared_while_active",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="affiliation_state_of")]

    def __str__(self) -> str:
        return str(self.pk)


class SameVolunteer(models.Model):
    """The question whether two rows are one volunteer, and what was said on the page of each.

    `second` is empty while the volunteer asked it and did not type the code on the other page yet.
    """

    id = random_key()
    first = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Volunteer, on_delete=models.CASCADE, null=True, related_name="+")
    # of which coordinator; empty where it was the volunteer
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, null=True, related_name="+"
    )
    asked_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # the hash of the code, to find the row by
    lookup = models.CharField(max_length=64, blank=True, default="")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    state = code(default=SameState.ASKED.value)
    first_yes_at = models.DateTimeField(null=True)
    second_yes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", SameState, "same_volunteer_state"),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("first")),
                name="same_volunteer_is_two_rows",
            ),
            # one is made of two only after both said so
            models.CheckConstraint(
                condition=~Q(state=SameState.MERGED.value)
                | Q(first_yes_at__isnull=False, second_yes_at__isnull=False),
                name="same_volunteer_two_yeses",
            ),
            models.CheckConstraint(
                condition=Q(state=SameState.ASKED.value, closed_at__isnull=True)
                | ~Q(state=SameState.ASKED.value) & Q(closed_at__isnull=False),
                name="same_volunteer_closed_has_a_moment",
            ),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(state=SameState.ASKED.value),
                name="same_volunteer_one_open",
            ),
            models.UniqueConstraint(
                fields=["first"],
                condition=Q(state=SameState.ASKED.value, second__isnull=True),
                name="same_volunteer_one_code",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "answer_by"], name="same_volunteer_lapses"),
            models.Index(fields=["lookup"], name="same_volunteer_code"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class VolunteerVersion(models.Model):
    """A note that something changed about one volunteer. Only triggers of the database write it, so
    that no path can forget it. A process that holds volunteers in memory reads what it missed.

    A change is a row of its own and never overwrites another: that would make whoever changes one
    volunteer wait for somebody else, and hide a change that is committed late. Numbers are given
    out when a change is made, and become visible in the order of the commits.
    """

    version = models.BigAutoField(primary_key=True)
    # no key to the volunteer: the row also says that somebody is gone
    volunteer_id = models.UUIDField()

    def __str__(self) -> str:
        return str(self.pk)


class HelpSeeker(models.Model):
    """The person who needs help, as one organisation knows them."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    salutation = code(blank=True, default="")
    first_name = models.CharField(max_length=60, blank=True, default="")
    last_name = models.CharField(max_length=80, blank=True, default="")
    birth_year = models.PositiveSmallIntegerField(null=True)
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    street = models.CharField(max_length=120, blank=True, default="")
    postcode = models.CharField(max_length=7, blank=True, default="")
    place = models.CharField(max_length=80, blank=True, default="")
    # what is safe for this person: the channel they chose, and whether a text message is
    channel = code(blank=True, default="")
    no_sms = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="nl")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("channel", ("", *CHANNELS), "help_seeker_channel"),
            one_of("salutation", ("", "mrs", "mr"), "help_seeker_salutation"),
        ]
        indexes = [
            models.Index(fields=["organisation", "last_name"], name="help_seeker_name"),
            models.Index(fields=["organisation", "postcode"], name="help_seeker_postcode"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Applicant(models.Model):
    """Who asked on behalf of the help seeker: family, a neighbour, or a professional."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    relation = code()
    name = models.CharField(max_length=120, blank=True, default="")
    works_at = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")

    class Meta:
        constraints = [
            one_of("relation", ("family", "neighbour", "professional"), "applicant_relation")
        ]

    def __str__(self) -> str:
        return str(self.pk)
