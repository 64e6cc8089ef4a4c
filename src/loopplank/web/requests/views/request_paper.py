"""One request on paper, as plain text for another system, and who opened it."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from loopplank.access.account.access_records import Purpose
from loopplank.access.account.actors import Actor
from loopplank.access.privacy.who_looked import Look, who_looked
from loopplank.access.requests.relatives import relatives_of
from loopplank.access.requests.request import RequestPage, request_page
from loopplank.core.account.roles import LABELS, Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import dutch
from loopplank.core.requests.relatives import MAY_WORDS, RELATION_WORDS
from loopplank.core.requests.states import RULES
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import show
from loopplank.web.kit.words import day, day_and_time, first_up, person, word
from loopplank.web.requests.views.relatives import said
from loopplank.web.requests.words import facts_of_question, log_entries
from loopplank.web.templatetags.loopplank import named
from loopplank.web.triage.words import advice_panel

PURPOSE_WORDS = {
    Purpose.HELP: dutch("om te helpen"),
    Purpose.PLANNING: dutch("om het werk te plannen"),
    Purpose.OWN: dutch("eigen gegevens"),
    Purpose.ACCOUNT: dutch("beheer van accounts"),
    Purpose.EXPORT: dutch("lijst als bestand"),
    Purpose.CONFIDENTIAL: dutch("in vertrouwen"),
    Purpose.SAFETY: dutch("om de veiligheid"),
}
#: On which page it stood, in words; several doors that do the same have the same words.
PAGE_WORDS = {
    "agree": dutch("Afspraken"),
    "signal": dutch("Signaal van een vrijwilliger"),
    "note_signal": dutch("Signaal van een vrijwilliger, aan de telefoon"),
    "applicant_sees": dutch("Wat wie het vroeg mag zien"),
    "concern": dutch("Signaal van wie hulp krijgt"),
    "wait_messages": dutch("Wachtberichten"),
    "arrangement": dutch("Wie doet wat"),
    "change_arrangement": dutch("Wie doet wat, wijzigen"),
    "note_signature": dutch("Akkoord opschrijven"),
    "own_arrangement": dutch("Wie doet wat, voor de vrijwilliger"),
    "party_left": dutch("Wie niet meer betrokken is"),
    "print_arrangement": dutch("Wie doet wat, op papier"),
    "sign": dutch("Wie doet wat, met een eigen link"),
    "amend_request": dutch("Vraag wijzigen"),
    "called_back": dutch("Terugbellen opschrijven"),
    "candidates": dutch("Wie zou dit kunnen"),
    "close": dutch("Afsluiten"),
    "decide": dutch("Besluit"),
    "demo_outbox": dutch("Berichten van de proef"),
    "gap_of_no": dutch("Telling van een nee"),
    "no_follow_up": dutch("Nee zonder vervolg"),
    "say_no": dutch("Nee zeggen"),
    "end": dutch("Koppeling stoppen"),
    "erase": dutch("Wissen"),
    "evaluation": dutch("Evaluatie"),
    "passed_over": dutch("Beslissen na lang zoeken"),
    "pass_on": dutch("Overnemen van een collega"),
    "late": dutch("Te laat: wat zeggen we?"),
    "feed": dutch("Agenda van de vrijwilliger"),
    "log_contact": dutch("Gesprek opschrijven"),
    "meeting": dutch("Kennismaking"),
    "message_letter": dutch("Bericht als brief"),
    "messages": dutch("Berichten"),
    "messages_csv": dutch("Berichten als bestand"),
    "move_day": dutch("Een andere dag"),
    "not_started": dutch("Kennismaking ging niet door"),
    "other_visit": dutch("Bezoek opschrijven"),
    "proposal": dutch("Voorstel"),
    "proposals": dutch("Voorstellen"),
    "refer": dutch("Doorverwijzen"),
    "request": dutch("Hulpvraag"),
    "requests": dutch("Lijst van hulpvragen"),
    "requests_csv": dutch("Hulpvragen als bestand"),
    "search": dutch("Zoeken"),
    "start": dutch("Begin van de hulp"),
    "status": dutch("Eigen statuspagina"),
    "relatives": dutch("Wie kijkt mee"),
    "own_relatives": dutch("Wie kijkt mee, op de eigen bladzijde"),
    "looking_along": dutch("De bladzijde van wie meekijkt"),
    "today": dutch("Vandaag"),
    "too_heavy": dutch("Te zwaar"),
    "triage": dutch("Acht vragen"),
    "urgency": dutch("Hoe snel moet dit?"),
    "visit": dutch("Bezoek"),
    "visit_on_behalf": dutch("Bezoek opschrijven"),
    "cannot_visit_on_behalf": dutch("Bezoek kan niet"),
    "cover": dutch("Bezoek dat niet kan"),
    "volunteer": dutch("Vrijwilliger"),
    "volunteers": dutch("Lijst van vrijwilligers"),
    "wait": dutch("Wachtlijst"),
    "week": dutch("Week van de vrijwilliger"),
    "team_week": dutch("Week van alle vrijwilligers"),
    "fridge_sheet": dutch("Koelkastblad"),
    "sheets": dutch("Koelkastbladen"),
    "stand_in_paper": dutch("Overdracht aan de achterwacht, op papier"),
    "who_looked": dutch("Wie opende deze hulpvraag"),
    "hand_over": dutch("De hulpvraag overdragen"),
    "referrals": dutch("De lijst met overdrachten"),
    "own_referrals": dutch("De lijst met overdrachten"),
    "referral": dutch("Een overdracht"),
    "own_referral": dutch("Een overdracht"),
    "linked_referral": dutch("Een overdracht, met een link"),
    "with_key": dutch("Wat een sleutel opent"),
    "referral_step": dutch("Een overdracht beantwoorden"),
}


def print_request(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    page = request_page(actor, request_id, now)
    along = _looking_along(actor, request_id)
    return show(
        request, "requests/request_paper.html", {**_paper(page, now), "looking_along": along}
    )


def request_text(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Return plain text to copy into the organisation's own national system."""
    now = clock.now()
    page = request_page(actor, request_id, now)
    paper = _paper(page, now)
    lines = [str(paper["heading"]), ""]
    lines += [named(label, value) for label, value in facts_of_question(page)]
    lines += ["", *(named(label, value) for label, value in _reach(page))]
    if along := _looking_along(actor, request_id):
        lines += ["", _("Wie kijkt mee?"), *along]
    lines += ["", _("Wat is er gebeurd")]
    lines += [f"{e['at']} {e['who']} {e['text']}".replace("  ", " ") for e in log_entries(page)]
    return show_work(
        request,
        actor,
        "requests/request_text.html",
        {"row": page.row, "who": person(page.who, with_age=False), "text": "\n".join(lines)},
        current="requests",
    )


def show_who_looked(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    page = who_looked(actor, request_id, clock.now())
    return show_work(
        request,
        actor,
        "requests/who_looked.html",
        {
            "row": page.row,
            "who": person(page.who, with_age=False),
            "looks": [
                {
                    "at": day_and_time(look.at),
                    "who": _who(look),
                    "why": word(PURPOSE_WORDS.get(Purpose(look.purpose), "")),
                    "page": word(PAGE_WORDS.get(look.page, dutch("Iets anders"))),
                }
                for look in page.looks
            ],
        },
        current="requests",
    )


def _who(look: Look) -> str:
    """Say who looked; of whoever held a hand-over key only who made that."""
    if look.role == Role.KEY_HOLDER and look.name:
        return _("Met een sleutel van %(by)s") % {"by": look.name}
    return look.name or first_up(word(LABELS[Role(look.role)]))


def _paper(page: RequestPage, now: datetime) -> dict[str, object]:
    row = page.row
    return {
        "row": row,
        "sheet": {
            "sender": row.organisation.name,
            "lines": [phone_readable(row.organisation.phone), day(local_day(now))],
        },
        "heading": _("Hulpvraag %(number)s, %(name)s")
        % {"number": row.number, "name": person(page.who)},
        "printed": day(local_day(now)),
        "state": word(RULES[page.state].label),
        "owner": row.owner.account.name,
        "due": day(row.due_on) if row.due_on else "",
        "facts": facts_of_question(page),
        "reach": _reach(page),
        "panel": advice_panel(page, folded_asked=False),
        "log": log_entries(page)[:15],
        "helping": page.helping,
    }


def _looking_along(actor: Actor, request_id: UUID) -> list[str]:
    """Return whom the person lets look along, what they may see and whose word that is."""
    return [
        f"{one.name}, {word(RELATION_WORDS[one.relation])}: {word(MAY_WORDS[one.may])}. {said(one)}"
        for one in relatives_of(actor, request_id)
    ]


def _reach(page: RequestPage) -> list[tuple[str, str]]:
    seeker = page.row.help_seeker
    if seeker is None:
        return []
    pairs = [
        (_("Telefoon"), phone_readable(seeker.phone) if seeker.phone else ""),
        (_("E-mail"), seeker.email),
        (_("Adres"), ", ".join(p for p in (seeker.street, seeker.postcode, seeker.place) if p)),
    ]
    return [(label, value) for label, value in pairs if value]
