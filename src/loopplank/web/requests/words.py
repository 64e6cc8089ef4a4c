"""The words of the request page: the plank, the question and what happened."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.requests.request import RequestPage
from loopplank.access.volunteers.cover import VisitOff
from loopplank.core.kit.calendar import local_day, local_time
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import dutch
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.matching.team_state import asks_now, kind_of
from loopplank.core.requests import intake
from loopplank.core.requests.change_of_volunteer import CHANGING_WORDS, ChangingFaces
from loopplank.core.requests.notes import NoteKind
from loopplank.core.requests.states import RULES
from loopplank.core.responsibility.situation import Verb
from loopplank.core.responsibility.today import CHANGES
from loopplank.core.volunteers.cover import Cover
from loopplank.web.kit.words import (
    day,
    day_and_time,
    done_with_key,
    first_up,
    hours,
    kinds,
    person,
    short_day,
    when_words,
    word,
)
from loopplank.web.triage.words import over_the_fence

NOTE_WORDS: dict[str, str] = {
    NoteKind.TALK: dutch("sprak"),
    NoteKind.NOT_REACHED: dutch("kreeg geen gehoor"),
    NoteKind.NOTE: dutch("schreef op"),
    NoteKind.CHANGE: dutch("Via de statuspagina"),
    NoteKind.EVALUATION: dutch("schreef een evaluatie op"),
}
CHANNEL_WORDS = {
    "phone": dutch("per telefoon"),
    "sms": dutch("per sms"),
    "email": dutch("per e-mail"),
    "letter": dutch("per brief"),
    "visit": dutch("op bezoek"),
}


def task_of(page: RequestPage) -> str:
    """Say what the owner does next: of the state, or of the duo or relay on the day that it is
    due.
    """
    due_on = page.row.due_on
    asked = asks_now(page.team.facts, due_on) if page.team and due_on else None
    return word(kind_of(asked[1]) if asked else RULES[page.state].task)


def due_of(page: RequestPage, due_on: date) -> str:
    """Say "Voorstel doen vóór do 10 dec": what the owner does next, and before when."""
    if page.step.verb is Verb.COVER and page.step.by is not None:
        # this visit comes before the next talk
        return _("Eén bezoek: beslis uiterlijk %(day)s") % {"day": short_day(page.step.by)}
    return _("%(task)s vóór %(day)s") % {
        "task": task_of(page),
        "day": short_day(due_on),
    }


def facts_of_question(page: RequestPage) -> list[tuple[str, str]]:
    """Return the question as pairs of label and words."""
    row, seeker = page.row, page.row.help_seeker
    who = person(page.who)
    place = " ".join(p for p in (row.postcode_area, seeker.place if seeker else "") if p)
    facts = [(_("Wat"), _what(page)), (_("Voor wie"), f"{who}, {place}" if place else who)]
    if row.applicant:
        relation = word(intake.WORDS[intake.ForWhom(row.applicant.relation)])
        asked_by = ", ".join(p for p in (row.applicant.name, row.applicant.works_at) if p)
        facts.append((_("Gevraagd door"), asked_by or relation))
        facts.append(
            (
                _("Weet de persoon dit?"),
                _("Nee, of nog niet gevraagd")
                if row.person_knows == intake.Knows.NO
                else word(intake.WORDS[intake.Knows(row.person_knows)]),
            )
        )
    facts.append(
        (_("Wanneer"), when_words(row.day_parts) if row.day_parts else _("Nog niet gevraagd"))
    )
    if row.too_late_on:
        facts.append((_("Te laat vanaf"), day(row.too_late_on)))
    facts.append(
        (
            _("Hoe lang"),
            word(intake.WORDS[intake.Duration(row.duration)])
            if row.duration
            else _("Nog niet gevraagd"),
        )
    )
    helped = ", ".join(word(intake.WORDS[intake.HelpedBy(h)]) for h in row.helped_by)
    facts.append((_("Krijgt nu hulp"), helped or _("Nog niet gevraagd")))
    if row.holding_out:
        facts.append((_("Volhouden"), word(intake.WORDS[intake.HoldingOut(row.holding_out)])))
    fence = over_the_fence(row.came_from, row.paid_before, row.bridging_until)
    if fence:
        facts.append((_("Komt van"), first_up(fence)))
    if row.visit_minutes:
        facts.append((_("Afgesproken"), agreed_words(page)))
    if row.visit_minutes or row.changing_faces:
        facts.append((_("Wisselen van helper"), _changing_faces(page)))
    if row.partial_offer:
        facts.append((_("Wat wel kan"), _partly(row.partial_offer, row.partial_answer)))
    if row.safe_why and row.safe_said_by is not None:
        who = row.safe_said_by.account.name
        facts.append((_("Waarom het veilig is"), f"{row.safe_why} ({who})"))
        facts.append((_("Wat is geprobeerd"), row.safe_tried))
    if row.next_party_agreed:
        facts.append((_("Wie pakt het op"), row.next_party))
    if row.fallback_name:
        phone = phone_readable(row.fallback_phone)
        facts.append((_("Als er niemand komt"), f"{row.fallback_name}, {phone}"))
    if row.lead_name:
        facts.append((_("Beroepskracht"), f"{row.lead_name}, {phone_readable(row.lead_phone)}"))
    if row.gp_name:
        reached = [row.gp_name, *([phone_readable(row.gp_phone)] if row.gp_phone else [])]
        facts.append((_("Huisarts"), ", ".join(reached)))
    return facts


def _changing_faces(page: RequestPage) -> str:
    """Say "Ja, dat mag (Anna Prins, 24 november)", or that nobody asked."""
    row = page.row
    if not row.changing_faces or row.changing_faces_at is None or row.changing_faces_by is None:
        return _("Nog niet gevraagd")
    said = first_up(word(CHANGING_WORDS[ChangingFaces(row.changing_faces)]))
    return f"{said} ({row.changing_faces_by.account.name}, {day(local_day(row.changing_faces_at))})"


def _partly(offer: str, answer: str) -> str:
    said = {"yes": _("zei ja"), "no": _("zei nee, dank u")}.get(answer, _("nog geen antwoord"))
    return f"{offer.strip().rstrip('.')} ({said})"


def _what(page: RequestPage) -> str:
    row = page.row
    what = first_up(kinds(row.kinds or [row.kind])) + "."
    return f"{what} “{row.story}”" if row.story else what


def agreed_words(page: RequestPage) -> str:
    """Say "1½ uur, 1 keer per week, donderdag 14:00, tot 31 maart"."""
    row = page.row
    parts = [hours(row.visit_minutes)]
    if row.every_weeks > 1:
        parts.append(_("eens in de %(n)s weken") % {"n": row.every_weeks})
    else:
        times = row.visits_per_week
        parts.append(ngettext("%(n)s keer per week", "%(n)s keer per week", times) % {"n": times})
    if row.weekday is not None:
        at = f" {row.start_time:%-H:%M}" if row.start_time else ""
        parts.append(word(intake.DAYS[row.weekday]) + at)
    if row.last_day:
        parts.append(_("tot %(day)s") % {"day": day(row.last_day)})
    return ", ".join(parts)


def log_entries(page: RequestPage) -> list[dict[str, str]]:
    """Return what happened, newest first: talks, tries, questions to volunteers, decisions,
    visits, and what was done with hand-over keys.
    """
    entries: list[tuple[datetime, str, str]] = [
        (one.at, one.volunteer, f"{done_with_key(one.type, one.made_by, one.confirmed)}.")
        for one in page.by_keys
    ]
    links = dict[datetime, str]()
    for note in page.notes:
        did = word(NOTE_WORDS[note.kind])
        how = word(CHANNEL_WORDS.get(note.channel, ""))
        took = hours(note.minutes) if note.minutes else ""
        text = " ".join(p for p in (did, how, f"({took})" if took else "") if p)
        entries.append((note.at, note.who, f"{text}: {note.text}" if note.text else f"{text}."))
    for visit in page.visits:
        on = {"day": day(visit.day), "long": hours(visit.minutes)}
        was = (
            _("was op bezoek op %(day)s (%(long)s).")
            if visit.happened
            else _("kon niet op %(day)s.")
        )
        entries.append((visit.at, visit.who, was % on))
    for asked in page.asked:
        entries.append((asked.asked_at, "", _("%(name)s is gevraagd.") % {"name": asked.name}))
        if asked.answered_at:
            entries.append((asked.answered_at, asked.name, word(ANSWER_WORDS[asked.state])))
    for one in page.history:
        on = {"day": day(date.fromisoformat(one.day)) if one.day else ""}
        words = CHANGES.get(one.what) or HISTORY_WORDS[one.type]
        if one.duplicate:
            links[one.at] = reverse("request", args=[one.duplicate])
        entries.append((one.at, one.who, word(words) % on))
    # the stable sort is turned round, so that of two at the same moment the later one stands above
    entries.insert(0, (page.row.received_at, "", _("De vraag kwam binnen.")))
    entries = sorted(entries, key=lambda entry: entry[0])[::-1]
    return [
        {
            "at": day_and_time(at),
            "iso": at.isoformat(),
            "who": who,
            "text": text,
            "url": links.get(at, ""),
            "link": _("Bekijk die vraag"),
        }
        for at, who, text in entries[:40]
    ]


HISTORY_WORDS = {
    "request.agreed": dutch("schreef op waar de hulp op neerkomt."),
    "request.amended": dutch("wijzigde de vraag."),
    "request.arrangement_refused": dutch("Iemand zei nee op de afspraak."),
    "request.assessed": dutch("beantwoordde de acht vragen."),
    "request.change_reported": dutch("Er is iets veranderd."),
    "request.changing_faces_set": dutch("schreef op of de helper mag wisselen."),
    "request.closed": dutch("sloot de vraag af."),
    "request.consent_withdrawn": dutch("De persoon wil de gegevens niet meer delen."),
    "request.consult_asked": dutch("wil eerst overleggen over de overdracht."),
    "request.covered": dutch("De eigenaar is er niet. De achterwacht is nu de eigenaar."),
    "request.day_moved": dutch("koos een andere dag: %(day)s."),
    "request.decided": dutch("nam een besluit."),
    "request.decided_after_passing_over": dutch("besliste zelf, na lang zoeken."),
    "request.duplicate_found": dutch("voegde een dubbele vraag hierbij."),
    "request.handed_back": dutch("De vraag kwam terug."),
    "request.handed_over": dutch("nam de vraag over. De vraag is nu daar."),
    "request.handover_noted": dutch("schreef op wat de volgende vrijwilliger moet weten."),
    "request.handover_planned": dutch("plande het gesprek van beide vrijwilligers op %(day)s."),
    "request.last_letter_written": dutch("maakte de laatste brief voor het afsluiten."),
    "request.match_ended": dutch("stopte een koppeling."),
    "request.match_changed": dutch("De hulp is vanaf nu anders."),
    "request.meeting_planned": dutch("plande een kennismaking op %(day)s."),
    "request.next_party_withdrew": dutch("schreef op dat de ander het ja introk."),
    "request.not_received": dutch("De ander zei nog niet dat de vraag aankwam."),
    "request.not_started": dutch("schreef op dat een koppeling niet doorgaat."),
    "request.offer_ended": dutch("De overdracht ging niet door."),
    "request.offered_elsewhere": dutch("vroeg een ander om het over te nemen."),
    "request.outcome_heard": dutch("vertelde hoe het afliep."),
    "request.partial_offer_answered": dutch("Antwoord op wat wel kan, via de statuspagina."),
    "request.ran_out": dutch("De termijn van %(day)s verliep."),
    "request.referral_noted": dutch("verwees door per telefoon."),
    "request.reopened": dutch("opende de vraag weer."),
    "request.returned": dutch("De eigenaar is er weer, en heeft de vraag terug."),
    "request.searching": dutch("haalde de vraag van de wachtlijst."),
    "request.contact_missed": dutch("Het beloofde eerste contact is niet geweest. Bel de ander."),
    "request.silence": dutch("De ander gaf geen antwoord op tijd."),
    "request.started": dutch("liet de hulp beginnen."),
    "request.taken_over": dutch("nam de vraag over."),
    "request.team_chosen": dutch("koos meer mensen voor deze vraag."),
    "request.team_let_go": dutch("liet de keuze voor meer mensen los."),
    "request.part_refused": dutch("zei nee voor één deel. Dat is verteld."),
    "request.undone": dutch("maakte de laatste stap ongedaan."),
    "request.urgency_set": dutch("koos hoe snel dit moet."),
    "request.nobody_found": dutch("Er was nog niemand gevonden. Dat is verteld."),
    "request.yes_waits": dutch("Een vrijwilliger zei ja, terwijl er iets was veranderd."),
    "request.person_died": dutch("Is overleden, zo staat bij een andere vraag. De hulp stopte."),
    "request.visit_moved": dutch("verzette het bezoek van %(day)s."),
    "request.visits_resumed": dutch("liet de bezoeken verdergaan."),
    "request.visits_stopped": dutch("De bezoeken staan stil."),
    "request.waiting": dutch("zette de vraag op de wachtlijst."),
}
ANSWER_WORDS: dict[str, str] = {
    ProposalState.OPEN: dutch("denkt na."),
    ProposalState.WAITS: dutch("zei ja; dat wacht tot iemand las wat er veranderde."),
    ProposalState.YES: dutch("zei ja."),
    ProposalState.NO: dutch("zei nee."),
    ProposalState.SILENT: dutch("gaf geen antwoord; dat mag."),
    ProposalState.WITHDRAWN: dutch("hoeft niet meer te antwoorden."),
    ProposalState.GONE: dutch("hoeft niet meer te antwoorden."),
}


# --- a visit that is not as usual -----------------------------------------------------------------
# Who comes, or that nobody does, for the person helped.


def visit_off_words(one: VisitOff) -> str:
    """Say "Donderdag 3 december kan Bram niet. Wij zoeken iemand anders. U hoort het vóór …" """
    named = {"day": first_up(day(one.day)), "name": one.volunteer}
    if one.seen.state is Cover.FOUND:
        comes = {**named, "comes": one.seen.comes}
        if not one.volunteer:
            return _("%(day)s komt %(comes)s.") % comes
        return _("%(day)s komt %(comes)s, in plaats van %(name)s.") % comes
    cannot = _("%(day)s kan er iemand niet komen.") % named
    if one.volunteer:
        cannot = _("%(day)s kan %(name)s niet komen.") % named
    if one.seen.state is Cover.NOBODY:
        return f"{cannot} {_('Deze keer komt er niemand.')}"
    until = one.seen.until
    by = {"until": f"{day(local_day(until))} {local_time(until):%-H:%M}"}
    return f"{cannot} {_('Wij zoeken iemand anders. U hoort het vóór %(until)s.') % by}"


def days_of_who_comes(days: Sequence[date], hours: Sequence[str]) -> str:
    """Return the next days in short, each with its hour where that is another than always."""
    return " · ".join(
        _("%(day)s om %(time)s") % {"day": short_day(on), "time": hour} if hour else short_day(on)
        for on, hour in zip(days, hours, strict=True)
    )
