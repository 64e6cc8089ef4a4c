"""Who signs in, and where they work. Volunteers are in `people`."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from loopplank.core.account.invitations import InvitationState
from loopplank.core.account.roles import MEMBER_ROLES
from loopplank.core.account.second_step import OPEN as RESET_OPEN
from loopplank.core.account.second_step import ResetState
from loopplank.store.columns import code, one_of, random_key


class AccountManager(BaseUserManager["Account"]):
    """Only what Django's own sign-in needs: finding an account by its address."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A sign-in. One account may hold several memberships, and be a volunteer too."""

    id = random_key()
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=5, default="nl")
    is_active = models.BooleanField(default=True)
    # whether this person wants the mail that sums up a working day
    digest = models.BooleanField(default=True)
    # whether single keys do something on the work pages
    shortcuts = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = AccountManager()

    def __str__(self) -> str:
        return str(self.pk)

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002  Django's own checks ask
        return False

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002  Django's own shape
        return False


class Membership(models.Model):
    """One role of one account in one organisation. The owner of a request is a membership."""

    id = random_key()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    role = code()
    active = models.BooleanField(default=True)
    weekdays = models.JSONField(default=list)
    hours_a_week = models.PositiveSmallIntegerField(null=True)
    max_matches = models.PositiveSmallIntegerField(null=True)
    max_requests = models.PositiveSmallIntegerField(null=True)
    since = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "organisation", "role"], name="membership_once"
            ),
            one_of("role", MEMBER_ROLES, "membership_role"),
            models.CheckConstraint(
                condition=models.Q(active=True, ended_on__isnull=True)
                | models.Q(active=False, ended_on__isnull=False),
                name="membership_active_or_ended",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Invitation(models.Model):
    """What was typed about somebody who is asked to join. It is no membership: it owns, counts and
    shows nothing until they say yes, and forgets what was typed when it is over."""

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    invited_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    role = code()
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=5, default="nl")
    weekdays = models.JSONField(default=list)
    hours_a_week = models.PositiveSmallIntegerField(null=True)
    max_matches = models.PositiveSmallIntegerField(null=True)
    max_requests = models.PositiveSmallIntegerField(null=True)
    state = code(default=InvitationState.PENDING.value)
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("role", MEMBER_ROLES, "invitation_role"),
            one_of("state", InvitationState, "invitation_state"),
            models.UniqueConstraint(
                fields=["organisation", "email", "role"],
                condition=models.Q(state=InvitationState.PENDING.value),
                name="invitation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state=InvitationState.PENDING.value, ended_at__isnull=True)
                | models.Q(ended_at__isnull=False, email="", name="", phone=""),
                name="invitation_over_holds_nothing",
            ),
        ]
        indexes = [models.Index(fields=["state", "expires_on"], name="invitation_expires")]

    def __str__(self) -> str:
        return str(self.pk)


class SecondStepReset(models.Model):
    """Somebody lost their second step. Two people ask, and a day passes in which they can stop
    it."""

    id = random_key()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    asked_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    seconded_by = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    seconded_at = models.DateTimeField(null=True)
    state = code(default=ResetState.ASKED.value)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", ResetState, "second_step_reset_state"),
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(state__in=[s.value for s in RESET_OPEN]),
                name="second_step_reset_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("account"))
                & (
                    models.Q(seconded_by__isnull=True)
                    | (
                        ~models.Q(seconded_by=models.F("account"))
                        & ~models.Q(seconded_by=models.F("asked_by"))
                    )
                ),
                name="second_step_reset_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[ResetState.WAITING.value, ResetState.DONE.value])
                | models.Q(seconded_by__isnull=False, seconded_at__isnull=False),
                name="second_step_reset_seconded",
            ),
        ]
        indexes = [models.Index(fields=["state", "seconded_at"], name="second_step_reset_due")]

    def __str__(self) -> str:
        return str(self.pk)


class SignIn(models.Model):
    """One session of an account, so that its owner sees where they are signed in and ends it."""

    id = random_key()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    told = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "began_at"], name="sign_in_of_account")]

    def __str__(self) -> str:
        return str(self.pk)
