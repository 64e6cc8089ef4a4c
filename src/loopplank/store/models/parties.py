"""People outside the network's accounts with whom an organisation works: a practice, a wijkteam."""

from django.db import models

from loopplank.core.organisations.organisations import PartyKind
from loopplank.store.columns import code, one_of, random_key


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
