"""Who signs in, and where they work. Volunteers are in `people`."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from loopplank.core.account.roles import MEMBER_ROLES
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
