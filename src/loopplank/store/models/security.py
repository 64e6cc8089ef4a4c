"""What happened that the safety of a network may hang on."""

from django.db import models

from loopplank.core.account.how_often import Use
from loopplank.core.account.security_log import Kind
from loopplank.store.columns import code, one_of


class SecurityEvent(models.Model):
    """One sign-in, refusal, invitation, changed role, export or key. Append-only.

    Holds random ids, codes and numbers only. `origin` says that two entries of one day came from
    the same place, and not from where: it is a keyed hash with the day in it.
    """

    id = models.BigAutoField(primary_key=True)
    kind = code()
    at = models.DateTimeField()
    actor_role = code(blank=True, default="")
    actor_id = models.UUIDField(null=True)
    # whose account it is about; with no organisation each network of that account reads it
    account_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    origin = models.CharField(max_length=8, blank=True, default="")
    data = models.JSONField(default=dict)
    expires_on = models.DateField()

    class Meta:
        constraints = [one_of("kind", Kind, "security_event_kind")]
        indexes = [
            models.Index(fields=["at"], name="security_event_at"),
            models.Index(fields=["kind", "account_id", "at"], name="security_event_alike"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Used(models.Model):
    """That something was done that a stranger can do without end, to count by; gone in two days.

    `whose` is a keyed hash of an account, a link, an address or a part of a network address.
    """

    id = models.BigAutoField(primary_key=True)
    use = code()
    whose = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("use", Use, "used_use")]
        indexes = [
            models.Index(fields=["use", "whose", "at"], name="used_by_whom"),
            models.Index(fields=["at"], name="used_at"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
