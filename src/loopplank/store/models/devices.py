"""The browsers of volunteers: which are remembered, who asked for a link, and which forms came
in."""

from django.db import models

from loopplank.core.messages.devices import BROWSERS, KINDS, SYSTEMS
from loopplank.store.columns import code, one_of, random_key


class Device(models.Model):
    """A browser in which a volunteer did something, known by a secret in its cookie of which only
    the hash is stored. `generation` is that of the week link that it came in with; a new generation
    of the link ends it."""

    id = random_key()
    volunteer = models.ForeignKey(
        "store.Volunteer", on_delete=models.CASCADE, related_name="devices"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    generation = models.PositiveIntegerField()
    kind = code()
    system = code()
    browser = code()
    first_seen_on = models.DateField()
    last_seen_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", KINDS, "device_kind"),
            one_of("system", SYSTEMS, "device_system"),
            one_of("browser", BROWSERS, "device_browser"),
            models.CheckConstraint(
                condition=models.Q(last_seen_on__gte=models.F("first_seen_on")),
                name="device_seen_last_after_first",
            ),
        ]
        indexes = [models.Index(fields=["volunteer", "last_seen_on"], name="device_of_volunteer")]

    def __str__(self) -> str:
        return str(self.pk)


class LinkAsk(models.Model):
    """A request for one's own link: somebody typed an address or number. It is kept as a keyed
    hash, to count by; the loop sends the link to the volunteer, if there is one."""

    id = random_key()
    volunteer = models.ForeignKey(
        "store.Volunteer", on_delete=models.CASCADE, null=True, related_name="+"
    )
    # of a colleague who wants a new password
    account = models.ForeignKey(
        "store.Account", on_delete=models.CASCADE, null=True, related_name="+"
    )
    wanted_hash = models.CharField(max_length=64)
    source_hash = models.CharField(max_length=64)
    channel = code()
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("channel", ("phone", "sms", "email"), "link_ask_channel")]
        indexes = [
            models.Index(fields=["wanted_hash", "asked_at"], name="link_ask_wanted"),
            models.Index(fields=["source_hash", "asked_at"], name="link_ask_source"),
            models.Index(fields=["done_at", "asked_at"], name="link_ask_to_do"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SentForm(models.Model):
    """A form that came in under a key of its own, so that sending it again does nothing."""

    id = random_key()
    volunteer = models.ForeignKey("store.Volunteer", on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["volunteer", "key"], name="sent_form_once")]
        indexes = [models.Index(fields=["sent_at"], name="sent_form_age")]

    def __str__(self) -> str:
        return str(self.pk)
