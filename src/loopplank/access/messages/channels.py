"""Say which messages leave by themselves, which somebody tells, and which went wrong."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q

from loopplank.access.account.codes import alive
from loopplank.access.kit.affiliations import belonging
from loopplank.access.kit.danger_phone import danger_phone_of
from loopplank.core.account.secrets import OF_OWN_SIGN_IN
from loopplank.core.kit.contact_details import takes_texts
from loopplank.core.messages.states import GIVEN_UP, NOT_SETTLED, Addressee, MessageState
from loopplank.core.messages.table import RULES
from loopplank.core.requests.intake import Knows
from loopplank.store.models import Message

#: Nobody is to be called or written to by hand because of these.
NEVER_BY_HAND = sorted(name for name, rule in RULES.items() if not rule.by_hand)


def channels() -> frozenset[str]:
    """Return the ways by which this installation sends by itself."""
    ways = (("email", settings.SENDS_MAIL), ("sms", settings.SENDS_SMS))
    return frozenset(way for way, works in ways if works)


def mail_leaves() -> bool:
    """Return whether mail leaves by itself.

    News for a colleague that a colleague would have to send by hand is no news: it stands on
    Vandaag as well.
    """
    return "email" in channels()


def leaves_by_itself() -> Q:
    """Return what a loop will send, now or later."""
    return Q(state=MessageState.QUEUED, by_hand="", channel__in=channels())


def told_by_hand() -> Q:
    """Return what somebody must tell; not what is only worth a message that leaves by itself."""
    stays = ~Q(by_hand="") | ~Q(channel__in=channels())
    return Q(state=MessageState.QUEUED) & stays & ~Q(template__in=NEVER_BY_HAND)


def went_wrong() -> Q:
    """Return the messages that did not arrive, or of which nobody knows; what was told along with
    one stands with it.
    """
    return Q(state__in=GIVEN_UP, told_with=None)


def to_do() -> Q:
    """Return what waits for a person: to be told, or to be looked at."""
    # the states by themselves first: those an index finds, among years of what was told
    return Q(state__in=NOT_SETTLED) & (told_by_hand() | went_wrong())


def code_is_alive(row: Message, now: datetime) -> bool:
    """Return the code of a message opens something still, and no newer one took its place."""
    made_from, sequence = row.params.get("code_of"), row.params.get("sequence")
    return alive(now).filter(pk=made_from, sequence=sequence).exists()


# --- what is safe for the reader ------------------------------------------------------------------

CHANNEL, NO_ADDRESS, NO_SMS = "channel", "no_address", "no_sms"
OTHER_CHANNEL, MAY_NOT_KNOW, NOT_JOINED = "other_channel", "may_not_know", "not_joined"
NO_PHONE = "no_phone"
SENT_BY_ITSELF = frozenset({"email", "sms"})


def why_by_hand(row: Message) -> str:
    """Return why a person tells it instead of the loop; empty when it may leave by itself."""
    if row.channel not in SENT_BY_ITSELF:
        return CHANNEL
    if not row.organisation.phone and row.template not in OF_OWN_SIGN_IN:
        # every message says whom to call
        return NO_PHONE
    if unsafe := _unsafe(row):
        return unsafe
    phone, email = _reached_at(row)
    if row.channel == "email":
        return "" if "@" in email else NO_ADDRESS
    return "" if takes_texts(phone) else NO_ADDRESS


def _unsafe(row: Message) -> str:
    if row.to == Addressee.HELP_SEEKER and row.request and row.request.help_seeker:
        seeker, request = row.request.help_seeker, row.request
        if request.applicant_id is not None and request.person_knows != Knows.YES:
            return MAY_NOT_KNOW
        if row.channel == "sms" and seeker.no_sms:
            return NO_SMS
        # chosen since it was queued: whatever is safe now counts
        return OTHER_CHANNEL if seeker.channel not in {"", row.channel} else ""
    if row.to == Addressee.VOLUNTEER and row.volunteer:
        here = belonging(volunteer=row.volunteer, organisation_id=row.organisation_id)
        # of somebody who did not join an organisation has nothing but the name that it typed
        return "" if here.exists() else NOT_JOINED
    return ""


def _reached_at(row: Message) -> tuple[str, str]:
    """Return (number, address) of whoever reads it."""
    if row.to == Addressee.DUTY:
        return danger_phone_of(row.organisation).number, ""
    request = row.request
    readers = {
        "volunteer": row.volunteer,
        "account": row.account,
        "party": row.party,
        "invited": row.invitation,
        "applying": row.application,
        "relative": row.relative,
        "help_seeker": request.help_seeker if request else None,
        "applicant": request.applicant if request else None,
    }
    reader = readers[row.to]
    if row.address:
        return row.address, row.address
    return (reader.phone, reader.email) if reader is not None else ("", "")
