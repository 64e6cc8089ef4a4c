"""Where a question stands, for whoever holds its link: a name and a day, and no more than that."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.app import browsing
from tests.app.cast import KNOWN_SAFE, NOW, Cast
from tests.app.questionnaire import text

from loopplank.actions.matching import matches, propose
from loopplank.actions.organisations import organisations
from loopplank.actions.requests import closing
from loopplank.core.account.roles import Role
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.core.requests.intake import Channel, ForWhom, HelpedBy, HoldingOut, Knows
from loopplank.store.models import AccessRecord, Match, Membership, Request
from loopplank.web.kit import clock

STATUS = "/uw-vraag/"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`at(moment)`: the pages believe that it is then."""

    def then(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return then


def status(request_id: UUID) -> str:
    return text(browsing.asker(request_id).get(STATUS))


# --- what it says, state by state ---


def test_a_new_question_is_confirmed_by_name_and_day(cast: Cast) -> None:
    request_id = cast.web_request()
    page = status(request_id)
    row = Request.objects.get(pk=request_id)
    assert "<h1>Wij hebben uw vraag</h1>" in page
    assert "Boodschappen en gezelschap" in page
    assert "Anna Prins belt u uiterlijk donderdag 26 november." in page
    assert "Anna Prins werkt bij Noord en zorgt nu voor uw vraag." in page
    assert "Maar u hoort altijd ja of nee van ons." in page
    assert f'Uw nummer is <b class="number">{row.number}</b>' in page
    assert "Bel 020 555 01 42" in page


def test_the_link_to_keep_is_on_the_page_and_opens_it(cast: Cast) -> None:
    page = status(cast.web_request())
    link = page.split('id="own-link">')[1].split("<")[0]
    stranger = browsing.visitor()
    assert "Wij hebben uw vraag" in text(stranger.get("/l/" + link.split("/l/")[1], follow=True))


def test_somebody_without_a_telephone_is_not_promised_a_call(cast: Cast) -> None:
    page = status(cast.web_request(phone="", channel=Channel.LETTER))
    assert "U hoort uiterlijk donderdag 26 november van Anna Prins." in page
    assert "belt u" not in page


def test_after_the_talk_there_is_a_day_for_yes_or_no(cast: Cast) -> None:
    page = status(cast.request())
    assert "<h1>Uw hulpvraag</h1>" in page
    assert "Uiterlijk donderdag 26 november hoort u van Anna Prins ja of nee." in page
    assert "Wij hebben met u gesproken" in page


def test_while_we_look_the_volunteer_who_is_asked_is_not_mentioned(cast: Cast) -> None:
    ria = cast.volunteer("Ria Smit")
    proposal_id = cast.asked(ria)
    request_id = Request.objects.get(proposals=proposal_id).pk
    page = status(request_id)
    assert "Wij kijken wie kan helpen." in page
    assert "Ria" not in page
    assert "27 november" not in page, "the day on which Ria answers is hers"


def test_a_meeting_has_a_day_a_time_and_a_first_name(cast: Cast) -> None:
    match_id = cast.agreed(cast.volunteer("Ria Smit"))
    request_id = Match.objects.get(pk=match_id).request_id
    assert "Ria wil graag kennismaken." in status(request_id)
    meeting = datetime(2026, 12, 3, 13, 0, tzinfo=UTC)
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=meeting)
    page = status(request_id)
    assert "Ria komt kennismaken op donderdag 3 december om 14:00 uur." in page
    assert "Klikt het niet? Dan mag u nee zeggen. Ria mag dat ook." in page
    assert "Anna Prins is er ook bij." in page
    assert "Smit" not in page


def test_running_help_has_a_last_day_and_near_it_a_talk(cast: Cast, at: Any) -> None:
    match_id = cast.running(cast.volunteer("Ria Smit"))
    request_id = Match.objects.get(pk=match_id).request_id
    page = status(request_id)
    assert "Ria helpt u tot en met donderdag 18 februari." in page
    assert "Gaat er iets niet goed? Bel Anna Prins." in page
    at(datetime(2027, 1, 25, 9, 0, tzinfo=UTC))
    assert "Anna Prins belt u over wat daarna kan." in status(request_id)


def test_waiting_says_how_long_how_we_choose_and_when_the_next_word_comes(cast: Cast) -> None:
    organisations.save_offer(
        actor=cast.anna,
        now=NOW,
        text=organisations.OfferText(
            kind="shopping",
            name="Boodschappen",
            does="samen.",
            space="waiting",
            space_words="6 tot 10 weken",
        ),
    )
    request_id = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    page = status(request_id)
    assert "Wij hebben nog niemand voor u." in page
    assert "Op dit moment: 6 tot 10 weken." in page
    assert "Op dinsdag 5 januari hoort u weer van ons." in page
    assert "Hoe lang dat duurt, is nog niet te zeggen." in page
    assert "Wij helpen niet altijd op volgorde." in page
    assert "U mag later altijd opnieuw vragen." in page
    assert "u staat op de wachtlijst" in page


# --- too late -------------------------------------------------------------------------------------


def test_a_missed_day_brings_an_apology_a_new_name_and_a_new_day(cast: Cast, at: Any) -> None:
    Membership.objects.filter(pk=cast.henk.id).update(weekdays=[4])
    request_id = cast.web_request()
    at(datetime(2026, 11, 26, 15, 59, tzinfo=UTC))
    assert "Het spijt ons" not in status(request_id), "the day ends at 17:00 in Amsterdam"
    at(datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    page = status(request_id)
    assert "Wij zouden u uiterlijk donderdag 26 november bellen." in page
    assert "Dat is niet gelukt. Het spijt ons." in page
    assert "Henk Achterwacht belt u uiterlijk vrijdag 27 november." in page
    assert page.index("Het spijt ons.") < page.index("Henk Achterwacht")
    assert "uiterlijk donderdag 26 november</span>" not in page, "not promised once more"


def test_nobody_is_promised_who_is_not_there_on_the_new_day(cast: Cast, at: Any) -> None:
    request_id = cast.web_request()
    at(datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    assert "Noord belt u uiterlijk vrijdag 27 november." in status(request_id)
    Membership.objects.filter(pk=cast.anna.id).update(weekdays=[3, 4])
    assert "Anna Prins belt u uiterlijk vrijdag 27 november." in status(request_id)


def test_a_second_missed_day_does_not_slip_but_asks_to_call(cast: Cast, at: Any) -> None:
    request_id = cast.web_request()
    at(datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    page = status(request_id)
    assert "Het spijt ons." in page
    assert "Bel ons. Dan helpen wij u meteen verder." in page
    assert "Henk Achterwacht" not in page


def test_a_promised_answer_that_did_not_come_is_an_apology_too(cast: Cast, at: Any) -> None:
    Membership.objects.filter(pk=cast.henk.id).update(weekdays=[4])
    request_id = cast.request()
    at(datetime(2026, 11, 26, 16, 30, tzinfo=UTC))
    page = status(request_id)
    assert "U zou uiterlijk donderdag 26 november van ons horen." in page
    assert "Henk Achterwacht belt u uiterlijk vrijdag 27 november." in page


def test_a_late_volunteer_is_no_broken_promise(cast: Cast, at: Any) -> None:
    proposal_id = cast.asked(cast.volunteer("Ria Smit"))
    request_id = Request.objects.get(proposals=proposal_id).pk
    at(NOW + timedelta(days=6))
    assert "Het spijt ons" not in status(request_id)


# --- a carer who cannot go on ---


def test_a_carer_who_cannot_go_on_gets_numbers_at_once(cast: Cast) -> None:
    page = status(
        cast.web_request(
            for_whom=ForWhom.FAMILY,
            applicant_name="Els",
            applicant_phone="0611112222",
            helped_by=(HelpedBy.FAMILY,),
            holding_out=HoldingOut.NO_MORE,
        )
    )
    # on Wednesday neither Anna nor Henk is there
    assert "Noord belt u uiterlijk woensdag 25 november." in page
    assert "Wijkteam Oost:" in page
    assert "030 760 60 55" in page
    assert "Mantelzorglijn" not in status(cast.web_request())


# --- the end ------------------------------------------------------------------------------------


def closed(cast: Cast, reason: ClosingReason, **more: Any) -> UUID:
    request_id = cast.request()
    more.setdefault("nobody_discussed", "next_party" not in more)
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(reason, safe=KNOWN_SAFE, **more),
    )
    return request_id


@pytest.mark.parametrize(
    ("reason", "more", "sentence"),
    [
        (ClosingReason.NOT_WANTED, {}, "Deze vraag is gestopt op dinsdag 24 november."),
        (ClosingReason.HELPED, {}, "Uw vraag is klaar sinds dinsdag 24 november."),
        (
            ClosingReason.HELPED_ELSEWHERE,
            {"next_party": "Humanitas", "next_party_agreed": True},
            "Humanitas helpt u nu.",
        ),
        (ClosingReason.DECEASED, {}, "Deze vraag is gesloten."),
    ],
)
def test_each_end_has_its_own_words(
    cast: Cast, reason: ClosingReason, more: dict[str, Any], sentence: str
) -> None:
    page = status(closed(cast, reason, **more))
    assert sentence in page
    assert "Er is iets veranderd" not in page


def test_an_honest_no_in_the_order_of_the_conversation(cast: Cast) -> None:
    organisations.describe(
        actor=cast.anna, now=NOW, values={"complaints_to": "klachten@noord.example"}
    )
    page = status(
        closed(
            cast,
            ClosingReason.NO_OFFER,
            lack=Lack.OFFER,
            next_party="Wijkteam Oost",
            next_party_agreed=True,
            next_contact_on=date(2026, 11, 27),
            partial_offer="op woensdagmiddag kan iemand mee naar de winkel",
        )
    )
    in_order = (
        "<h1>Wij kunnen dit niet doen</h1>",
        "Dag mevrouw De Wit. U vroeg om boodschappen en gezelschap.",
        "Wij kunnen hierbij niet helpen.",
        "Ook de andere organisaties hier hebben dit nu niet.",
        "Dat ligt niet aan u.",
        "Wijkteam Oost belt u uiterlijk vrijdag 27 november. Zij hebben al ja gezegd.",
        "op woensdagmiddag kan iemand mee naar de winkel.",
        "Wij tellen uw vraag mee. Uw naam staat daar niet bij.",
        "Bel 020 555 01 42",
        "Bel Anna Prins. U kunt ook een klacht sturen.",
        "klachten@noord.example",
    )
    places = [page.index(words) for words in in_order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (ClosingReason.NO_PLACE, "Onze vrijwilligers zitten aan hun grens."),
        (
            ClosingReason.NO_FOR_PROFESSIONAL,
            "Hier moet altijd iemand komen die dit heeft geleerd.",
        ),
    ],
)
def test_why_it_is_a_no_without_blame(cast: Cast, reason: ClosingReason, sentence: str) -> None:
    assert sentence in status(closed(cast, reason, lack=Lack.PLACE))


def test_a_party_that_did_not_say_yes_is_not_named(cast: Cast) -> None:
    page = status(closed(cast, ClosingReason.NO_PLACE, lack=Lack.PLACE, next_party="Wijkteam Oost"))
    assert "Wijkteam" not in page
    assert "Zij hebben al ja gezegd" not in page


def test_without_a_next_party_it_says_when_we_call_again(cast: Cast) -> None:
    page = status(closed(cast, ClosingReason.NO_PLACE, lack=Lack.PLACE))
    assert "Wij bellen u uiterlijk dinsdag 22 december om te horen hoe het gaat." in page


# --- what it never shows, and what it leaves behind ---


def test_no_address_no_story_and_no_surname_of_a_volunteer(cast: Cast) -> None:
    secrets = {"street": "Geheimekade 12", "story": "Ik ben zo eenzaam.", "postcode": "1013 XY"}
    ria = cast.volunteer("Ria Geheimnaam")
    assert ria.id
    request_id = cast.ready(**secrets)
    match_id = propose.note_yes(
        actor=cast.anna, now=NOW, request_id=request_id, volunteer_id=ria.id, plan=cast.plan()
    )
    pages = [status(request_id)]
    matches.plan_meeting(
        actor=cast.anna, now=NOW, match_id=match_id, meeting_at=NOW + timedelta(days=7)
    )
    pages.append(status(request_id))
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    pages.append(status(request_id))
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.HELPED, nobody_discussed=True),
    )
    pages += [status(request_id), status(cast.web_request(**secrets))]
    for page in pages:
        for secret in ("Geheimekade", "eenzaam", "1013", "Geheimnaam", "0612345678"):
            assert secret not in page, secret


def test_it_knows_one_question_and_no_other(cast: Cast) -> None:
    mine, other = cast.web_request(), cast.web_request(last_name="Ander")
    page = status(mine)
    assert Request.objects.get(pk=other).number not in page


def test_each_reading_is_recorded_with_whom_it_showed(cast: Cast) -> None:
    match_id = cast.agreed(cast.volunteer("Ria Smit"))
    row = Request.objects.get(matches=match_id)
    status(row.pk)
    record = AccessRecord.objects.get(page="status")
    assert (record.actor_role, record.actor_id) == (Role.HELP_SEEKER, row.pk)
    assert set(record.subjects.values_list("subject_id", flat=True)) == {
        row.help_seeker_id,
        Match.objects.get(pk=match_id).volunteer_id,
    }


def test_whoever_does_not_know_yet_is_not_greeted(cast: Cast) -> None:
    request_id = cast.request(
        for_whom=ForWhom.FAMILY,
        knows=Knows.NO,
        applicant_name="Els Kramer",
        applicant_phone="0611112222",
    )
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.NO_PLACE, lack=Lack.PLACE, nobody_discussed=True),
    )
    page = status(request_id)
    assert "Dag Els Kramer." in page
    assert "De Wit" not in page


def test_without_a_link_it_is_not_for_you(cast: Cast) -> None:
    for client in (browsing.visitor(), browsing.member(cast.anna), browsing.volunteer(cast.bram)):
        response = client.get(STATUS)
        assert response.status_code == 403
        assert "U heeft uw eigen link nodig" in text(response)


def test_it_costs_the_same_for_every_state(cast: Cast, queries: Any) -> None:
    ria = cast.volunteer("Ria Smit")
    rows = [cast.web_request(), Request.objects.get(matches=cast.running(ria)).pk]
    for request_id in rows:
        client = browsing.asker(request_id)
        with queries() as asked:
            client.get(STATUS)
        assert len(asked) <= 14, asked
