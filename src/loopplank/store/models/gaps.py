"""Refusals, the gaps that they make, and what the network is told of a gap."""

from django.db import models
from django.db.models import Q

from loopplank.core.gaps.gaps import GapState, PossibleOwner
from loopplank.core.requests.closing import SAYING_NO
from loopplank.store.columns import code, one_of, random_key


class Gap(models.Model):
    """A named kind of need that cannot be met. Once it is named openly the name and the state are
    the network's; numbers, examples and trend stay with the organisation that refused."""

    id = random_key()
    network = models.ForeignKey("store.Network", on_delete=models.PROTECT, related_name="+")
    # who named it first; another organisation may have a gap with the same name and not know
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=80)
    keywords = models.CharField(max_length=200, blank=True, default="")
    first_seen_on = models.DateField()
    possible_owner = code(blank=True, default="")
    state = code(default=GapState.SEEN.value)
    state_since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="gap_name"),
            one_of("possible_owner", ("", *PossibleOwner), "gap_possible_owner"),
            one_of("state", GapState, "gap_state"),
        ]
        indexes = [models.Index(fields=["network"], name="gap_of_network")]

    def __str__(self) -> str:
        return str(self.pk)


class GapChange(models.Model):
    """What was decided about a gap, when and by whom."""

    id = random_key()
    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="changes")
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = code()
    possible_owner = code(blank=True, default="")

    def __str__(self) -> str:
        return str(self.pk)


class GapNaming(models.Model):
    """The consent of one organisation to naming a gap in the network, without a number."""

    id = random_key()
    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="namings")
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("store.Membership", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gap", "organisation"], name="gap_named_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Refusal(models.Model):
    """One refusal. It belongs to one gap at most, or was judged and belongs to none.

    A request has one at most, however often it is opened again; a formal party reports its own
    without a request. Opening the request again takes the refusal back, except when the person only
    took the part that was offered: what they asked for is still not there.
    """

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    request = models.OneToOneField(
        "store.Request", on_delete=models.PROTECT, null=True, related_name="refusal"
    )
    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, null=True, related_name="refusals")
    belongs_to_none = models.BooleanField(default=False)
    source = code()
    kind = code(blank=True, default="")
    said_on = models.DateField()
    taken_back_on = models.DateField(null=True)
    # one line without a name, for the own organisation only
    example = models.CharField(max_length=120, blank=True, default="")
    by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("source", SAYING_NO, "refusal_source"),
            models.CheckConstraint(
                condition=Q(gap__isnull=True) | Q(belongs_to_none=False), name="refusal_one_place"
            ),
            models.CheckConstraint(
                condition=Q(request__isnull=False) | Q(gap__isnull=False),
                name="refusal_reported_to_a_gap",
            ),
        ]
        indexes = [
            models.Index(fields=["gap", "organisation"], name="refusal_of_gap"),
            models.Index(fields=["organisation", "said_on"], name="refusal_of_organisation"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class QuarterBand(models.Model):
    """All that the network ever gets of a count: one bit for one closed quarter, never changed
    after.

    Without a gap it is about the refusals that nobody took up.
    """

    id = random_key()
    network = models.ForeignKey("store.Network", on_delete=models.PROTECT, related_name="+")
    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, null=True, related_name="bands")
    quarter = models.DateField()
    many = models.BooleanField()
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gap", "quarter"], name="band_of_gap"),
            models.UniqueConstraint(
                fields=["network", "quarter"],
                condition=Q(gap__isnull=True),
                name="band_without_gap",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
