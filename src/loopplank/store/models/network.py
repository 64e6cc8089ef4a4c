"""A network, its organisations, what they offer and refuse, and who gets which question."""

from datetime import time

from django.db import models

from loopplank.core.matching.plan_settings import Fairness
from loopplank.core.messages.wishes import (
    ASKER_FROM,
    ASKER_TO,
    MOST_A_WEEK,
    MOST_ASKS_A_MONTH,
    QUIET_FROM,
    QUIET_TO,
    REST_DAYS,
)
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.referrals.consent import Space
from loopplank.core.requests.states import OPEN, Unit
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.volunteers.rest import WEEKS_OF_REST
from loopplank.store.columns import code, one_of, random_key


class Network(models.Model):
    id = random_key()
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=80)
    # a network to practise in: of which organisation it is the place for that. Never changed
    practice_of = models.OneToOneField(
        "store.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    phone = models.CharField(max_length=20, blank=True, default="")
    phone_hours = models.CharField(max_length=120, blank=True, default="")
    default_organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # How many questions one volunteer may have lying unanswered, and the rest after a no.
    open_asks_at_once = models.PositiveSmallIntegerField(default=1)
    days_of_rest_after_no = models.PositiveSmallIntegerField(default=14)
    weeks_of_rest_after_heavy = models.PositiveSmallIntegerField(default=4)
    # How much a plan helps first whom it reaches last, and what a change of helper weighs for each
    # kind of help; a kind that is left out weighs little.
    fairness = code(default=Fairness.MILD.value)
    handover_cost = models.JSONField(default=dict)
    # between which hours messages leave, on which day none does, and how many a volunteer gets
    quiet_from = models.TimeField(default=time(20))
    quiet_to = models.TimeField(default=time(8, 30))
    rest_day = models.PositiveSmallIntegerField(null=True, default=6)
    asker_from = models.TimeField(default=time(9))
    asker_to = models.TimeField(default=time(19))
    most_messages_a_week = models.PositiveSmallIntegerField(default=3)
    most_asks_a_month = models.PositiveSmallIntegerField(default=4)
    # optional: who reads by text message what may be danger, on these days between these hours
    danger_phone = models.CharField(max_length=20, blank=True, default="")
    danger_days = models.JSONField(default=list)
    danger_from = models.TimeField(null=True)
    danger_to = models.TimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(danger_phone="")
                | models.Q(danger_from__isnull=False, danger_to__isnull=False),
                name="network_danger_phone_has_hours",
            ),
            one_of("fairness", Fairness, "network_fairness"),
            models.CheckConstraint(
                condition=models.Q(weeks_of_rest_after_heavy__range=WEEKS_OF_REST),
                name="network_weeks_of_rest",
            ),
            models.CheckConstraint(
                condition=models.Q(rest_day__isnull=True)
                | models.Q(rest_day__in=sorted(REST_DAYS)),
                name="network_rest_day",
            ),
            models.CheckConstraint(
                condition=models.Q(most_messages_a_week__range=MOST_A_WEEK)
                & models.Q(most_asks_a_month__range=MOST_ASKS_A_MONTH),
                name="network_most_messages",
            ),
            # outside these nobody could be asked at the hour that they chose
            models.CheckConstraint(
                condition=models.Q(
                    quiet_from__range=QUIET_FROM,
                    quiet_to__range=QUIET_TO,
                    asker_from__range=ASKER_FROM,
                    asker_to__range=ASKER_TO,
                ),
                name="network_message_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Organisation(models.Model):
    id = random_key()
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="organisations")
    slug = models.SlugField()
    name = models.CharField(max_length=120)
    # The sender of an SMS: eleven signs at most.
    short_name = models.CharField(max_length=11)
    kind = code(default=OrganisationKind.VOLUNTEERS.value)
    phone = models.CharField(max_length=20, blank=True, default="")
    phone_hours = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    # Who is called when it cannot wait, and the number that the volunteer reads on the screen.
    duty_phone = models.CharField(max_length=20, blank=True, default="")
    # optional: who reads by text message what may be danger, on these days between these hours
    danger_phone = models.CharField(max_length=20, blank=True, default="")
    danger_days = models.JSONField(default=list)
    danger_from = models.TimeField(null=True)
    danger_to = models.TimeField(null=True)
    first_contact = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    stand_in = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # who becomes the owner when nobody is left to stand in
    board_contact = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    form_open = models.BooleanField(default=False)
    unread_notice = models.CharField(max_length=200, blank=True, default="")
    # since when nobody new may apply as a volunteer; empty: the page is open
    applications_closed_at = models.DateTimeField(null=True)
    weekdays = models.JSONField(default=list)
    # periods in which nobody works, as [first day, last day]: read with the row, since whatever
    # counts working days asks for them
    closed = models.JSONField(default=list)
    needs_conduct_certificate = models.BooleanField(default=True)
    help_seeker_word = models.CharField(max_length=30, blank=True, default="")
    legal_basis = models.CharField(max_length=200, blank=True, default="")
    complaints_to = models.CharField(max_length=200, blank=True, default="")
    months_kept_after_closing = models.PositiveSmallIntegerField(default=12)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "slug"], name="organisation_slug"),
            one_of("kind", OrganisationKind, "organisation_kind"),
            models.CheckConstraint(
                condition=models.Q(danger_phone="")
                | models.Q(danger_from__isnull=False, danger_to__isnull=False),
                name="organisation_danger_phone_has_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(form_open=False)
                | models.Q(first_contact__isnull=False, stand_in__isnull=False)
                & ~models.Q(duty_phone=""),
                name="organisation_form_needs_people",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Offer(models.Model):
    """What an organisation does, what it does not, and which concerns its trained people cover."""

    id = random_key()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers")
    kind = code()
    name = models.CharField(max_length=80)
    does = models.CharField(max_length=300)
    does_not = models.CharField(max_length=300, blank=True, default="")
    covers = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    # room | waiting | full | assess (first a talk), with the sentence that the public reads
    space = code(default=Space.ROOM.value)
    space_words = models.CharField(max_length=120, blank=True, default="")
    # what somebody who waits for this can do meanwhile
    meanwhile = models.CharField(max_length=300, blank=True, default="")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [one_of("space", Space, "offer_space")]

    def __str__(self) -> str:
        return str(self.pk)


class Policy(models.Model):
    """The limits of an organisation, one version a row: versions are never changed (promise P8)."""

    id = random_key()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    in_force_from = models.DateTimeField()
    kinds = models.JSONField(default=list)
    max_minutes_a_week = models.PositiveIntegerField(null=True)
    max_months = models.PositiveSmallIntegerField(null=True)
    excluded_acts = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="policy_version")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.version}"


class ClockSetting(models.Model):
    """How long one next step may take, for an organisation or for everybody in a network."""

    id = random_key()
    network = models.ForeignKey(Network, on_delete=models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+"
    )
    state = code()
    urgency = code()
    amount = models.PositiveSmallIntegerField()
    unit = code()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(network__isnull=True, organisation__isnull=False)
                | models.Q(network__isnull=False, organisation__isnull=True),
                name="clock_setting_of_one",
            ),
            models.UniqueConstraint(
                fields=["organisation", "state", "urgency"], name="clock_setting_own_once"
            ),
            models.UniqueConstraint(
                fields=["network", "state", "urgency"], name="clock_setting_network_once"
            ),
            one_of("state", OPEN, "clock_setting_state"),
            one_of("urgency", Urgency, "clock_setting_urgency"),
            one_of("unit", Unit, "clock_setting_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.urgency}"


class Routing(models.Model):
    """Which organisation gets a question from the network's page, by kind of help and postcodes.

    An empty kind or an empty range means any; the narrowest row wins, then the lowest position.
    """

    id = random_key()
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = code(blank=True, default="")
    postcode_from = models.CharField(max_length=4, blank=True, default="")
    postcode_to = models.CharField(max_length=4, blank=True, default="")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "position"], name="routing_position")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PostcodeArea(models.Model):
    """A four-digit postcode with the centre of its area, to estimate distances with."""

    postcode = models.CharField(primary_key=True, max_length=4)
    place = models.CharField(max_length=80)
    neighbourhood = models.CharField(max_length=80, blank=True, default="")
    municipality = models.CharField(max_length=80, blank=True, default="")
    latitude = models.FloatField()
    longitude = models.FloatField()

    def __str__(self) -> str:
        return self.postcode
