"""What a volunteer chooses about messages, what they were told, and the click that ends digests."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.on_the_phone import Phone
from tests.app.questionnaire import text

from loopplank.access.messages.messages import facts_of, with_people
from loopplank.access.messages.own_messages import token_of, unsubscribe_address
from loopplank.access.messages.wishes import wishes_of
from loopplank.actions.messages import messages
from loopplank.actions.privacy import erasure
from loopplank.core.messages.wishes import AskAt, Wishes
from loopplank.store.models import Account, Event, Message, MessageWishes, Volunteer
from loopplank.web.kit import clock

CHOSEN = {"ask_at": "evening", "days_before": "none", "monday": "on", "rest_day": "2"}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def phone(cast: Cast) -> Phone:
    """Bram's."""
    return Phone(cast.bram)


# --- choosing -----------------------------------------------------------------------------------


def test_the_page_says_what_holds_for_everybody_and_begins_calm(phone: Phone) -> None:
    page = phone.reads("message_wishes")
    assert "Je krijgt ten hoogste 3 berichten per week." in page
    assert "Tussen 20:00 en 8:30 uur krijg je niets. Op zondag ook niet." in page
    html = phone.html("message_wishes")
    assert 'value="morning" id="id_ask_at_0" checked' in html or "checked" in html
    assert reverse("message_wishes") in phone.html("own_details")


def test_what_is_chosen_is_kept_shown_again_and_recorded_without_values(
    cast: Cast, phone: Phone
) -> None:
    assert "Bewaard." in phone.then_reads("message_wishes", **CHOSEN)
    assert wishes_of(cast.bram_id) == Wishes(AskAt.EVENING, False, True, 2)
    assert 'value="2" selected' in phone.html("message_wishes")
    event = Event.objects.get(type="volunteer.message_wishes_changed")
    assert event.data == {"columns": ["ask_at", "monday", "rest_day", "visit_reminder"]}
    phone.presses("message_wishes", **CHOSEN)
    assert Event.objects.filter(type="volunteer.message_wishes_changed").count() == 1
    phone.presses("message_wishes", ask_at="morning", days_before="1", rest_day="none")
    assert wishes_of(cast.bram_id) == Wishes()


def test_a_coordinator_writes_down_when_a_reminder_comes_and_it_is_told(cast: Cast) -> None:
    page = reverse("volunteer_reminder", args=[cast.bram_id])
    anna = browsing.member(cast.anna)
    assert "Een dag ervoor" in text(anna.get(page))
    told = anna.post(page, {"days_before": "2"}, follow=True)
    assert "Bewaard. De vrijwilliger hoort dat jij dit aanpaste." in text(told)
    assert wishes_of(cast.bram_id) == Wishes(days_before=2)
    assert Message.objects.filter(volunteer=cast.bram_id, template="changed_for_you").count() == 1
    event = Event.objects.get(type="volunteer.message_wishes_changed")
    assert (event.actor_id, event.data["on_behalf"]) == (cast.anna.id, True)
    anna.post(page, {"days_before": "2"})
    assert Event.objects.filter(type="volunteer.message_wishes_changed").count() == 1
    assert anna.post(page, {"days_before": "none"}).status_code == 302
    assert wishes_of(cast.bram_id) == Wishes(visit_reminder=False, days_before=2)
    assert anna.post(page, {}).status_code == 422
    carla = browsing.member(cast.carla)
    assert carla.get(page).status_code == carla.post(page, {"days_before": "0"}).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"ask_at": ""}, {"ask_at": "night"}, {"rest_day": "9"}, {"days_before": "3"}]
)
def test_what_does_not_exist_is_a_sentence_and_the_rest_stays(
    cast: Cast, phone: Phone, wrong: dict[str, str]
) -> None:
    answer = phone.presses("message_wishes", **{**CHOSEN, **wrong})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert 'name="monday" id="id_monday" checked' in answer.content.decode()
    assert wishes_of(cast.bram_id) == Wishes()


# --- reading ------------------------------------------------------------------------------------


def test_what_was_told_is_read_in_full_and_what_waits_is_not(cast: Cast, phone: Phone) -> None:
    assert "Er is niets. Geniet ervan." in phone.reads("own_messages")
    welcome = Message.objects.get(template="welcome", volunteer_id=cast.bram_id)
    messages.tell(actor=cast.anna, now=NOW, message_id=welcome.pk, how="sent")
    cast.asked(cast.bram)
    page = phone.reads("own_messages")
    assert "Jouw grens is van jou." in page
    assert "Noord" in page
    assert "We hebben een vraag voor je" not in page
    # the key to this very page stands in no page
    assert "/l/" not in phone.html("own_messages")


def test_nobody_elses_messages_are_there(cast: Cast, phone: Phone) -> None:
    ria = cast.volunteer("Ria Smit")
    for row in Message.objects.filter(template="welcome"):
        messages.tell(actor=cast.anna, now=NOW, message_id=row.pk, how="sent")
    assert "Dag Ria" in Phone(ria).reads("own_messages")
    assert "Dag Ria" not in phone.reads("own_messages")


def test_the_list_costs_the_same_for_one_as_for_many(cast: Cast, queries: object) -> None:
    client = browsing.volunteer(cast.bram)
    row = Message.objects.get(template="welcome", volunteer_id=cast.bram_id)
    Message.objects.filter(pk=row.pk).update(state="told", done_at=NOW)
    client.get(reverse("own_messages"))
    with queries() as few:  # type: ignore[operator]  # the fixture of conftest
        client.get(reverse("own_messages"))
    for _ in range(20):
        row.pk, row.state, row.done_at = None, "told", NOW
        row.save(force_insert=True)
    with queries() as many:  # type: ignore[operator]  # the same
        client.get(reverse("own_messages"))
    assert len(few) == len(many)


# --- one click ----------------------------------------------------------------------------------


def digest_address(cast: Cast) -> str:
    """Of a mail to Bram, who wants everything on Monday."""
    MessageWishes.objects.update_or_create(volunteer_id=cast.bram_id, defaults={"monday": True})
    Volunteer.objects.filter(pk=cast.bram_id).update(channel="email", email="bram@example.nl")
    row = Message.objects.filter(volunteer_id=cast.bram_id)
    row.update(channel="email", template="thanks")
    return unsubscribe_address(facts_of(with_people(row))[0])


def one_click() -> Client:
    """A mail program: no cookie, no token, and a server that does check for one."""
    return Client(enforce_csrf_checks=True)


def test_a_mail_program_ends_a_digest_with_one_post(cast: Cast, settings: object) -> None:
    address = digest_address(cast)
    path = address.removeprefix(settings.ORIGIN)  # type: ignore[attr-defined]  # of Django
    assert address != path
    answer = one_click().post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert wishes_of(cast.bram_id).monday is False
    event = Event.objects.get(type="volunteer.message_wishes_changed")
    assert event.data == {"columns": ["monday"]}
    assert one_click().post(path).status_code == 200
    assert Event.objects.filter(type="volunteer.message_wishes_changed").count() == 1


def test_looking_changes_nothing_and_shows_one_button(cast: Cast, settings: object) -> None:
    path = digest_address(cast).removeprefix(settings.ORIGIN)  # type: ignore[attr-defined]
    answer = one_click().get(path)
    assert "Wil je geen verzamelbericht meer?" in text(answer)
    assert "Bram" not in text(answer)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert wishes_of(cast.bram_id).monday is True
    assert "Het is gestopt" in text(one_click().post(path))


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_was_never_made_does_nothing(cast: Cast, method: str) -> None:
    digest_address(cast)
    right = token_of("volunteer", cast.bram_id)
    assert cast.anna.account_id
    for to, who, token in (
        ("volunteer", cast.bram_id, "x" * 22),
        ("volunteer", cast.anna.account_id, right),
        ("account", cast.bram_id, right),
        ("party", cast.bram_id, token_of("party", cast.bram_id)),
    ):
        path = reverse("unsubscribe", args=[to, who, token])
        assert getattr(one_click(), method)(path).status_code == 404
    assert wishes_of(cast.bram_id).monday is True


@pytest.mark.both_engines
def test_the_address_of_somebody_who_was_erased_leads_nowhere(cast: Cast) -> None:
    path = reverse(
        "unsubscribe", args=["volunteer", cast.bram_id, token_of("volunteer", cast.bram_id)]
    )
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert one_click().post(path).status_code == 404


def test_somebody_who_works_here_ends_the_mail_of_each_day(cast: Cast) -> None:
    assert cast.anna.account_id
    path = reverse(
        "unsubscribe",
        args=["account", cast.anna.account_id, token_of("account", cast.anna.account_id)],
    )
    assert one_click().post(path).status_code == 200
    assert Account.objects.get(pk=cast.anna.account_id).digest is False
    assert Account.objects.get(pk=cast.henk.account_id).digest is True
    client = browsing.member(cast.anna)
    assert 'name="digest" id="id_digest">' in client.get(reverse("account")).content.decode()
    wanted = {"name": "Anna Prins", "phone": "", "language": "nl", "digest": "on"}
    client.post(reverse("account"), wanted)
    assert Account.objects.get(pk=cast.anna.account_id).digest is True


def test_what_is_no_digest_has_no_such_address(cast: Cast) -> None:
    assert digest_address(cast)
    row = Message.objects.filter(volunteer_id=cast.bram_id)
    facts = lambda: facts_of(with_people(row))[0]  # noqa: E731  read anew each time
    row.update(template="limit_raised")
    assert unsubscribe_address(facts()) == "", "it guards them"
    row.update(template="thanks", channel="sms")
    assert unsubscribe_address(facts()) == "", "no mail"
    row.update(channel="email")
    MessageWishes.objects.update(monday=False)
    assert unsubscribe_address(facts()) == "", "one by one"
