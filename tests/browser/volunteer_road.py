"""Everything that a volunteer can do, in stretches: whoever walks it how, and in which language.

Each stretch says which doors it goes through. A door for volunteers that is in none of them fails
a test, so that nobody adds a page that only works with a mouse, or only in Dutch.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from re import Pattern
from typing import Protocol

from playwright.sync_api import Page, Request
from tests.browser.every_page import EveryPage
from tests.browser.operating import Way
from tests.browser.say import Say
from tests.server import Server

from loopplank.core.kit.calendar import local_day

WEEK = "/mijn-week/"
#: What a programme reads and nobody walks through; and what a script asks in the background with
#: the first key or tap, of which the browser tells no test.
NO_PAGES = frozenset({"GET feed", "GET form_mark", "GET worker", "GET manifest"})


class NewWay(Protocol):
    def __call__(self) -> Way: ...


@dataclass
class Volunteer:
    """A volunteer in a window; `be` makes it the window of another one, on their own page."""

    me: Way
    say: Say
    every: EveryPage
    server: Server
    today: date

    def be(self, who: str) -> Way:
        self.every.be(who, self.me.page, self.server)
        self.begin(WEEK)
        return self.me

    def begin(self, address: str) -> None:
        """Open a page, and switch to the own language as anybody does."""
        self.me.open(address)
        if self.say.language == "en" and self.me.page.get_by_role("link", name="English").count():
            self.me.follow("English")

    def address(self, door: str, who: str = "") -> str:
        return next(
            visit.address
            for visit in self.every.visits
            if visit.door == door and who in ("", visit.who)
        )


Stretch = Callable[[Volunteer], None]
ROAD: dict[str, tuple[frozenset[str], Stretch]] = {}


def stretch(*doors: str) -> Callable[[Stretch], Stretch]:
    """A part of the road, through these doors and others."""

    def of(walk: Stretch) -> Stretch:
        ROAD[walk.__name__] = (frozenset(doors), walk)
        return walk

    return of


def not_walked(every: EveryPage) -> set[str]:
    """Doors for volunteers that are in no stretch, and doors in a stretch that are not there."""
    walked = frozenset[str]().union(*(doors for doors, _walk in ROAD.values()))
    there = {
        f"{method} {name}"
        for name, (_address, methods) in every.for_volunteers.items()
        for method in methods
    }
    return (there - NO_PAGES) ^ walked


@dataclass
class Doors:
    """Which doors a window went through, and which did not open."""

    table: dict[str, Pattern[str]]
    through: set[str]
    shut: list[str]

    @classmethod
    def of(cls, page: Page, every: EveryPage) -> "Doors":
        doors = cls(
            {name: re.compile(one) for name, (one, _to) in every.for_volunteers.items()}, set(), []
        )
        page.on("request", doors._request)
        page.on("response", lambda answer: doors._answer(answer.status, answer.request))
        return doors

    def _request(self, request: Request) -> None:
        self.through.add(self._name(request))

    def _answer(self, status: int, request: Request) -> None:
        if request.is_navigation_request() and status in {403, 404, 405}:
            self.shut.append(f"{status} for {request.method} {request.url}")

    def _name(self, request: Request) -> str:
        path = re.sub(r"^https?://[^/]+/|\?.*$", "", request.url)
        for name, pattern in self.table.items():
            if pattern.fullmatch(path):
                return f"{request.method} {name}"
        return path


# --- coming in ---------------------------------------------------------------------------------


@stretch("GET ask_week_link", "POST ask_week_link", "GET asked_week_link", "GET link", "GET week")
def comes_in_by_link(walk: Volunteer) -> None:
    """The link got lost: ask for it again, and open the one that comes."""
    me, say = walk.me, walk.say
    walk.every.be("visitor", me.page, walk.server)
    walk.begin("/vrijwilliger/")
    me.mends(say("Stuur mij mijn link"))
    me.fill(say("Je e-mailadres of je telefoonnummer"), "06 12 30 00 18")
    me.press(say("Stuur mij mijn link"))
    me.sees(say("Je vraag is binnen"))
    me.open(walk.address("link"))
    me.sees(say("Dag %(name)s, dit is je week"))


@stretch("GET language")
def reads_the_other_language(walk: Volunteer) -> None:
    """There and back, on the page where one is."""
    other = Say("nl" if walk.say.language == "en" else "en")
    me = walk.be("volunteer")
    me.follow("Nederlands" if other.language == "nl" else "English")
    me.sees(other("Dag %(name)s, dit is je week"))
    me.follow("English" if other.language == "nl" else "Nederlands")
    me.sees(walk.say("Dag %(name)s, dit is je week"))


# --- proposals ---------------------------------------------------------------------------------


@stretch("GET proposals", "GET proposal", "GET ask_first", "POST ask_first", "POST proposal")
def answers_a_proposal(walk: Volunteer) -> None:
    """First a question, then a no, and why."""
    me, say = walk.be("volunteer"), walk.say
    me.follow(say.first("Voorstellen"))
    me.sees(say("Voorstellen"))
    me.follow(say.first("Bekijk de vraag"))
    me.sees(say("Zou jij dit willen doen?"))
    me.follow(say("Ik wil eerst iets vragen"))
    me.fill(say("Wat wil je weten?"), "Is er een lift?")
    me.press(say("Laat %(name)s mij bellen"))
    walk.begin(walk.address("proposal", "volunteer"))
    me.press(say("Nee, nu niet"))
    me.sees(say("Dank je voor je antwoord"))
    me.press(say("Nu te veel"))
    me.reads(say("Opgeschreven: %(reason)s. Dat helpt bij het zoeken."))
    me.follow(say("Naar mijn week"))


# --- visits ------------------------------------------------------------------------------------


@stretch("GET other_visit", "GET visit", "POST visit")
def writes_a_visit_down(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_who_helps"), walk.say
    me.follow(say("Een ander bezoek opschrijven"))
    me.choose(say("Bij wie was je?"), re.compile("."))
    me.fill_day(say("Op welke dag?"), walk.today - timedelta(days=4))
    me.press(say("Verder"))
    me.sees(say("Bezoek aan %(who)s"))
    me.mends(say("Klaar"))
    me.choose(say("Hoe was het voor jou?"), say("Fijn"))
    me.unfold(say("Iets erbij schrijven"))
    me.fill(say("Wil je er iets bij schrijven?"), "Wij dronken koffie.")
    me.press(say("Klaar"))
    me.reads(say("Opgeschreven. Dank je."))


@stretch("POST cannot_visit", "GET name_stand_in", "POST name_stand_in", "POST can_come")
def cannot_come_once(walk: Volunteer) -> None:
    """They name somebody who can; and after all they can themselves."""
    me, say = walk.be("volunteer_who_helps"), walk.say
    me.unfold(say.first("Kan niet"))
    me.press(say("Ja, ik kan deze keer niet"))
    me.reads(say("Goed dat je het zegt. Wij bellen. Jij regelt niets."))
    me.follow(say.first("Ik weet iemand die al ja zei"))
    me.fill(say("Hoe heet die persoon?"), "Zora van hiernaast")
    me.press(say("Noem deze persoon"))
    me.reads(say("Dank je. %(name)s kijkt of dat kan. Jij regelt niets."))
    me.press(say.first("Ik kan toch"))
    me.reads(say("Fijn. Het bezoek gaat gewoon door."))


@stretch("GET own_arrangement", "POST own_arrangement")
def answers_an_arrangement(walk: Volunteer) -> None:
    """A no with its reason."""
    me, say = walk.be("volunteer_in_0"), walk.say
    walk.begin(walk.address("own_arrangement", "volunteer_in_0"))
    me.sees(say("Wie doet wat bij %(who)s?"))
    me.press(say("Nee"))
    me.sees(say("Wat klopt er niet?"))
    me.mends(say("Verstuur mijn nee"))
    me.choose_if_asked(say("Wat klopt er niet?"))
    me.press(say("Verstuur mijn nee"))
    me.reads(say("Goed dat je het zegt. %(name)s belt je."))


@stretch("GET own_change", "POST own_change")
def answers_a_change(walk: Volunteer) -> None:
    """Help that is asked to come later; a no is as good as a yes."""
    me, say = walk.be("volunteer_asked_to_change"), walk.say
    walk.begin(walk.address("own_change", "volunteer_asked_to_change"))
    me.sees(say("Kan je hulp bij %(who)s anders?"))
    me.press(say("Nee, laat het zo"))
    me.reads(say("Dat is goed. Alles blijft zoals het is."))


# --- too heavy ---------------------------------------------------------------------------------


@stretch("GET too_heavy", "POST too_heavy")
def says_that_it_is_too_heavy(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_who_wrote"), walk.say
    me.follow(say("Het is te zwaar"))
    me.fill(say("Wat is er?"), "Het lukt mij niet meer.")
    me.tick(say("Bel mij liever"))
    me.choose(say("Wat maakt het zwaar?"), say("Het kost te veel tijd"))
    me.press(say("Verstuur"))
    me.reads(say.first("Goed dat je het zegt. Tot dan krijg je niets nieuws."))


@stretch("POST too_heavy")
def tells_an_adviser(walk: Volunteer) -> None:
    """Past the coordinator, who reads nothing of it; and somebody of outside is called."""
    me, say = walk.be("volunteer_who_is_asked"), walk.say
    me.follow(say("Het is te zwaar"))
    me.unfold(say("Liever naar iemand anders?"))
    me.choose(say("Naar wie gaat dit?"), re.compile("Nel de Boer"))
    me.press(say("Verstuur"))
    me.reads(say("Je kunt %(name)s bellen. Wat je zegt, blijft daar."))


@stretch("GET not_safe", "POST not_safe")
def does_not_feel_safe(walk: Volunteer) -> None:
    """Numbers first; then not going there any more."""
    me, say = walk.be("volunteer_who_answered"), walk.say
    me.follow(say("Het is te zwaar"))
    me.choose(say("Wat maakt het zwaar?"), say("Ik voel me niet veilig"))
    me.choose_if_asked(say("Over wie gaat het?"))
    me.press(say("Verstuur"))
    me.sees(say("Goed dat je het zegt"))
    me.press(say("Ik ga er niet meer heen"))
    me.reads(say("Je gaat er nu niet meer heen. Wij regelen het."))
    me.follow(say("Terug naar mijn week"))


@stretch("POST too_heavy")
def suspects_abuse(walk: Volunteer) -> None:
    """For the contact person and nobody else; the volunteer need not find out."""
    me, say = walk.be("volunteer_two_devices"), walk.say
    me.follow(say("Het is te zwaar"))
    me.fill(say("Wat is er?"), "Zij durft niets te zeggen.")
    me.choose(say("Wat maakt het zwaar?"), say("Er klopt iets niet"))
    me.choose_if_asked(say("Over wie gaat het?"))
    me.press(say("Verstuur"))
    me.reads(say.within("Jij hoeft het niet uit te zoeken."))


@stretch("POST say_heard")
def says_that_they_spoke(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_spoken_to"), walk.say
    me.reads(say("Heeft %(name)s je gesproken?"))
    me.press(say("Ja"))
    me.reads(say("Fijn dat jullie spraken."))


# --- check-in and what one sees ----------------------------------------------------------------


@stretch(
    "GET check_in",
    "GET check_in_question",
    "POST check_in_question",
    "GET check_in_thanks",
    "POST check_in_thanks",
    "POST share_check_in",
    "POST erase_check_in",
)
def answers_four_questions(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_who_is_asked"), walk.say
    me.follow(say("Vier vragen: hoe is het met je?"))
    me.follow(say("Begin"))
    for answer in ("Precies goed", "Te doen", "Nog lang", "Nee"):
        me.press(say(answer))
    me.sees(say("Dank je."))
    me.press(say("Nee"))
    me.press(say("Ja"))
    me.reads(say("Gedeeld. Je kunt dat hier altijd stoppen."))
    walk.begin("/mijn-week/check-in/")
    me.press(say.first("Deel dit niet meer"))
    me.press(say.first("Wis deze antwoorden"))
    me.reads(say("Gewist. Deze antwoorden zijn weg."))


@stretch("POST skip_check_in")
def skips_them_all(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_asked_again"), walk.say
    me.press(say.first("Nu niet"))
    me.reads(say("Goed. Wij vragen er niet meer naar."))


@stretch("GET observations", "POST observations")
def tells_what_they_see(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_who_helps"), walk.say
    me.follow(say("Dit zie ik, of dit wil ik beginnen"))
    me.mends(say("Verstuur"))
    me.choose(say("Wat wil je vertellen?"), say("Ik zie iets"))
    me.fill(say("Wat zie je, of wat wil je beginnen?"), "De bus stopt hier niet meer.")
    me.choose_if_asked(say("Aan wie vertel je het?"))
    me.press(say("Verstuur"))
    me.reads(say("Verstuurd. Op Mijn week staat wie antwoordt."))


@stretch("GET own_quote", "POST own_quote", "POST permit_quote", "POST erase_quote")
def says_what_a_visit_gives(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_who_helps"), walk.say
    me.follow(say("Wat mijn bezoek geeft"))
    me.mends(say("Bewaar"))
    me.choose_if_asked(say("Bij welke organisatie?"))
    me.fill(
        say("Wat geeft jouw bezoek dat een beroepskracht niet geeft?"),
        "Tijd, en een gewoon gesprek.",
    )
    me.choose(say("Wie mag dit lezen?"), say("Alleen mijn organisatie"))
    me.press(say("Bewaar"))
    me.reads(say("Bewaard. Zo staat het er nu."))
    me.press(say.first("Laat niemand dit meer lezen"))
    me.reads(say("Goed. Niemand leest dit meer. Het is weer alleen van jou."))
    me.press(say.first("Wis deze zin"))
    me.reads(say("Gewist. Deze zin is weg."))


@stretch("POST check_in_by_phone")
def would_rather_be_called(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_asked_again"), walk.say
    walk.begin("/mijn-week/check-in/")
    me.press(say("Bel mij hiervoor liever"))
    me.reads(say("Goed. Wij bellen je voor deze vragen."))
    me.press(say("Bel mij hiervoor niet meer"))
    me.reads(say("Goed. Je krijgt de vragen weer zelf."))


# --- limits, pause, stop -----------------------------------------------------------------------


@stretch("GET limits", "POST limits")
def lowers_a_limit(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_who_helps"), walk.say
    walk.begin("/mijn-week/grenzen/?alles=ja")
    me.sees(say("Mijn grenzen"))
    me.fill(say("Mijn grens"), "1")
    me.press(say("Bewaar"))
    me.reads(say.first("Bewaard. Dank je dat je je grens bewaakt."))


@stretch("GET pause", "POST pause", "POST end_pause")
def takes_a_pause(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_with_signal"), walk.say
    me.follow(say("Even pauze"))
    me.mends(say("Begin mijn pauze"))
    me.choose(say("Hoe lang wil je pauze?"), say("2 weken"))
    me.press(say("Begin mijn pauze"))
    me.reads(say.within("Je pauze is begonnen."))
    me.press(say("Ik ben er weer"))
    me.reads(say.first("Welkom terug."))


@stretch("GET away", "POST away", "POST not_away")
def says_when_they_are_away(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_who_helps"), walk.say
    me.follow(say("Ik ben er een tijd niet"))
    me.mends(say("Bewaar deze dagen"))
    me.choose(say("Wanneer ben je er niet?"), say("Volgende week"))
    me.press(say("Bewaar deze dagen"))
    me.reads(say("Je bent weg"))
    me.press(say.first("Haal weg"))
    me.choose(say("Ben je er in de schoolvakanties?"), say("Nee, regio %(region)s"))
    me.press(say("Bewaar mijn keuze"))
    me.reads(say("Opgeschreven. Valt er een bezoek in? %(name)s regelt het. Jij hoeft niets."))


@stretch("POST end_rest")
def ends_a_rest(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_resting"), walk.say
    me.press(say("Ik heb weer ruimte"))
    me.reads(say("Fijn dat het weer gaat. Wij mogen je weer iets vragen. Nee blijft goed."))


@stretch("POST join")
def does_not_join(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_asked_to_join"), walk.say
    me.reads(say("%(name)s wil je graag op de lijst"))
    me.press(say("Nee"))
    me.reads(say("Goed. Wij zetten je niet op de lijst."))


@stretch(
    "GET stop_helping",
    "POST stop_helping",
    "POST stay",
    "GET stop_with",
    "POST stop_with",
    "POST stay_with",
)
def stops_and_stays(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_who_helps"), walk.say
    me.follow(say("Grenzen"))
    me.follow(say("Ik wil stoppen"))
    me.choose(say("Wanneer is je laatste dag?"), say("Vandaag"))
    me.press(say("Ik stop"))
    me.press(say("Ik blijf toch"))
    me.reads(say("Fijn dat je blijft. Je hoeft niets te doen."))
    walk.begin(walk.address("stop_with", "volunteer_who_helps"))
    me.choose(say("Wanneer is je laatste dag?"), say("Vandaag"))
    me.press(say("Ik stop bij deze persoon"))
    me.press(say.first("Ik ga toch door"))
    me.reads(say("Goed. Alles blijft zoals het was."))


# --- what is theirs ----------------------------------------------------------------------------


@stretch("GET own_details", "POST own_details")
def changes_own_details(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_who_said_no"), walk.say
    me.follow(say("Mijn gegevens"))
    me.fill(say("Voornaam"), "")
    me.mends(say("Bewaar"))
    me.fill(say("Voornaam"), "Anneke")
    me.press(say("Bewaar"))
    me.reads(say("Bewaard."))


@stretch("GET own_same", "POST own_same", "POST make_same_code", "POST answer_same")
def is_not_on_the_list_twice(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_who_helps"), walk.say
    walk.begin("/mijn-week/een-pagina/")
    me.press(say("Nee, dat ben ik niet"))
    me.reads(say("Bewaard. Er verandert niets, en wij vragen het niet nog eens."))
    me.press(say("Maak een code voor mijn andere pagina"))
    me.reads(say("Je code staat hieronder. Open nu je andere pagina."))
    me.fill(say("De code van je andere pagina"), "AAAA AAAA AA")
    me.mends(say("Maak er één pagina van"))


@stretch("GET own_messages", "GET message_wishes", "POST message_wishes")
def chooses_messages(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_who_said_no"), walk.say
    me.follow(say("Mijn gegevens"))
    me.follow(say("Berichten kiezen"))
    me.pick(say("Op welke dag wil je nooit een bericht?"), say("zaterdag"))
    me.press(say("Bewaar"))
    me.reads(say("Bewaard."))
    walk.begin("/mijn-week/berichten/kiezen/")
    me.follow(say("Berichten aan jou"))
    me.sees(say("Berichten aan jou"))


@stretch("GET own_feed", "POST own_feed")
def puts_visits_in_a_calendar(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_with_signal"), walk.say
    walk.begin("/mijn-week/agenda/")
    me.press(say("Maak een link voor mijn agenda"))
    me.reads(say("Je link staat klaar."))
    me.press(say("Zet het adres erbij"))
    me.reads(say("Bij een bezoek staat nu het adres."))


@stretch(
    "GET devices",
    "POST confirm_device",
    "POST remember_device",
    "POST end_device",
    "POST end_other_devices",
    "POST leave_device",
)
def looks_after_devices(walk: Volunteer) -> None:
    me, say = walk.be("volunteer_two_devices"), walk.say
    walk.begin("/mijn-week/toestellen/")
    # remembered already by what another stretch sent, or now by the first key
    if me.offers(say("Onthoud dit toestel")):
        me.page.keyboard.press("Tab")
        me.reads(say("Dit toestel is onthouden."))
        walk.begin("/mijn-week/toestellen/")
    me.reads(say("Onthouden sinds %(day)s."))
    me.press(say.first("Dit is mijn toestel"))
    me.reads(say("Dat toestel opent nu je hele week."))
    me.press(say.first("Sluit dit toestel af"))
    me.reads(say("Dat toestel kan je week niet meer openen."))
    me.press(say("Sluit alle andere af"))
    me.reads(say("Alleen dit toestel kan je week nog openen."))
    me.press(say("Log uit op dit toestel"))
    me.sees(say("Je bent uitgelogd"))


@stretch("GET offline", "GET no_internet")
def has_no_internet(walk: Volunteer) -> None:
    """What is kept in the telephone for that moment, with the numbers to call."""
    me, say = walk.be("volunteer"), walk.say
    for address in ("/mijn-week/zonder-internet/", "/mijn-week/geen-internet/"):
        me.open(address)
        me.sees(say("Er is geen internet"))


@stretch("GET unsubscribe", "POST unsubscribe")
def wants_no_digest(walk: Volunteer) -> None:
    me, say = walk.be("volunteer"), walk.say
    me.open(walk.address("unsubscribe"))
    me.press(say("Stop ermee"))
    me.sees(say("Het is gestopt"))


@stretch("GET erase_me", "POST erase_me")
def has_everything_erased(walk: Volunteer) -> None:
    """The last thing that somebody does."""
    me, say = walk.be("volunteer_paused"), walk.say
    me.follow(say("Mijn gegevens"))
    me.follow(say("Wis alles over mij"))
    me.press(say("Ja, wis alles over mij"))
    me.sees(say("Alles is gewist"))


def today() -> date:
    from tests.browser.road import now

    return local_day(now())
