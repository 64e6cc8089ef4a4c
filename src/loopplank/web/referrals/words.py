"""The words of a referral: what is shared, where it stands, what happened, and the consent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from loopplank.access.kit.names import NOBODY, Named
from loopplank.access.referrals.hand_over import Choice, Room
from loopplank.access.referrals.referral import Agreed, ReferralPage
from loopplank.access.referrals.referral_list import Listed
from loopplank.access.referrals.sides import Handover
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import dutch
from loopplank.core.organisations.organisations import PartyKind
from loopplank.core.referrals.consent import (
    CAPACITY_WORDS,
    HARD_CHECK_WORDS,
    SAFETY_WORDS,
    SHARE_WORDS,
    SHARE_WORDS_READ,
    TRAVELS,
    HardCheck,
    Safety,
    Share,
)
from loopplank.core.referrals.states import (
    STATUS_WORDS,
    WHY_THEY,
    WHY_WORDS,
    WITH_RECEIVER,
    Outcome,
    Status,
    Waiting,
    Why,
)
from loopplank.core.requests import intake
from loopplank.core.responsibility.clocks import URGENCY_WORDS, Urgency
from loopplank.core.responsibility.today import Lateness, lateness
from loopplank.core.triage import URGENCY_WORDS as TERM_WORDS
from loopplank.core.triage import Urgency as Term
from loopplank.core.triage.paid_work import CAME_FROM_WORDS, PAID_WORDS, CameFrom, PaidBefore
from loopplank.web.kit.words import (
    day,
    day_and_time,
    first_up,
    kinds,
    limit_words,
    person,
    when_words,
    word,
)
from loopplank.web.responsibility.words import due_words
from loopplank.web.templatetags.loopplank import tel

COURSE_WORDS: Mapping[str, str] = {
    "referral.sent": dutch("Gevraagd."),
    "referral.received": dutch("Aangekomen bij de ander."),
    "referral.reminded": dutch("Herinnerd: er was nog geen antwoord."),
    "referral.consult": dutch("De ander wil eerst overleggen."),
    "referral.accept": dutch("De ander zei ja."),
    "referral.missed": dutch("Het beloofde eerste contact is niet geweest."),
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
    """Say "Mevrouw De Wit: boodschappen", or without a name "Post en formulieren, 40 tot 65
    jaar".
    """
    what = kinds(codes)
    if who is not NOBODY and (who.last_name or who.first_name):
        return f"{person(who)}: {what}"
    band = word(intake.WORDS[intake.AgeBand(age_band)]) if age_band else ""
    return ", ".join(part for part in (first_up(what), band) if part)


def kinds_of(page: ReferralPage) -> list[str]:
    """Return the kinds of help that this side may read, or the one that is always there."""
    found = page.shared.get("kinds")
    return list(found) if isinstance(found, list) and found else [page.row.kind]


def stands(status: Status, why: str, *, ours: bool) -> str:
    """Say "niet overgenomen: wij hebben geen plek", and to whoever sent it (`ours`) "zij"."""
    said = word(STATUS_WORDS[status])
    words = WHY_THEY if ours else WHY_WORDS
    return f"{said}: {word(words[Why(why)])}" if why else said


# --- what is shared -------------------------------------------------------------------------------


def shared_facts(shared: Mapping[Any, Any], *, ours: bool) -> list[tuple[str, str]]:
    """Return what the receiver reads, as pairs of label and words; `ours` is what we sent."""
    labels = SHARE_WORDS if ours else SHARE_WORDS_READ
    found = {Share(name): value for name, value in shared.items()}
    return [
        (first_up(word(labels[share])), _fact(share, found[share]))
        for share in Share
        if found.get(share) and not (share in TRAVELS and found[share] in _ORDINARY)
    ]


#: What is no news: an ordinary pace.
_ORDINARY = ("normal", "own", "unknown")
_FACTS: Mapping[Share, Callable[[Any], str]] = {
    Share.KINDS: kinds,
    Share.DURATION: lambda value: word(intake.WORDS[intake.Duration(value)]),
    Share.DAY_PARTS: when_words,
    Share.AGE_BAND: lambda value: word(intake.WORDS[intake.AgeBand(value)]),
    Share.URGENCY: lambda value: word(URGENCY_WORDS[Urgency(value)]),
    Share.ADVISED: lambda value: word(TERM_WORDS[Term(value)]),
    Share.TOO_LATE_ON: lambda value: day(date.fromisoformat(value)),
    Share.HOLDING_OUT: lambda value: word(intake.WORDS[intake.HoldingOut(value)]),
    Share.CAME_FROM: lambda value: word(CAME_FROM_WORDS[CameFrom(value)]),
    Share.PAID_BEFORE: lambda value: word(PAID_WORDS[PaidBefore(value)]),
}


def _fact(share: Share, value: Any) -> str:
    return _FACTS.get(share, str)(value)


def checked_facts(page: ReferralPage) -> list[tuple[str, str]]:
    """Return what a referrer looked at first: what volunteers do not do, what a visitor should
    know.
    """
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
    """Return whom to call at the sender: the contact person, and who else."""
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
    """Return what happened, newest first; see kit/part/log.html."""
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
    """Say "Maatje: er is een wachtlijst, wachten duurt 6 tot 10 weken"."""
    said = word(CAPACITY_WORDS[room.capacity])
    return f"{room.name}: {said}, {room.words}" if room.words else f"{room.name}: {said}"


def choice_label(choice: Choice, wanted: Sequence[str] = ()) -> SafeString:
    """Return an organisation with the room of each offer that fits, or of all when none does."""
    fitting = [room for room in choice.rooms if room.kind in wanted] or list(choice.rooms)
    lines = [room_words(room) for room in fitting]
    if choice.full:
        lines.insert(0, _("Neemt nu niemand aan."))
    if choice.formal and not lines:
        lines = [_("Beroepskrachten. Zij antwoorden binnen 10 werkdagen.")]
    small = format_html_join("", "<small>{}</small>", ((line,) for line in lines))
    return format_html("{}{}", choice.name, small)


def does_not(choice: Choice) -> list[str]:
    """Return the limits of what this organisation does, a line for each offer that says so."""
    return [f"{room.name}: {limit_words(room.does_not)}" for room in choice.rooms if room.does_not]


# --- on the page of the request -------------------------------------------------------------------
# Where a request went: each handover, and what the other may see.


def handover_rows(handovers: tuple[Handover, ...]) -> list[dict[str, object]]:
    """Return each handover with its state; the open one with whom to call and how to take it
    back.
    """
    return [
        {
            "heading": (_("Aan %(party)s") if one.ours else _("Van %(party)s"))
            % {"party": one.party},
            "state": stands(one.status, one.why, ours=one.ours),
            "line": _line(one),
            "phone": phone_readable(one.phone) if one.phone and _is_open(one) else "",
            "url": reverse("referral", args=[one.referral_id]),
            "withdraw_url": reverse("referral_withdraw", args=[one.referral_id])
            if one.ours and one.status is Status.REQUESTED
            else "",
        }
        for one in handovers
    ]


def _is_open(one: Handover) -> bool:
    return one.status is Status.REQUESTED or one.status in WITH_RECEIVER


def _line(one: Handover) -> str:
    if one.status is Status.REQUESTED and one.answer_by:
        return _("Antwoord uiterlijk %(day)s.") % {"day": day(one.answer_by)}
    if one.status in WITH_RECEIVER and one.ours:
        return _("Eigenaar is nu %(owner)s.") % {"owner": one.taken_by}
    return ""


def handover_viewers(handovers: tuple[Handover, ...]) -> list[dict[str, str]]:
    """Return what the other side may see now; nothing when nobody is asked any more."""
    found = []
    for one in handovers:
        if not one.ours or not _is_open(one):
            continue
        facts = ", ".join(word(SHARE_WORDS[part]) for part in Share if part in one.shared)
        what = _("Zonder naam: %(facts)s") % {"facts": facts}
        if one.status in WITH_RECEIVER:
            what = _("Naam en nummer, en: %(facts)s") % {"facts": facts}
        found.append({"who": one.party, "what": what})
    return found


# --- for a sender without records of their own ----------------------------------------------------
# One promise, and what belongs to it, in "u".


def told_sender(page: ReferralPage) -> tuple[str, list[str]]:
    """Return the answer first, then who is responsible, then what comes."""
    if page.status in WITH_RECEIVER:
        return _("Wij nemen de vraag over."), _taken_over(page)
    if page.status is Status.COMPLETED:
        answered = _("De vraag van %(day)s is beantwoord.") % {"day": sent_on(page)}
        return answered, [word(OUTCOME[page.row.outcome])]
    if page.row.why == Why.NO_ANSWER or page.late or page.waiting is Waiting.SILENT:
        return _("Wij gaven u nog geen antwoord."), [
            _("Dat is onze fout. Bel ons, dan krijgt u meteen antwoord."),
            _("Tot dan blijft de vraag bij u."),
        ]
    if page.status is Status.REQUESTED:
        return _asked(page)
    return _ended(page)


def _taken_over(page: ReferralPage) -> list[str]:
    row = page.row
    lines = [_("Vanaf nu is %(owner)s eigenaar.") % {"owner": page.owner}]
    if row.missed_told_at and not row.first_contact_on:
        lines.append(_("Het eerste contact is gemist. Bel ons."))
    elif not row.first_contact_on and row.first_contact_by:
        by = {"day": day_or(row.first_contact_by)}
        lines.append(_("Het eerste contact is uiterlijk %(day)s.") % by)
    return [*lines, _("U hoort hoe het afloopt.")]


def _asked(page: ReferralPage) -> tuple[str, list[str]]:
    stays = _("U blijft verantwoordelijk tot %(party)s ja zegt.") % {"party": page.party}
    if page.waiting is Waiting.TALK:
        return _("Wij willen eerst met u overleggen. Belt u ons?"), [stays]
    return stays, [_("U krijgt uiterlijk %(day)s antwoord.") % {"day": day_or(page.row.answer_by)}]


def _ended(page: ReferralPage) -> tuple[str, list[str]]:
    why = word(WHY_WORDS[Why(page.row.why)]) if page.row.why else ""
    reason = [_("De reden: %(why)s.") % {"why": why}] if why else []
    with_you = _("De vraag blijft bij u. Wij denken graag met u mee.")
    if page.status is Status.REJECTED:
        return _("Wij nemen deze vraag niet over."), [*reason, with_you]
    if page.status is Status.FAILED:
        return _("De vraag komt bij u terug."), [*reason, with_you]
    return _("Deze vraag is gestopt."), reason


# --- rows of the lists ----------------------------------------------------------------------------
# For whoever is called "je" and whoever is called "u".


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    icon: str = ""
    second: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One line; see referrals/row.html."""

    lateness: str
    due: str
    due_note: str
    kind: str
    title: str
    url: str
    why: str
    buttons: list[Button] = field(default_factory=list)


def asked_row(one: Listed, now: datetime) -> Row:
    """Return what a coordinator has to answer."""
    url = reverse("referral", args=[one.id])
    why = _("Zeg ja of nee. Bij nee blijft het bij %(party)s.") % {"party": one.party}
    return _row(one, url, why, now, [_answer(url, _("Geef antwoord"))])


def asking_row(one: Listed, now: datetime) -> Row:
    """Return what a coordinator asked of another: the sender owns until a yes."""
    url = reverse("referral", args=[one.id])
    party = {"party": one.party, "owner": one.owner}
    if one.status in WITH_RECEIVER:
        why = _("%(owner)s van %(party)s is nu eigenaar.") % party
        return _row(one, url, why, now, _call(one))
    why = {
        Waiting.TALK: _("Wil eerst overleggen. Tot een ja zijn jullie nog eigenaar."),
        Waiting.SILENT: _("Gaf geen antwoord. Bel hen. Jullie zijn nog eigenaar."),
        Waiting.RECEIPT: _("Zei nog niet dat de vraag aankwam. Bel hen."),
    }.get(one.waiting, _("Jullie zijn nog eigenaar, tot een ja."))
    back = Button(_("Trek terug"), reverse("referral_withdraw", args=[one.id]))
    return _row(one, url, why, now, [*_call(one), back])


def done_row(one: Listed, now: datetime, *, formal: bool = False) -> Row:
    """Return what was answered, by them or by us."""
    url = reverse("own_referral" if formal else "referral", args=[one.id])
    on = one.ended_on or one.sent_on or local_day(now)
    return Row(Lateness.LATER, day(on, local_day(now)), "", one.party, _title(one), url, _end(one))


def own_row(one: Listed, now: datetime) -> Row:
    """Return the same for a professional, who is called u."""
    url = reverse("own_referral", args=[one.id])
    if not one.ours and one.status is Status.REQUESTED:
        why = _("Zegt u nee? Dan blijft het bij %(party)s.") % {"party": one.party}
        return _row(one, url, why, now, [_answer(url, _("Geef antwoord"))])
    if one.taken_over:
        why = _("Eigenaar is %(owner)s.") % {"owner": one.owner}
        return _row(one, url, why, now, _call(one) if one.ours else [])
    if one.status is not Status.REQUESTED:
        why = f"{first_up(stands(one.status, one.why, ours=one.ours))}. " + _("De vraag is bij u.")
        return _row(one, url, why, now, _call(one))
    if one.late or one.waiting is Waiting.SILENT:
        why = _("Wij gaven u nog geen antwoord. Dat is onze fout. De vraag is nog bij u.")
        return _row(one, url, why, now, _call(one))
    if one.waiting is Waiting.TALK:
        return _row(one, url, _("Zij willen eerst met u overleggen."), now, _call(one))
    until = {"day": day_or(one.answer_by)}
    return _row(one, url, _("Nog geen antwoord. Dat komt uiterlijk %(day)s.") % until, now, [])


# --- underneath -----------------------------------------------------------------------------------


def _title(one: Listed) -> str:
    return title(one.who, one.kinds, one.age_band)


def _end(one: Listed) -> str:
    said = f"{first_up(stands(one.status, one.why, ours=one.ours))}."
    if one.taken_over and one.owner:
        said += " " + _("Eigenaar: %(owner)s.") % {"owner": one.owner}
    return said


def _answer(url: str, label: str) -> Button:
    return Button(label, f"{url}#answer", second=False)


def _call(one: Listed) -> list[Button]:
    if not one.phone:
        return []
    phone = phone_readable(one.phone)
    return [Button(_("Bel %(party)s") % {"party": one.party}, tel(phone), "phone")]


def _row(one: Listed, url: str, why: str, now: datetime, buttons: list[Button]) -> Row:
    late, due, note = _when(one.next_on, now)
    return Row(late, due, note, one.party, _title(one), url, why, buttons)


def _when(on: date | None, now: datetime) -> tuple[str, str, str]:
    if on is None:
        return Lateness.LATER, "", ""
    late = lateness(on, now)
    return late, *due_words(late, on, (local_day(now) - on).days)
