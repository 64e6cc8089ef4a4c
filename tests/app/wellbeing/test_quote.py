"""Wat een bezoek geeft: a volunteer's words, read by who they chose, and taken back at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, plain
from tests.app.quoting import WORDS, noted, read, said, toon

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.wellbeing.quote import quotes_page, releasable_quotes
from loopplank.actions.privacy import erasure
from loopplank.actions.wellbeing import quote, signal
from loopplank.core.kit.reason import Refused
from loopplank.core.wellbeing.quote import ASKED_AFTER, Permission, Reading
from loopplank.jobs.nightly import daily_work
from loopplank.store.models import (
    AccessRecord,
    Affiliation,
    Event,
    Limits,
    Membership,
    Message,
    Quote,
    Request,
    Volunteer,
)
from loopplank.web.kit import clock

NOBODY, HERE, FIGURES = Permission


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def phone(cast: Cast) -> Phone:
    """Bram's."""
    return Phone(cast.bram)


def reads(who: Actor, name: str = "quotes", *args: object) -> str:
    return plain(browsing.member(who).get(reverse(name, args=args)).content.decode())


def presses(who: Actor, name: str, *args: object, **typed: object) -> str:
    answer = browsing.member(who).post(reverse(name, args=args), typed, follow=True)
    return plain(answer.content.decode())


def released(cast: Cast, place: Permission = FIGURES) -> tuple[str, ...]:
    return releasable_quotes(cast.gerda, place)


# --- the volunteer's own page -----


def test_what_was_said_is_read_back_as_it_would_stand_there(cast: Cast, phone: Phone) -> None:
    assert "Wat geeft jouw bezoek dat een beroepskracht niet geeft?" in phone.reads("own_quote")
    text = phone.then_reads("own_quote", words=WORDS, permission="figures")
    assert f"Zo staat het bij de cijfers voor de gemeente “{WORDS}” Een vrijwilliger" in text
    assert "Anna leest het eerst. Tot dan leest niemand anders het." in text
    text = phone.then_reads("own_quote", words=WORDS, permission="here")
    assert f"Zo leest je organisatie het “{WORDS}” Een vrijwilliger" in text
    text = phone.then_reads("own_quote", words=WORDS, permission="nobody")
    assert f"Alleen jij leest dit “{WORDS}”" in text
    assert Quote.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "status", "said_to_them"),
    [
        ({"words": WORDS}, 422, "Kies wie dit mag lezen."),
        ({"words": "", "permission": "here"}, 409, "Schrijf op wat jouw bezoek geeft."),
        ({"words": "x" * 301, "permission": "here"}, 422, "Schrijf ten hoogste 300 tekens."),
        (
            {"words": "Mevrouw De Wit lacht weer.", "permission": "here"},
            409,
            "Deze regel noemt een naam of adres.",
        ),
        (
            {"words": "Bel Bram maar.", "permission": "figures"},
            409,
            "Deze regel noemt een naam of adres.",
        ),
        (
            {"words": "Kom in 1013 AB kijken.", "permission": "nobody"},
            409,
            "Deze regel noemt een naam of adres.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast: Cast, phone: Phone, typed: dict[str, str], status: int, said_to_them: str
) -> None:
    cast.running(cast.bram)
    answer = phone.presses("own_quote", **typed)
    assert answer.status_code == status
    text = plain(answer.content.decode())
    assert said_to_them in text
    assert typed["words"] in text
    assert not Quote.objects.exists()


def test_one_tap_and_nobody_reads_it_any_more(cast: Cast, phone: Phone) -> None:
    pk = read(cast, said(cast))
    assert released(cast) == (WORDS,)
    text = phone.then_reads("permit_quote", pk, permission="nobody")
    assert "Goed. Niemand leest dit meer." in text
    assert WORDS in text
    for place in (HERE, FIGURES):
        assert released(cast, place) == ()
    assert WORDS not in reads(cast.anna)
    assert WORDS not in reads(cast.gerda)


def test_what_is_shared_again_is_read_again(cast: Cast, phone: Phone) -> None:
    pk = read(cast, said(cast))
    quote.permit(actor=cast.bram, now=NOW, quote_id=pk, permission=NOBODY)
    quote.permit(actor=cast.bram, now=NOW, quote_id=pk, permission=FIGURES)
    assert released(cast) == ()
    read(cast, pk)
    assert released(cast) == (WORDS,)


def test_it_can_be_erased(cast: Cast, phone: Phone) -> None:
    assert "Gewist. Deze zin is weg." in phone.then_reads("erase_quote", said(cast))
    assert not Quote.objects.exists()


def test_a_quote_of_somebody_else_is_not_there(cast: Cast) -> None:
    pk, ria = said(cast), cast.volunteer("Ria Smit")
    for name in ("permit_quote", "erase_quote"):
        assert Phone(ria).presses(name, pk, permission="nobody").status_code == 404
    assert Quote.objects.get().permission == "figures"


def test_at_two_organisations_there_are_two(cast: Cast, phone: Phone) -> None:
    Affiliation.objects.create(
        volunteer_id=cast.bram_id, organisation_id=cast.zuid_id, state="active", since=TODAY
    )
    answer = phone.presses("own_quote", words=WORDS, permission="here")
    assert "Kies bij welke organisatie dit hoort." in answer.content.decode()
    phone.presses("own_quote", words=WORDS, permission="here", house=str(cast.zuid_id))
    said(cast, "Er is iemand die blijft.", organisation_id=cast.noord_id)
    assert WORDS in reads(cast.carla)
    assert WORDS not in reads(cast.anna)
    assert "Er is iemand die blijft." in reads(cast.anna)
    html = phone.html("own_quote")
    assert f"?bij={cast.zuid_id}" in html
    page = phone.client.get(reverse("own_quote"), {"bij": str(cast.zuid_id)}).content.decode()
    assert f">\n{WORDS}</textarea>" in page


def test_who_belongs_nowhere_has_no_page(cast: Cast, phone: Phone) -> None:
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(state="ended")
    assert phone.presses("own_quote", words=WORDS, permission="here").status_code == 404
    with pytest.raises(NotFound):
        said(cast)


# --- asked rarely -----


def _asked_on(cast: Cast, days: int = 0) -> None:
    since = TODAY - ASKED_AFTER - timedelta(days=days)
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(since=since)


ASK = "Niets doen is ook goed: deze vraag gaat vanzelf weg."


def test_it_stands_on_the_week_for_two_weeks_and_no_message_asks_it(
    cast: Cast, phone: Phone
) -> None:
    before = Message.objects.filter(volunteer_id=cast.bram_id).count()
    assert ASK not in phone.reads("week")
    _asked_on(cast)
    assert ASK in phone.reads("week")
    _asked_on(cast, 14)
    assert ASK not in phone.reads("week")
    assert "Wat mijn bezoek geeft" in phone.reads("week")
    said(cast)
    read(cast, Quote.objects.get().pk, Reading.REWORD)
    assert Message.objects.filter(volunteer_id=cast.bram_id).count() == before


def test_who_said_it_is_not_asked(cast: Cast, phone: Phone) -> None:
    _asked_on(cast)
    said(cast, permission=NOBODY)
    assert ASK not in phone.reads("week")


def test_who_has_enough_on_their_mind_is_not_asked(cast: Cast, phone: Phone) -> None:
    _asked_on(cast)
    Limits.objects.filter(pk=cast.bram_id).update(rest_until=TODAY, rest_after=cast.noord_id)
    assert ASK not in phone.reads("week")
    Limits.objects.filter(pk=cast.bram_id).update(rest_until=None, rest_after=None)
    signal.send_signal(actor=cast.bram, now=NOW, reason="time")
    assert ASK not in phone.reads("week")


# --- the coordinator reads first -----


def test_nothing_stands_anywhere_before_a_coordinator_read_it(cast: Cast) -> None:
    pk = said(cast)
    assert released(cast) == ()
    assert "1 zin van een vrijwilliger is nog niet gelezen." in reads(cast.anna, "today")
    text = reads(cast.anna)
    assert text.index("Lees dit eerst") < text.index(WORDS) < text.index("Mag bij de cijfers")
    assert "Bram" in text
    assert WORDS not in reads(cast.gerda)
    version = Quote.objects.get().version
    said_then = presses(cast.anna, "read_quote", pk, reading="fine", version=version)
    assert "Bewaard. De vrijwilliger ziet dat het zo kan." in said_then
    assert released(cast) == (WORDS,)
    assert "nog niet gelezen" not in reads(cast.anna, "today")
    assert "Anna Prins las het. Het kan zo." in Phone(cast.bram).reads("own_quote")


def test_the_board_reads_the_words_and_not_who_said_them(cast: Cast) -> None:
    read(cast, said(cast))
    read(cast, said(cast, "Samen stil zijn.", HERE, who=cast.volunteer("Ria Smit")))
    text = reads(cast.gerda)
    assert WORDS in text
    assert "Samen stil zijn." in text
    for name in ("Bram", "Ria", "Smit"):
        assert name not in text
    for button in ("Kan zo", "wil dit niet meer delen", "Wie zei wat"):
        assert button not in text
    record = AccessRecord.objects.filter(page="quotes", actor_id=cast.gerda.id).latest("pk")
    assert record.subjects.count() == 2


def test_inside_only_is_not_for_the_figures(cast: Cast) -> None:
    read(cast, said(cast, permission=HERE))
    assert released(cast, HERE) == (WORDS,)
    assert released(cast, FIGURES) == ()


def test_other_words_are_asked_for_by_a_call(cast: Cast, phone: Phone) -> None:
    pk = said(cast)
    text = presses(cast.anna, "read_quote", pk, reading="reword", version=1)
    assert "Bel de vrijwilliger over andere woorden." in text
    assert "Bel Bram" in text
    assert released(cast) == ()
    own = phone.reads("own_quote")
    assert "Anna Prins belt je over andere woorden. Tot dan leest niemand anders het." in own
    said(cast, "Iemand die de tijd neemt.")
    assert "Anna leest het eerst." in phone.reads("own_quote")


def test_what_was_changed_meanwhile_is_not_approved_unread(cast: Cast) -> None:
    pk = said(cast)
    said(cast, "Heel andere woorden.")
    text = presses(cast.anna, "read_quote", pk, reading="fine", version=1)
    assert "Deze zin is net veranderd. Lees hem nog een keer." in text
    assert released(cast) == ()
    read(cast, pk)
    assert released(cast) == ("Heel andere woorden.",)
    said(cast, "En weer andere.")
    assert released(cast) == ()


def test_a_name_that_became_one_afterwards_is_not_approved(cast: Cast) -> None:
    pk = said(cast, "Samen naar de Dorpsstraat lopen met mevrouw De Wit.")
    cast.running(cast.bram)
    text = presses(cast.anna, "read_quote", pk, reading="fine", version=1)
    assert "Deze regel noemt een naam of adres." in text
    assert released(cast) == ()
    presses(cast.anna, "read_quote", pk, reading="reword", version=1)
    assert Quote.objects.get().reading == "reword"


def test_fewer_may_always_read_it_also_when_it_names_somebody_by_now(
    cast: Cast, phone: Phone
) -> None:
    pk = said(cast, "Samen naar de Dorpsstraat lopen met mevrouw De Wit.")
    read(cast, pk)
    cast.running(cast.bram)
    for fewer in ("here", "nobody"):
        quote.permit(actor=cast.bram, now=NOW, quote_id=pk, permission=Permission(fewer))
    assert released(cast, HERE) == ()
    with pytest.raises(Refused):
        quote.permit(actor=cast.bram, now=NOW, quote_id=pk, permission=HERE)


def test_where_one_organisation_reads_it_goes_there(cast: Cast) -> None:
    """Zuid was joined first, and nobody works there any more."""
    other = {"email": "bram@example.nl", "phone": "0600000001"}
    Volunteer.objects.filter(pk=cast.bram_id).update(**other)
    Affiliation.objects.create(
        volunteer_id=cast.bram_id,
        organisation_id=cast.zuid_id,
        state="active",
        since=TODAY - timedelta(days=900),
    )
    Membership.objects.filter(organisation_id=cast.zuid_id).update(active=False, ended_on=TODAY)
    Phone(cast.bram).presses("own_quote", words=WORDS, permission="here")
    assert Quote.objects.get().organisation_id == cast.noord_id


def test_every_one_of_many_is_shown_and_recorded(cast: Cast) -> None:
    for n in range(101):
        one = cast.volunteer(f"Helper Nummer{n}", phone=f"06{n:08}", email=f"h{n}@example.nl")
        Quote.objects.create(
            volunteer_id=one.id,
            organisation_id=cast.noord_id,
            words=f"Zin {n}.",
            permission="here",
            reading="" if n == 100 else "fine",
            read_at=None if n == 100 else NOW,
            read_by_id=None if n == 100 else cast.anna.id,
            said_at=NOW + timedelta(seconds=n),
        )
    page = quotes_page(cast.anna, NOW)
    assert [row.words for row in page.to_read] == ["Zin 100."]
    assert len(page.here) == 100
    assert AccessRecord.objects.get(page="quotes").subjects.count() == 101


def test_another_organisation_neither_reads_nor_approves(cast: Cast) -> None:
    pk = said(cast)
    for stranger in (cast.dirk, cast.carla):
        assert WORDS not in reads(stranger)
        for name in ("read_quote", "withdraw_quote"):
            answer = browsing.member(stranger).post(
                reverse(name, args=[pk]), {"reading": "fine", "version": "1"}
            )
            assert answer.status_code == 404
    read(cast, pk)
    assert releasable_quotes(cast.dirk, HERE) == ()
    for nobody in (cast.ella, cast.fred):
        assert browsing.member(nobody).get(reverse("quotes")).status_code == 404


def test_who_left_is_quoted_nowhere_and_forgotten_that_night(cast: Cast) -> None:
    read(cast, said(cast))
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(state="ended")
    assert released(cast) == ()
    assert WORDS not in reads(cast.anna)
    assert daily_work.check_ins(NOW, lambda: False)["quotes"] == 1
    assert not Quote.objects.exists()


def test_after_a_year_it_is_forgotten(cast: Cast) -> None:
    said(cast)
    assert daily_work.check_ins(NOW + timedelta(days=364), lambda: False)["quotes"] == 0
    assert daily_work.check_ins(NOW + timedelta(days=367), lambda: False)["quotes"] == 1


# --- with only a telephone -----


def test_what_was_said_on_the_telephone_is_written_down_with_whom(cast: Cast) -> None:
    who = toon(cast)
    page = reverse("volunteer", args=[who.id])
    assert (
        reverse("note_quote", args=[who.id])
        in browsing.member(cast.anna).get(page).content.decode()
    )
    text = presses(cast.anna, "note_quote", who.id, words=WORDS, permission="figures")
    assert "Opgeschreven, met jouw naam erbij." in text
    row = Quote.objects.get()
    assert (row.noted_by_id, row.reading) == (cast.anna.id, "")
    assert "Opgeschreven door Anna Prins." in reads(cast.henk)
    event = Event.objects.get(type="quote.said")
    assert event.data == {"permission": "figures", "on_behalf": True}


def test_nobody_is_said_not_to_share_on_the_telephone(cast: Cast) -> None:
    """A no is written down nowhere."""
    who = toon(cast)
    text = presses(cast.anna, "note_quote", who.id, words=WORDS, permission="nobody")
    assert WORDS in text
    assert not Quote.objects.exists()


def test_a_spoken_no_takes_it_away(cast: Cast) -> None:
    pk = read(cast, noted(cast))
    text = presses(cast.anna, "withdraw_quote", pk)
    assert "Weggehaald. Niemand leest deze zin meer." in text
    assert not Quote.objects.exists()


def test_a_spoken_no_of_who_has_a_page_leaves_them_their_words(cast: Cast, phone: Phone) -> None:
    pk = read(cast, said(cast))
    presses(cast.anna, "withdraw_quote", pk)
    assert Quote.objects.get().permission == "nobody"
    assert released(cast) == ()
    assert WORDS in phone.reads("own_quote")


def test_nobody_chooses_for_who_has_their_own_page(cast: Cast) -> None:
    assert "heeft een eigen pagina, en zegt dit daar zelf" in reads(
        cast.anna, "note_quote", cast.bram_id
    )
    text = presses(cast.anna, "note_quote", cast.bram_id, words=WORDS, permission="figures")
    assert "Bram kiest dit zelf, op de eigen pagina." in text
    assert WORDS in text
    assert not Quote.objects.exists()
    page = browsing.member(cast.anna).get(reverse("volunteer", args=[cast.bram_id]))
    assert reverse("note_quote", args=[cast.bram_id]) not in page.content.decode()


def test_of_a_volunteer_of_another_organisation_there_is_no_page(cast: Cast) -> None:
    who = toon(cast)
    answer = browsing.member(cast.dirk).get(reverse("note_quote", args=[who.id]))
    assert answer.status_code == 404


# --- what stays -----


def test_no_event_holds_a_word_of_it(cast: Cast) -> None:
    pk = read(cast, said(cast))
    quote.permit(actor=cast.bram, now=NOW, quote_id=pk, permission=HERE)
    quote.withdraw(actor=cast.anna, now=NOW, quote_id=pk)
    quote.erase(actor=cast.bram, now=NOW, quote_id=pk)
    events = Event.objects.filter(aggregate="quote")
    assert events.count() == 5
    assert all("vroeger" not in str(event.data) for event in events)


@pytest.mark.both_engines
def test_who_is_erased_leaves_nothing_of_it(cast: Cast) -> None:
    said(cast)
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert not Quote.objects.exists()


def test_a_quote_that_names_somebody_goes_when_they_are_erased(cast: Cast) -> None:
    said(cast, "Samen koffie met mevrouw De Wit.")
    match_id = cast.running(cast.bram)
    request_id = Request.objects.get(matches=match_id).pk
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=request_id, safe=KNOWN_SAFE)
    assert not Quote.objects.exists()


def test_the_same_again_changes_nothing(cast: Cast) -> None:
    pk = read(cast, said(cast))
    assert said(cast) == pk
    read(cast, pk)
    assert released(cast) == (WORDS,)
    assert Event.objects.filter(type__startswith="quote.").count() == 2


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "wrong",
    [{"permission": "everybody"}, {"reading": "fine"}, {"reading": "good", "read_at": NOW}],
)
def test_the_table_refuses_what_nobody_chose_or_read(cast: Cast, wrong: dict[str, object]) -> None:
    said(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.update(**wrong)


def test_a_bsn_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        said(cast, "Haar nummer is 111222333.")
