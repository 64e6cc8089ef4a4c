"""Several relatives look along, each with an own link: only whom the person let in, and no longer.

The enemies: a stranger with an old link or a guessed key, an ex, whoever asked for the person,
another organisation, two relatives who disagree, and a person who died.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import KNOWN_SAFE, NOW, Cast
from tests.app.questionnaire import text

from loopplank.access.account import links
from loopplank.access.account.actors import SYSTEM, Actor, NotFound
from loopplank.access.messages.staleness import why_not
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import closing, relatives
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.table import RULES
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.intake import ForWhom, Knows
from loopplank.core.requests.relatives import MOST, Channel, May, Relation
from loopplank.core.requests.states import Ownership
from loopplank.jobs.nightly.daily_work import forget
from loopplank.store.models import (
    AccessRecord,
    Event,
    HelpSeeker,
    Link,
    Match,
    Message,
    Relative,
    Request,
    SearchWord,
)
from loopplank.web.kit import clock

PAGE, OWN = "/meekijken/", "/uw-vraag/meekijken/"
PETER = relatives.Person(
    "Peter Quispel", Relation.CHILD, May.VISITS, "0611112222", "peter@example.nl"
)
KARIN = relatives.Person("Karin Ooststad", Relation.CHILD, May.COURSE, "0633334444")
BY_PHONE = relatives.Word(Channel.PHONE)
TYPED = {"name": "Peter Quispel", "relation": "child", "may": "visits", "phone": "06 11112222"}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def running(cast: Cast) -> UUID:
    """Help that Ria gives."""
    match_id = cast.running(cast.volunteer("Ria Smit"))
    request_id: UUID = Match.objects.get(pk=match_id).request_id
    return request_id


def person(request_id: UUID) -> Actor:
    return Actor(Role.HELP_SEEKER, id=request_id)


def let_in(
    actor: Actor,
    request_id: UUID,
    who: relatives.Person = PETER,
    word: relatives.Word = BY_PHONE,
) -> UUID:
    return relatives.name_relative(
        actor=actor, now=NOW, request_id=request_id, person=who, word=word
    )


def looking(relative_id: UUID) -> Client:
    return browsing.by_link(links.RELATIVE, relative_id)


def close(cast: Cast, request_id: UUID, reason: ClosingReason) -> None:
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(reason, nobody_discussed=True, safe=KNOWN_SAFE),
    )


# --- what is seen ---------------------------------------------------------------------------------


def test_each_relative_sees_only_what_the_person_chose_for_them(cast: Cast, running: UUID) -> None:
    seeker = Request.objects.get(pk=running).help_seeker
    assert seeker is not None
    Request.objects.filter(pk=running).update(story="Diabetes en een rollator")
    peter = text(looking(let_in(cast.anna, running)).get(PAGE))
    karin = text(looking(let_in(person(running), running, KARIN)).get(PAGE))
    for page in (peter, karin):
        assert "Ria komt" in page
        assert "Wie komt wanneer?" in page
        assert "112" in page
        hidden = ("Smit", seeker.street, seeker.phone, "Diabetes", "rollator", "uw-vraag")
        for one in hidden:
            assert not one or one not in page, one
    assert "De hulp loopt." in karin
    assert "De hulp loopt." not in peter
    assert "Karin" not in peter, "nobody learns who else looks along"
    assert "Peter" not in karin
    record = AccessRecord.objects.filter(page="looking_along").latest("pk")
    assert record.actor_role == "relative"
    assert seeker.pk in record.subjects.values_list("subject_id", flat=True)
    who = text(browsing.member(cast.anna).get(reverse("who_looked", args=[running])))
    assert "Karin Ooststad" in who


def test_a_relative_can_only_read_and_go(cast: Cast, running: UUID) -> None:
    peter, karin = let_in(cast.anna, running), let_in(cast.anna, running, KARIN)
    client = looking(peter)
    for name, args in (
        ("own_relatives", []),
        ("change_own_relative", [karin]),
        ("report_change", []),
        ("raise_concern", []),
    ):
        assert client.post(reverse(name, args=args), {"answer": "stop"}).status_code == 403, name
    assert client.get("/uw-vraag/").status_code == 403
    me = Actor(Role.RELATIVE, id=peter)
    with pytest.raises(NotFound):
        let_in(me, running, KARIN)
    with pytest.raises(NotFound):
        relatives.remove_relative(actor=me, now=NOW, request_id=running, relative_id=karin)
    # pressed by mistake it asks first; then it is done
    assert "Ja, stop en wis" in text(client.post(PAGE, {"answer": "ask"}))
    assert Relative.objects.filter(pk=peter).exists()
    assert "U kijkt niet meer mee" in text(client.post(PAGE, {"answer": "stop"}))
    assert list(Relative.objects.values_list("pk", flat=True)) == [karin]
    assert not Message.objects.filter(to="relative", relative_id=peter).exists()
    assert client.get(PAGE).status_code == 403
    assert Event.objects.filter(type="request.relative_left").count() == 1


def test_a_stranger_with_a_guessed_key_gets_nothing(cast: Cast, running: UUID) -> None:
    let_in(cast.anna, running)
    stranger = browsing.visitor()
    assert stranger.get(PAGE).status_code == 403
    assert stranger.get(f"/l/{'x' * 22}").status_code in {403, 404, 410}
    assert stranger.get(PAGE).status_code == 403
    assert stranger.post(OWN, TYPED).status_code == 403


# --- who names ------------------------------------------------------------------------------------


def test_the_person_names_and_removes_on_their_own_page(cast: Cast, running: UUID) -> None:
    client = browsing.asker(running)
    assert "Wie kijkt mee?" in text(client.get("/uw-vraag/"))
    assert "Nu kijkt niemand mee." in text(client.get(OWN))
    missing = client.post(OWN, {"name": "Peter Quispel"})
    assert missing.status_code == 422
    assert "Peter Quispel" in text(missing)
    assert client.post(OWN, {**TYPED, "phone": ""}).status_code == 409
    assert "Peter Quispel mag meekijken." in text(client.post(OWN, TYPED, follow=True))
    twice = client.post(OWN, TYPED)
    assert twice.status_code == 409
    assert "Peter Quispel kijkt al mee." in text(twice)
    one = Relative.objects.get()
    assert (one.channel, one.said_by, one.named_by_id) == ("link", "self", None)
    message = Message.objects.get(template="relative_named")
    assert (message.to, message.channel) == ("relative", "sms")
    assert "peter" not in str(Event.objects.filter(type="request.relative_named").values()).lower()
    peter = looking(one.pk)
    assert peter.get(PAGE).status_code == 200
    where = reverse("change_own_relative", args=[one.pk])
    client.post(where, {"answer": "course"})
    assert "De hulp loopt." in text(peter.get(PAGE))
    assert "kijkt niet meer mee" in text(client.post(where, {"answer": "stop"}, follow=True))
    assert peter.get(PAGE).status_code == 403, "also in a browser that had it open"
    assert not Link.objects.filter(purpose=links.RELATIVE).exists()
    assert not Relative.objects.exists()
    assert client.post(where, {"answer": "stop"}).status_code == 404


def test_whoever_asked_for_the_person_names_nobody(cast: Cast) -> None:
    asked: dict[str, Any] = {"for_whom": ForWhom.FAMILY, "applicant_name": "Els Kramer"}
    knows = cast.web_request(**asked, knows=Knows.YES, applicant_phone="0655556666")
    daughter = browsing.by_link(links.APPLICANT, knows)
    assert daughter.get(OWN).status_code == 404
    assert daughter.post(OWN, TYPED).status_code == 404
    # while the person does not know, whoever asked holds the only link
    secret = cast.web_request(**asked, knows=Knows.NO, applicant_phone="0655556666")
    holder = browsing.asker(secret)
    assert holder.post(OWN, TYPED).status_code == 404
    assert "Wie kijkt mee?" not in text(holder.get("/uw-vraag/"))
    with pytest.raises(Refused) as refused:
        let_in(cast.anna, secret)
    assert refused.value.reason.code == "relative.does_not_know"
    assert not Relative.objects.exists()
    # and whoever filled in the form as the person is nobody we know before the first talk
    new = cast.web_request()
    with pytest.raises(Refused) as refused:
        let_in(person(new), new)
    assert refused.value.reason.code == "relative.not_spoken"
    # of whoever asked there is a page already, also when the coordinator types them once more
    with pytest.raises(Refused) as refused:
        let_in(cast.anna, knows, relatives.Person("els kramer", Relation.CHILD, May.VISITS))
    assert refused.value.reason.code == "relative.is_applicant"


def test_a_coordinator_writes_down_who_said_it(cast: Cast, running: UUID) -> None:
    client = browsing.member(cast.anna)
    where = reverse("relatives", args=[running])
    assert "Kies wie zei dat het mag." in text(client.post(where, TYPED))
    said = {**TYPED, "phone": "", "said_by": "representative", "channel": "visit"}
    assert client.post(where, said).status_code == 409
    page = text(client.post(where, {**said, "representative": "Mr. Bewind"}, follow=True))
    assert "Gezegd door Mr. Bewind, bij een bezoek. Opgeschreven door Anna Prins" in page
    assert "/l/" in page, "on paper: the link itself"
    assert not Message.objects.filter(to="relative").exists()
    one = Relative.objects.get()
    old = looking(one.pk)
    assert old.get(PAGE).status_code == 200
    change = reverse("change_relative", args=[running, one.pk])
    assert "De oude werkt niet meer." in text(client.post(change, {"answer": "link"}, follow=True))
    assert old.get(PAGE).status_code == 403, "whoever got it passed on sees nothing now"
    assert looking(one.pk).get(PAGE).status_code == 200
    assert client.post(change, {"answer": "everything"}).status_code == 404
    paper = text(client.get(reverse("print_request", args=[running])))
    assert "Peter Quispel" in paper
    with pytest.raises(NotFound):
        let_in(cast.anna, running, KARIN, relatives.ON_OWN_PAGE)


def test_another_organisation_finds_nothing(cast: Cast, running: UUID) -> None:
    one = let_in(cast.anna, running)
    carla = browsing.member(cast.carla)
    for name, args in (("relatives", [running]), ("change_relative", [running, one])):
        assert carla.post(reverse(name, args=args), {"answer": "stop"}).status_code == 404
    other = cast.request(of=cast.carla)
    for request_id in (running, other):
        with pytest.raises(NotFound):
            relatives.remove_relative(
                actor=cast.carla, now=NOW, request_id=request_id, relative_id=one
            )
    # nor does somebody who is helped reach the relative of another
    with pytest.raises(NotFound):
        relatives.remove_relative(actor=person(other), now=NOW, request_id=other, relative_id=one)
    assert Relative.objects.count() == 1


@pytest.mark.both_engines
def test_a_name_finds_nobody(cast: Cast, running: UUID) -> None:
    let_in(cast.anna, running)
    assert not SearchWord.objects.filter(word__icontains="quispel").exists()
    for who in (cast.anna, cast.carla):
        found = text(browsing.search(browsing.member(who), reverse("search"), "Quispel"))
        assert reverse("request", args=[running]) not in found


def test_no_more_than_a_few_and_no_messages_to_strangers(cast: Cast, running: UUID) -> None:
    me = person(running)
    for n in range(11):
        who = relatives.Person(f"Naam {n}", Relation.FRIEND, May.VISITS, f"06100000{n:02}")
        if n == 10:
            with pytest.raises(Refused) as refused:
                let_in(me, running, who)
            assert refused.value.reason.code == "relative.often"
        else:
            made = let_in(me, running, who)
            relatives.remove_relative(actor=me, now=NOW, request_id=running, relative_id=made)
    for n in range(MOST):
        who = relatives.Person(f"Naam {n}", Relation.FRIEND, May.VISITS)
        let_in(cast.anna, running, who)
    with pytest.raises(Refused) as refused:
        let_in(cast.anna, running, PETER)
    assert refused.value.reason.code == "relative.full"


# --- the end --------------------------------------------------------------------------------------


def test_nobody_reads_of_a_death_or_an_end_here(
    cast: Cast, running: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = let_in(cast.anna, running, KARIN)
    client = looking(one)
    message = Message.objects.get(relative_id=one)
    assert why_not(message, RULES["relative_named"], NOW) is None
    other = cast.request()
    seeker = Request.objects.get(pk=running).help_seeker
    Request.objects.filter(pk=other).update(help_seeker=seeker)
    shut = []
    for change in (
        # taken over elsewhere: nobody travels along
        {"standing": Ownership.FOLLOWING.value},
        {"person_knows": Knows.NO.value},
    ):
        before = Request.objects.filter(pk=running).values(*change).get()
        Request.objects.filter(pk=running).update(**change)
        shut.append(text(client.get(PAGE)))
        Request.objects.filter(pk=running).update(**before)
    # died, as was written down with another question
    close(cast, other, ClosingReason.DECEASED)
    shut.append(text(client.get(PAGE)))
    message.refresh_from_db()
    assert why_not(message, RULES["relative_named"], NOW) is not None
    close(cast, running, ClosingReason.DECEASED)
    shut.append(text(client.get(PAGE)))
    for page in shut:
        assert "Deze bladzijde is gesloten." in page
        for hidden in ("Ria", "De Wit", "overleden", "leven met u mee", "Wat mag u zien?"):
            assert hidden not in page, hidden
    assert len({page.split("<main", 1)[-1].split("csrfmiddlewaretoken")[0] for page in shut}) == 1
    with pytest.raises(Refused) as refused:
        let_in(cast.anna, running)
    assert refused.value.reason.code == "relative.closed"
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=31))
    assert client.get(PAGE).status_code == 403
    forget(NOW + timedelta(days=29), lambda: False)
    assert Relative.objects.exists()
    forget(NOW + timedelta(days=32), lambda: False)
    assert not Relative.objects.exists()
    assert not Link.objects.filter(purpose=links.RELATIVE).exists()
    assert HelpSeeker.objects.filter(pk=seeker and seeker.pk).exists()


def test_whoever_is_erased_takes_their_relatives_along(cast: Cast) -> None:
    request_id = cast.request()
    let_in(cast.anna, request_id)
    close(cast, request_id, ClosingReason.NOT_WANTED)
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=request_id)
    assert not Relative.objects.exists()
    assert not Link.objects.filter(purpose=links.RELATIVE).exists()
    assert not Message.objects.filter(to="relative").exists()


def test_one_who_went_is_gone_for_whoever_presses_late(cast: Cast, running: UUID) -> None:
    one = let_in(cast.anna, running)
    me = Actor(Role.RELATIVE, id=one)
    relatives.remove_relative(actor=cast.anna, now=NOW, request_id=running, relative_id=one)
    with pytest.raises(NotFound):
        relatives.leave(actor=me, now=NOW)
    with pytest.raises(NotFound):
        relatives.let_relative_see(
            actor=cast.anna, now=NOW, request_id=running, relative_id=one, may=May.COURSE
        )
    relatives.expire(actor=SYSTEM, now=NOW, relative_id=uuid4())
