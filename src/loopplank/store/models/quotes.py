"""What a volunteer says that a visit gives, and who may read it."""

from django.db import models
from django.db.models import Q

from loopplank.core.wellbeing.quote import LONGEST, Permission, Reading
from loopplank.store.columns import code, one_of, random_key


class Quote(models.Model):
    """The words of one volunteer at one organisation. `noted_by` wrote down what was said on the
    telephone; `version` goes up with everything that has to be read anew.
    """

    id = random_key()
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    volunteer = models.ForeignKey("store.Volunteer", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=LONGEST)
    permission = code(default=Permission.NOBODY.value)
    said_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    reading = code(blank=True, default="")
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(
        "store.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("permission", Permission, "quote_permission"),
            one_of("reading", Reading, "quote_reading"),
            models.UniqueConstraint(
                fields=["volunteer", "organisation"], name="quote_once_an_organisation"
            ),
            models.CheckConstraint(
                condition=Q(reading="", read_at__isnull=True, read_by__isnull=True)
                | (Q(read_at__isnull=False, read_by__isnull=False) & ~Q(reading="")),
                name="quote_read_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "permission", "reading"], name="quote_to_read"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
