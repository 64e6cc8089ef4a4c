"""Plans of a network: what the planner was asked, what it found, and what became of each proposal.

A plan assigns nobody. It makes proposals to a coordinator, who asks people herself.
"""

from django.db import models
from django.db.models import F, Q

from loopplank.core.matching.plan_states import (
    Decision,
    Failure,
    HelpForm,
    PlanProposalState,
    RunState,
)
from loopplank.store.columns import code, one_of, random_key

#: States in which a run still has work to do; a network has one such run at most.
BUSY = (RunState.QUEUED.value, RunState.RUNNING.value)


class PlanRun(models.Model):
    """One plan of one network: waiting, being made, or made. Claimed with a lease and a fence."""

    id = random_key()
    network = models.ForeignKey("store.Network", on_delete=models.CASCADE, related_name="+")
    state = code(default=RunState.QUEUED.value)
    # nobody: the plan of the night
    asked_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    effort = code()
    seed = models.PositiveBigIntegerField()
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    stage = code(blank=True, default="")
    share = models.FloatField(default=0.0)
    failure = code(blank=True, default="")
    # what came out; without a value nothing did
    value = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    helped = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    rules_version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            one_of("state", RunState, "plan_run_state"),
            one_of("failure", ("", *Failure), "plan_run_failure"),
            models.UniqueConstraint(
                fields=["network"], condition=Q(state__in=BUSY), name="plan_run_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=BUSY, finished_at__isnull=True)
                | ~Q(state__in=BUSY) & Q(finished_at__isnull=False),
                name="plan_run_finished_at",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "finished_at"], name="plan_run_of_network"),
            # the background loop looks for work every few seconds
            models.Index(fields=["queued_at"], condition=Q(state__in=BUSY), name="plan_run_to_do"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PlanFile(models.Model):
    """What a plan was made of and how, to make it again (promise P8), and its prices for the next
    one.

    The problem is anonymous; `keys` says which row is whom, and loses whoever is erased.
    """

    run = models.OneToOneField(
        PlanRun, on_delete=models.CASCADE, primary_key=True, related_name="file"
    )
    problem = models.BinaryField()
    prices = models.BinaryField()
    # the pieces, the prices that it began with, where it was stopped; empty before this was kept
    course = models.BinaryField(default=b"")
    keys = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.pk)


class PlanProposal(models.Model):
    """One request with who could help it, put to the coordinators of its organisation."""

    id = random_key()
    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="proposals")
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    request = models.ForeignKey("store.Request", on_delete=models.CASCADE, related_name="+")
    how = code()
    state = code(default=PlanProposalState.OPEN.value)
    reasons = models.JSONField(default=list)
    decision = code(blank=True, default="")
    decided_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("how", HelpForm, "plan_proposal_how"),
            one_of("state", PlanProposalState, "plan_proposal_state"),
            one_of("decision", ("", *Decision), "plan_proposal_decision"),
            models.UniqueConstraint(fields=["run", "request"], name="plan_proposal_once"),
            # to disagree is one reason (promise P9)
            models.CheckConstraint(
                condition=~Q(state=PlanProposalState.SET_ASIDE.value) | ~Q(decision=""),
                name="plan_proposal_set_aside_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state"], name="plan_proposal_open"),
            models.Index(fields=["request"], name="plan_proposal_of_request"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PlanPart(models.Model):
    """One volunteer's part in a proposal; the parts of a relay follow each other."""

    id = random_key()
    proposal = models.ForeignKey(PlanProposal, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    volunteer = models.ForeignKey("store.Volunteer", on_delete=models.CASCADE, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    visits = models.PositiveSmallIntegerField()
    visit_minutes = models.PositiveSmallIntegerField()
    # 21 bits: Monday morning, afternoon, evening, Tuesday morning …
    day_parts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="plan_part_number"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="plan_part_last_day_after_first"
            ),
        ]
        indexes = [models.Index(fields=["volunteer"], name="plan_part_of_volunteer")]

    def __str__(self) -> str:
        return str(self.pk)


class PlanLeft(models.Model):
    """A request for which a plan found nobody."""

    id = random_key()
    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="left")
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    request = models.ForeignKey("store.Request", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "request"], name="plan_left_once")]
        indexes = [models.Index(fields=["organisation"], name="plan_left_of_organisation")]

    def __str__(self) -> str:
        return str(self.pk)
