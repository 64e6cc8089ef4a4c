"""The words of a referral: what is shared, where it stands, what happened, and the consent."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from loopplank.access.offering import Choice, Room
from loopplank.access.people import NOBODY, Named
from loopplank.access.referral_page import Agreed, ReferralPage
from loopplank.core import intake
from loopplank.core.calendar import local_day
from loopplank.core.organisations import PartyKind
from loopplank.core.reason import dutch
from loopplank.core.referral import STATUS_WORDS, WHY_WORDS, Outcome, Status, Why
from loopplank.core.sharing import (
    CAPACITY_WORDS,
    HARD_CHECK_WORDS,
    SAFETY_WORDS,
    SHARE_WORDS,
    HardCheck,
    Safety,
    Share,
)
from loopplank.web.words import day, day_and_time, first_up, kinds, person, when_words, word

COURSE_WORDS: Mapping[str, str] = {
    "referral.sent": dutch("Gevraagd."),
    "referral.received": dutch("Aangekomen bij de ander."),
    "referral.reminded": dutch("Herinnerd: er was nog geen antwoord."),
    "referral.consult": dutch("De ander wil eerst overleggen."),
    "referral.accept": dutch("De ander zei ja."),
    "referral.begin": dutch("Het eerste contact is geweest."),
    "referral.hold": dutch("Het wacht bij de ander."),
    "referral.complete": dutch("Verteld hoe het afliep."),
    "referral.reject": dutch("De ander zei nee."),
    "referral.found_double": dutch("De ander kende deze persoon al."),
    "referral.hand_back": dutch("Teruggegeven."),
    "referral.withdraw": dutch("Teruggetrokken."),
    "referral.expire": dutch("Gestopt: er kwam geen antwoord."),
    "referral.lapsed": dutch("De dag is voorbij zonder antwoord."),
    "referral.mistake": dutch("Vergissing: alles is weggehaald."),
    "referral.outcome_asked": dutch("Gevraagd hoe het afliep."),
}
SAID = {"yes": dutch("ja"), "no": dutch("nee"), "unknown": dutch("niet bekend")}
GIVEN = {
    "phone": dutch("aan de telefoon"),
    "visit": dutch("in een gesprek"),
    "paper": dutch("op papier"),
}
OUTCOME = {
    Outcome.HELPED: dutch("De persoon is geholpen."),
    Outcome.PARTLY_HELPED: dutch("De persoon is voor een deel geholpen."),
    Outcome.NOT_HELPED: dutch("De persoon is niet geholpen."),
}
PARTY_KINDS = {
    PartyKind.GP: dutch("Huisartsenpraktijk"),
    PartyKind.HOME_CARE: dutch("Thuiszorg"),
    PartyKind.DISTRICT_TEAM: dutch("Wijkteam"),
    PartyKind.MUNICIPALITY: dutch("Gemeente"),
    PartyKind.VOLUNTEERS: dutch("Vrijwilligersorganisatie"),
    PartyKind.OTHER: dutch("Iets anders"),
}


def title(who: Named, codes: Sequence[str], age_band: str = "") -> str:
    """ "Mevrouw De Wit: boodschappen", or without a name "Post en formulieren, 40 tot 65 jaar"."""
    what = kinds(codes)
    if who is not NOBODY and (who.last_name or who.first_name):
        return f"{person(who)}: {what}"
    band = word(intake.WORDS[intake.AgeBand(age_band)]) if age_band else ""
    return ", ".join(part for part in (first_up(what), band) if part)


def kinds_of(page: ReferralPage) -> list[str]:
    """The kinds of help that this side may read, or the one that is always there."""
    found = page.shared.get("kinds")
    return list(found) if isinstance(found, list) and found else [page.row.kind]


def stands(status: Status, why: str) -> str:
    """ "niet overgenomen: wij hebben geen plek"."""
    said = word(STATUS_WORDS[status])
    return f"{said}: {word(WHY_WORDS[Why(why)])}" if why else said


# --- what is shared -------------------------------------------------------------------------------


def shared_facts(shared: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """What the receiver reads, as pairs of label and words."""
    found = {Share(name): value for name, value in shared.items()}
    return [
        (first_up(word(SHARE_WORDS[share])), _fact(share, found[share]))
        for share in Share
        if found.get(share)
    ]


def _fact(share: Share, value: Any) -> str:
    if share is Share.KINDS:
        return kinds(value)
    if share is Share.DURATION:
        return word(intake.WORDS[intake.Duration(value)])
    if share is Share.DAY_PARTS:
        return when_words(value)
    if share is Share.AGE_BAND:
        return word(intake.WORDS[intake.AgeBand(value)])
    return str(value)


def checked_facts(page: ReferralPage) -> list[tuple[str, str]]:
    """What a referrer looked at first: what volunteers do not do, what a visitor should know."""
    row = page.row
    facts: list[tuple[str, str]] = []
    if not page.shared:
        return facts
    if row.hard_checks:
        said = ", ".join(word(HARD_CHECK_WORDS[HardCheck(code)]) for code in row.hard_checks)
        facts.append((_("Ook nodig, doen vrijwilligers niet"), said))
        facts.append((_("Toch verwezen, omdat"), row.sent_despite))
    facts += [
        (word(SAFETY_WORDS[Safety(code)]), word(SAID[said])) for code, said in row.safety.items()
    ]
    return facts


def contacts(page: ReferralPage) -> list[tuple[str, str]]:
    """Whom to call at the sender: the contact person, and who else."""
    row = page.row
    found = [(row.contact_name, row.contact_phone), (row.fallback_name, row.fallback_phone)]
    return [(name, phone) for name, phone in found if name]


# --- consent and course ---------------------------------------------------------------------------


def consent_facts(agreed: Agreed) -> list[tuple[str, str]]:
    who = (
        _("De persoon zelf")
        if agreed.given_by == "self"
        else _("Wie de persoon vertegenwoordigt: %(name)s") % {"name": agreed.representative}
    )
    facts = [
        (_("Wie zei ja"), who),
        (
            _("Wanneer en hoe"),
            f"{day(agreed.given_on)}, {word(GIVEN[agreed.channel])}",
        ),
        (_("Aan wie"), agreed.to_name),
        (_("Welke tekst"), _("versie %(number)s") % {"number": agreed.text_version}),
    ]
    if agreed.noted_by:
        facts.append((_("Opgeschreven door"), agreed.noted_by))
    if agreed.withdrawn_on:
        facts.append((_("Teruggenomen"), day(agreed.withdrawn_on)))
    return facts


def course(page: ReferralPage) -> list[dict[str, str]]:
    """What happened, newest first; see part/log.html."""
    return [
        {
            "at": day_and_time(one.at),
            "iso": one.at.isoformat(),
            "text": word(COURSE_WORDS[one.type]),
        }
        for one in page.course
    ]


def day_or(value: date | None, otherwise: str = "") -> str:
    return day(value) if value else otherwise


def sent_on(page: ReferralPage) -> str:
    return day(local_day(page.row.sent_at)) if page.row.sent_at else ""


# --- room -----------------------------------------------------------------------------------------


def room_words(room: Room) -> str:
    """ "Maatje: er is een wachtlijst, wachten duurt 6 tot 10 weken"."""
    said = word(CAPACITY_WORDS[room.capacity])
    return f"{room.name}: {said}, {room.words}" if room.words else f"{room.name}: {said}"


def choice_label(choice: Choice, wanted: Sequence[str] = ()) -> SafeString:
    """An organisation with the room of each offer that fits, or of all when none does."""
    fitting = [room for room in choice.rooms if room.kind in wanted] or list(choice.rooms)
    lines = [room_words(room) for room in fitting]
    if choice.full:
        lines.insert(0, _("Neemt nu niemand aan."))
    if choice.formal and not lines:
        lines = [_("Beroepskrachten. Zij antwoorden binnen 10 werkdagen.")]
    small = format_html_join("", "<small>{}</small>", ((line,) for line in lines))
    return format_html("{}{}", choice.name, small)


def does_not(choice: Choice) -> list[str]:
    """What this organisation does not do, a line for each offer that says so."""
    return [f"{room.name}: {room.does_not}" for room in choice.rooms if room.does_not]
