"""Whom a network names for its organisations: where they named nobody, and to that reader alone."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.joining import join
from tests.app.on_the_phone import Phone, plain, since_weeks
from tests.app.wellbeing.test_confidential import every_page
from tests.app.wellbeing.test_escalation import evening, row, sent

from loopplank.access.account.actors import SYSTEM, Actor, NotFound, actor_of
from loopplank.actions.organisations import colleagues
from loopplank.actions.responsibility import absence
from loopplank.actions.wellbeing import safety, signal_steps, trusted
from loopplank.actions.wellbeing.safety import Outside
from loopplank.core.account.roles import Role
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    AccessRecord,
    Event,
    Membership,
    Message,
    Network,
    SafetyFile,
    TrustedOfNetwork,
    VolunteerSignal,
)
from loopplank.web.kit import clock

WORDS = "Zij luistert nooit naar mij."


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9)


def named(netty: Actor, **who: object) -> None:
    trusted.set_network_trusted(actor=netty, now=NOW, **who)  # type: ignore[arg-type]


def reads(who: Actor, name: str, *args: object) -> str:
    return plain(browsing.member(who).get(reverse(name, args=args)).content.decode())


def has(who: Actor, name: str, *args: object) -> int:
    return browsing.member(who).get(reverse(name, args=args)).status_code


# --- who counts -----------------------------------------------------------------------------------


def test_where_an_organisation_named_nobody_the_network_does(cast: Cast, netty: Actor) -> None:
    named(netty, adviser_id=cast.carla.id)
    text = Phone(cast.bram).reads("too_heavy")
    assert (
        "Vertrouwenspersoon Carla Zuid, van het netwerk. Carla belt je uiterlijk dinsdag 24"
        " november." in text
    )


def test_what_an_organisation_named_itself_comes_first(cast: Cast, netty: Actor) -> None:
    named(netty, adviser_id=cast.carla.id, safety_contact_id=cast.carla.id)
    safety.set_trusted(
        actor=cast.anna, now=NOW, adviser_id=cast.gerda.id, safety_contact_id=cast.gerda.id
    )
    text = Phone(cast.bram).reads("too_heavy")
    assert "Gerda Bestuur" in text
    assert "Carla" not in text
    sent(cast, adviser=True)
    sent(cast, reason="not_right")
    of = VolunteerSignal.objects.values_list("to_id", "of_network")
    assert set(of) == {(cast.gerda.id, False)}


def test_somebody_outside_is_called_by_the_volunteer_and_nothing_is_kept(
    cast: Cast,
    netty: Actor,
) -> None:
    named(netty, outside=Outside("Nel de Boer", "0612349876"))
    phone = Phone(cast.bram)
    assert "Nel de Boer, van het netwerk. Je belt zelf" in phone.reads("too_heavy")
    text = phone.then_reads("too_heavy", words=WORDS, to="adviser")
    assert "Je kunt Nel de Boer bellen." in text
    assert "06 12 34 98 76" in text
    assert (row().words, row().to_id, row().of_network) == ("", None, True)


def test_the_adviser_is_never_the_one_whom_it_is_about(cast: Cast, netty: Actor) -> None:
    match_id = since_weeks(cast, cast.bram)
    named(netty, adviser_id=cast.anna.id)
    assert "Vertrouwenspersoon" not in Phone(cast.bram).reads("too_heavy")
    with pytest.raises(NotFound):
        sent(cast, adviser=True, match_id=match_id)


def test_with_nobody_anywhere_the_page_says_so(cast: Cast) -> None:
    assert "Er is bij ons geen vertrouwenspersoon." in Phone(cast.bram).reads("too_heavy")


@pytest.mark.parametrize("gone", ["left", "runs the network"])
def test_who_left_or_runs_the_network_does_not_count(
    cast: Cast,
    netty: Actor,
    gone: str,
) -> None:
    named(netty, adviser_id=cast.carla.id, safety_contact_id=cast.carla.id)
    if gone == "left":
        Membership.objects.filter(pk=cast.carla.id).update(active=False, ended_on=TODAY)
    else:
        _runs_the_network(cast, cast.carla)
    assert "Carla" not in Phone(cast.bram).reads("too_heavy")
    sent(cast, reason="not_right", words=WORDS)
    assert (row().to_id, row().of_network) == (cast.anna.id, False)


# --- who reads it ---------------------------------------------------------------------------------


def test_only_that_adviser_reads_it(cast: Cast, netty: Actor) -> None:
    match_id = since_weeks(cast, cast.bram)
    named(netty, adviser_id=cast.carla.id)
    before = {who: _all_pages(who) for who in (cast.anna, cast.henk, cast.dirk, netty)}
    sent(cast, words=WORDS, adviser=True, match_id=match_id)
    text = reads(cast.carla, "signal", row().pk)
    assert "Zij luistert nooit naar mij" in text
    assert "Bram Vrijwilliger" in text
    assert "Van Noord. Het netwerk noemde jou." in text
    assert "Van Noord. Het netwerk noemde jou." in reads(cast.carla, "today")
    read = AccessRecord.objects.filter(page="signal", purpose="confidential")
    assert read.get().organisation_id == cast.zuid_id
    for who, pages in before.items():
        assert has(who, "signal", row().pk) == 404
        after = _all_pages(who)
        for name, page in after.items():
            assert "luistert nooit" not in page, (who.name, name)
            # that pages were opened stands in the log of the network, and nothing of what
            if who in (cast.dirk, netty) and name != "security_log":
                assert page == pages[name], (who.name, name)
    assert "Bram" not in reads(cast.dirk, "today")


def test_she_reads_of_the_volunteer_and_of_nobody_else(cast: Cast, netty: Actor) -> None:
    """The volunteer chose this for themselves; whom they help is told on the telephone."""
    match_id = since_weeks(cast, cast.bram)
    named(netty, adviser_id=cast.carla.id)
    sent(cast, words=WORDS, adviser=True, match_id=match_id)
    for name, parts in (("signal", (row().pk,)), ("today", ())):
        assert "De Wit" not in reads(cast.carla, name, *parts)
    page = browsing.member(cast.carla).get(reverse("signal", args=[row().pk])).content.decode()
    assert reverse("volunteer", args=[cast.bram_id]) not in page
    assert has(cast.carla, "volunteer", cast.bram_id) == 404


def test_she_calls_and_writes_down_what_was_done(cast: Cast, netty: Actor) -> None:
    match_id = since_weeks(cast, cast.bram)
    named(netty, adviser_id=cast.carla.id)
    sent(cast, words=WORDS, adviser=True, match_id=match_id)
    carla = browsing.member(cast.carla)
    carla.post(reverse("acknowledge_signal", args=[row().pk]))
    done = carla.post(reverse("signal", args=[row().pk]), {"outcome": "stopped"})
    assert done["Location"] == reverse("today")
    assert (row().outcome, row().answered_by_id) == ("stopped", cast.carla.id)
    assert "Heeft Carla je gesproken?" in Phone(cast.bram).reads("week")


def test_she_is_told_at_her_own_organisation_and_nobody_else_reads_that(
    cast: Cast,
    netty: Actor,
) -> None:
    named(netty, adviser_id=cast.carla.id)
    Message.objects.all().delete()
    sent(cast, adviser=True)
    told = Message.objects.get(template="signal_yours")
    assert (told.account_id, told.organisation_id) == (cast.carla.account_id, cast.zuid_id)


def test_a_telephone_call_may_go_to_her_too(cast: Cast, netty: Actor) -> None:
    named(netty, adviser_id=cast.carla.id)
    where = reverse("note_signal", args=[cast.bram_id])
    browsing.member(cast.anna).post(where, {"words": WORDS, "to": "adviser"})
    assert (row().to_id, row().of_network) == (cast.carla.id, True)
    assert has(cast.anna, "signal", row().pk) == 404


@pytest.mark.both_engines
def test_nothing_but_what_is_confidential_crosses(cast: Cast) -> None:
    sent(cast, words=WORDS)
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerSignal.objects.update(of_network=True)


# --- nobody calls ---------------------------------------------------------------------------------


def test_unanswered_the_network_hears_who_and_not_of_whom(cast: Cast, netty: Actor) -> None:
    named(netty, adviser_id=cast.carla.id)
    sent(cast, words=WORDS, adviser=True)
    Sweeper().sweep(evening(1))
    assert (row().to_id, row().watched_by_id) == (cast.carla.id, netty.id)
    text = reads(netty, "network_overview")
    assert "op een gesprek met Carla Zuid. Zorg dat er wordt gebeld" in text
    seen = AccessRecord.objects.filter(page="network_overview").latest("at").subjects
    assert seen.filter(subject_id=cast.carla.account_id).exists()
    assert "Een vrijwilliger van Noord" not in text
    assert "Bram" not in text
    told = Message.objects.get(template="signal_watch_named")
    assert (told.account_id, told.organisation_id) == (netty.account_id, netty.organisation_id)
    assert not Message.objects.filter(template="signal_watch").exists()


def test_it_climbs_at_once_when_she_is_away_from_her_own_organisation(
    cast: Cast,
    netty: Actor,
) -> None:
    named(netty, adviser_id=cast.carla.id)
    sent(cast, adviser=True)
    absence.note(
        actor=cast.dirk,
        now=NOW,
        membership_id=cast.carla.id,
        first=TODAY,
        last=TODAY + timedelta(days=7),
    )
    Sweeper().sweep(NOW)
    assert row().watched_by_id == netty.id


def test_a_worry_climbs_to_who_stands_in_of_the_network(cast: Cast, netty: Actor) -> None:
    named(netty, safety_contact_id=cast.carla.id, safety_stand_in_id=cast.gerda.id)
    sent(cast, reason="not_right", words=WORDS)
    Sweeper().sweep(evening(1))
    assert row().to_id == cast.gerda.id
    Sweeper().sweep(evening(2))
    assert row().watched_by_id == netty.id
    assert "Bram" not in reads(netty, "network_overview")


# --- a worry --------------------------------------------------------------------------------------


def test_a_worry_stands_in_a_file_of_the_contact_person_of_the_network(
    cast: Cast,
    netty: Actor,
) -> None:
    match_id = since_weeks(cast, cast.bram)
    named(netty, safety_contact_id=cast.carla.id, safety_stand_in_id=cast.gerda.id)
    page = Phone(cast.bram).reads("too_heavy")
    assert "Alleen Carla Zuid van het netwerk of de vervanger leest dit." in page
    sent(cast, reason="not_right", words=WORDS, match_id=match_id)
    file = SafetyFile.objects.get()
    assert (file.held_by_id, file.stand_in_id) == (cast.carla.id, cast.gerda.id)
    assert row().words == ""
    text = reads(cast.carla, "safety_file", file.pk)
    assert "Zij luistert nooit naar mij" in text
    assert "De Wit" in text
    assert "Van Noord. Het netwerk noemde jou." in text
    assert "Van Noord" in reads(cast.carla, "safety_files")
    assert has(cast.gerda, "safety_file", file.pk) == 200
    for who in (cast.anna, cast.henk, cast.dirk, netty):
        assert has(who, "safety_file", file.pk) == 404
        with pytest.raises(NotFound):
            safety.note_step(actor=who, now=NOW, file_id=file.pk, step="talk", on=TODAY)
    assert AccessRecord.objects.filter(page="safety_file", organisation_id=cast.zuid_id).exists()
    carla = browsing.member(cast.carla)
    carla.post(reverse("acknowledge_safety", args=[file.pk]))
    carla.post(reverse("close_safety", args=[file.pk]), {"outcome": "no_worry"})
    assert SafetyFile.objects.get().outcome == "no_worry"


def test_who_may_change_the_settings_of_the_organisation_gets_no_file_of_the_network(
    cast: Cast,
    netty: Actor,
) -> None:
    """Also not when whoever held it left: it goes to whom the network names then."""
    named(netty, safety_contact_id=cast.carla.id)
    sent(cast, reason="not_right", words=WORDS)
    file = SafetyFile.objects.get()
    Membership.objects.filter(pk=cast.carla.id).update(active=False, ended_on=TODAY)
    safety.set_trusted(actor=cast.anna, now=NOW, safety_contact_id=cast.anna.id)
    assert has(cast.anna, "safety_file", file.pk) == 404
    named(netty, safety_contact_id=cast.dirk.id)
    assert has(cast.dirk, "safety_file", file.pk) == 200


def test_who_came_to_run_the_network_inherits_no_file(cast: Cast, netty: Actor) -> None:
    named(netty, safety_contact_id=cast.carla.id)
    sent(cast, reason="not_right", words=WORDS)
    file = SafetyFile.objects.get()
    Membership.objects.filter(pk=cast.carla.id).update(active=False, ended_on=TODAY)
    named(netty, safety_contact_id=cast.dirk.id)
    dirk = Membership.objects.get(pk=cast.dirk.id)
    Membership.objects.create(
        account=dirk.account, organisation_id=cast.zuid_id, role=Role.NETWORK_ADMIN, since=TODAY
    )
    assert has(cast.dirk, "safety_file", file.pk) == 404
    assert has(cast.dirk, "safety_files") == 404


def test_a_file_of_an_organisation_does_not_become_the_networks(cast: Cast, netty: Actor) -> None:
    safety.set_trusted(actor=cast.anna, now=NOW, safety_contact_id=cast.gerda.id)
    sent(cast, reason="not_right", words=WORDS)
    file = SafetyFile.objects.get()
    Membership.objects.filter(pk=cast.gerda.id).update(active=False, ended_on=TODAY)
    named(netty, safety_contact_id=cast.henk.id)
    assert has(cast.henk, "safety_file", file.pk) == 404
    safety.set_trusted(actor=cast.anna, now=NOW, safety_contact_id=cast.henk.id)
    assert has(cast.henk, "safety_file", file.pk) == 200


def test_naming_somebody_else_leaves_an_open_file_where_it_is(cast: Cast, netty: Actor) -> None:
    named(netty, safety_contact_id=cast.carla.id)
    sent(cast, reason="not_right", words=WORDS)
    file = SafetyFile.objects.get()
    named(netty, safety_contact_id=cast.dirk.id)
    assert has(cast.carla, "safety_file", file.pk) == 200
    assert has(cast.dirk, "safety_file", file.pk) == 404


# --- naming them ----------------------------------------------------------------------------------


def test_the_administrator_names_them_and_they_hear_of_it(cast: Cast, netty: Actor) -> None:
    client, where = browsing.member(netty), reverse("network_trusted")
    page = plain(client.get(where).content.decode())
    assert "Carla Zuid, Zuid" in page
    assert "Noord: geen vertrouwenspersoon en geen contactpersoon bij zorgen." in page
    assert "Gemeente Waterstad:" not in page
    typed = {"adviser": str(cast.carla.id), "safety_contact": str(cast.henk.id)}
    assert "Bewaard." in plain(client.post(where, typed, follow=True).content.decode())
    event = Event.objects.get(type="network.trusted_set")
    assert event.data["adviser"] == str(cast.carla.id)
    told = Message.objects.filter(template="named_by_network")
    assert set(told.values_list("account_id", "organisation_id")) == {
        (cast.carla.account_id, cast.zuid_id),
        (cast.henk.account_id, cast.noord_id),
    }
    # the same once more says nothing to anybody
    client.post(where, typed)
    assert Event.objects.filter(type="network.trusted_set").count() == 1
    client.post(where, {"safety_contact": str(cast.henk.id)})
    assert Message.objects.get(template="no_longer_named").account_id == cast.carla.account_id
    text = reads(netty, "settings")
    assert "Noord: geen vertrouwenspersoon." in text
    assert "Zuid: geen vertrouwenspersoon." in text


def test_what_cannot_be_is_said_and_loses_nothing_typed(cast: Cast, netty: Actor) -> None:
    client, where = browsing.member(netty), reverse("network_trusted")
    no_number = client.post(where, {"adviser_name": "Nel de Boer"})
    assert no_number.status_code == 422
    assert "Vul ook een telefoonnummer in" in no_number.content.decode()
    assert "Nel de Boer" in no_number.content.decode()
    same = str(cast.henk.id)
    twice = client.post(where, {"safety_contact": same, "safety_stand_in": same})
    assert "De vervanger is een ander dan de contactpersoon." in twice.content.decode()
    assert not TrustedOfNetwork.objects.exists()


def test_only_members_of_the_network_who_do_not_run_it(cast: Cast, netty: Actor) -> None:
    _runs_the_network(cast, cast.gerda)
    assert "Gerda" not in reads(netty, "network_trusted")
    for nobody in (netty.id, cast.gerda.id, cast.ella.id, cast.fred.id, UUID(int=7)):
        with pytest.raises(NotFound):
            named(netty, adviser_id=nobody)


def test_nobody_else_opens_that_page(cast: Cast) -> None:
    for who in (cast.anna, cast.gerda, cast.ella, cast.fred):
        assert has(who, "network_trusted") == 404


def test_an_organisation_reads_who_counts_and_names_its_own(cast: Cast, netty: Actor) -> None:
    assert "Ook het netwerk noemde niemand." in reads(cast.anna, "settings_trusted")
    assert "Vrijwilligers kunnen dan alleen bij jullie terecht." in reads(cast.anna, "settings")
    named(netty, adviser_id=cast.carla.id, safety_contact_id=cast.henk.id)
    text = reads(cast.anna, "settings_trusted")
    assert "Vertrouwenspersoon: Carla Zuid, van het netwerk." in text
    assert "Contactpersoon bij zorgen: Henk Achterwacht, van het netwerk." in text
    assert "terecht bij wie het netwerk noemde" in reads(cast.anna, "settings")
    safety.set_trusted(actor=cast.anna, now=NOW, adviser_id=cast.gerda.id)
    assert "Vertrouwenspersoon: Gerda Bestuur." in reads(cast.anna, "settings_trusted")


def test_answering_after_a_no_comes_back_to_her(cast: Cast, netty: Actor) -> None:
    named(netty, adviser_id=cast.carla.id)
    signal_id = sent(cast, adviser=True)
    signal_steps.answer_signal(actor=cast.carla, now=NOW, signal_id=signal_id, outcome="talked")
    signal_steps.say_heard(actor=cast.bram, now=NOW, signal_id=signal_id, spoken=False)
    assert (row().to_id, row().answered_at) == (cast.carla.id, None)


# --- underneath -----------------------------------------------------------------------------------


def _runs_the_network(cast: Cast, who: Actor) -> Actor:
    account = Membership.objects.select_related("account").get(pk=who.id).account
    membership_id = join(
        actor=SYSTEM,
        now=NOW,
        organisation_id=who.own_organisation,
        person=colleagues.Person(account.name, account.email),
        role=Role.NETWORK_ADMIN,
    )
    rows = Membership.objects.select_related("account", "organisation")
    return actor_of(rows.get(pk=membership_id))


def _all_pages(who: Actor) -> dict[str, str]:
    return every_page(browsing.member(who), {"volunteer_id": None})
