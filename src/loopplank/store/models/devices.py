"""The browsers of volunteers: which are remembered, with which key they came in, who asked for a
link, and which forms came in."""

from django.db import models

from loopplank.core.account.hand_over import ConfirmedHow
from loopplank.core.messages.devices import BROWSERS, KINDS, SYSTEMS
from loopplank.core.volunteers.address_change import AddressKind, ChangeState
from loopplank.store.columns import code, one_of, random_key


class HandOverKey(models.Model):
    """A key that a coordinator made for a volunteer to copy, print or read aloud. It opens one
    device, once. Its token is made from the id and stored nowhere; `lookup` is the hash of it."""

    id = random_key()
    volunteer = models.ForeignKey("store.Volunteer", on_delete=models.CASCADE, related_name="keys")
    organisation = models.ForeignKey(
        "store.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    made_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # the message into which it was put, if any
    message = models.ForeignKey(
        "store.Message", on_delete=models.SET_NULL, null=True, related_name="keys"
    )
    lookup = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["volunteer", "made_at"], name="hand_over_key_of")]

    def __str__(self) -> str:
        return str(self.pk)


class KeyAct(models.Model):
    """One act of whoever holds a hand-over key, so that page and volunteer can say through whose
    key it was done. The same function writes it that writes the event."""

    id = models.BigAutoField(primary_key=True)
    key = models.ForeignKey(HandOverKey, on_delete=models.CASCADE, related_name="acts")
    request = models.ForeignKey(
        "store.Request", on_delete=models.CASCADE, null=True, related_name="+"
    )
    type = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["request", "at"], name="key_act_of_request")]

    def __str__(self) -> str:
        return f"{self.type} {self.at}"


class Device(models.Model):
    """A browser in which a volunteer did something, known by a secret in its cookie of which only
    the hash is stored. `generation` is that of the week link that it came in with; a new generation
    of the link ends it. With a `key` it is unconfirmed until `full_from`."""

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
    key = models.ForeignKey(
        HandOverKey, on_delete=models.CASCADE, null=True, related_name="devices"
    )
    full_from = models.DateTimeField(null=True)
    confirmed_how = code(blank=True, default="")
    confirmed_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # the day of the meeting at which somebody saw it in the volunteer's hand
    met_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("confirmed_how", ("", *ConfirmedHow), "device_confirmed_how"),
            models.CheckConstraint(
                condition=models.Q(full_from__isnull=True) | ~models.Q(confirmed_how=""),
                name="device_full_says_how",
            ),
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


class AddressChange(models.Model):
    """A change of the e-mail address or the number of a volunteer. The new one is used at once; it
    receives no key before `key_from`, unless it was confirmed. Of two changes in one week `former`
    stays the last one that was certain."""

    id = random_key()
    volunteer = models.ForeignKey(
        "store.Volunteer", on_delete=models.CASCADE, related_name="address_changes"
    )
    kind = code()
    former = models.CharField(max_length=254, blank=True, default="")
    current = models.CharField(max_length=254, blank=True, default="")
    changed_at = models.DateTimeField()
    key_from = models.DateTimeField()
    state = code(default=ChangeState.OPEN.value)
    # empty when the volunteer changed it
    changed_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # the first of two coordinators who say that it is right
    vouched_by = models.ForeignKey(
        "store.Membership", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("kind", AddressKind, "address_change_kind"),
            one_of("state", ChangeState, "address_change_state"),
            models.UniqueConstraint(
                fields=["volunteer", "kind"],
                condition=models.Q(state=ChangeState.OPEN.value),
                name="address_change_one_open",
            ),
        ]

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
