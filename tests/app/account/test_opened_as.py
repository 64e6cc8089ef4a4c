"""A form belongs to who opened it: another membership of the same session never sends it."""

import re

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import Actor, actor_of
from loopplank.access.account.links import STATUS, token_of
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import Account, Event, Link, Membership, Organisation
from loopplank.web.account.opened_as import mark_of

pytestmark = pytest.mark.both_engines
STORY = "Zij valt vaak en belt dan haar buurvrouw van nummer 12."


def also_at_zuid(cast: Cast, role: Role = Role.COORDINATOR) -> Actor:
    row = Membership.objects.create(
        account_id=cast.anna.account_id,
        organisation_id=cast.zuid_id,
        role=role,
        since=local_day(NOW),
    )
    return actor_of(Membership.objects.select_related("account", "organisation").get(pk=row.pk))


def field_of(text: str) -> str:
    found = re.search(r'name="opened_as" value="([^"]+)"', text)
    assert found
    return found[1]


def test_a_session_stays_where_it_began(cast: Cast) -> None:
    """Another organisation, first in the alphabet, adds her account: nothing of hers moves."""
    client = browsing.visitor()
    client.force_login(Account.objects.get(pk=cast.anna.account_id))
    assert "Noord" in client.get(reverse("account")).content.decode()
    also_at_zuid(cast)
    Organisation.objects.filter(pk=cast.zuid_id).update(name="Aaa eerst")
    page = client.get(reverse("requests")).content.decode()
    assert '<div class="work-place"><p>Noord' in page
    # and the frame shows the way to the other, and goes there only by a button
    assert "Wissel" in page
    assert "Aaa eerst" in page


def test_a_form_of_another_membership_is_kept_and_not_stored(cast: Cast) -> None:
    zuid = also_at_zuid(cast)
    request_id = cast.request()
    client = browsing.member(cast.anna)
    opened = client.get(reverse("request", args=[request_id])).content.decode()
    assert field_of(opened) == mark_of(cast.anna)
    # in another tab she goes to work at Zuid
    moved = client.post(reverse("choose_membership"), {"membership": str(zuid.id)})
    assert moved["Location"] == reverse("today")
    typed = {"name": "Els Kramer", "phone": "0612345678", "language": "nl", "digest": "on"}
    sent = client.post(reverse("account"), {**typed, "words": STORY})
    text = sent.content.decode()
    assert sent.status_code == 409
    assert "Er is niets bewaard of verstuurd." in text
    assert "opende je als coördinator bij <b>Noord</b>" in text
    assert "Nu werk je als coördinator bij <b>Zuid</b>" in text
    assert Account.objects.get(pk=cast.anna.account_id).name == "Anna Prins"
    assert f'<blockquote class="message-text">{STORY}</blockquote>' in text
    assert '<textarea name="name" hidden>Els Kramer</textarea>' in text
    # one button works as Noord again, and sends it
    again = client.post(reverse("account"), {**typed, "send_as_opened": "yes"})
    assert again.status_code == 302
    assert Account.objects.get(pk=cast.anna.account_id).name == "Els Kramer"
    assert '<div class="work-place"><p>Noord' in client.get(reverse("account")).content.decode()


@pytest.mark.parametrize("mark", ["", "x", "stranger", "cut"])
def test_no_other_mark_passes(cast: Cast, mark: str) -> None:
    """Nor the button with the mark of somebody else's membership."""
    client = browsing.member(cast.anna)
    client.opened_as = {
        "": "",
        "x": "x",
        "stranger": mark_of(cast.carla),
        "cut": mark_of(cast.anna)[:-1],
    }[mark]
    typed = {"name": "Iemand anders", "language": "nl", "send_as_opened": "yes"}
    sent = client.post(reverse("account"), typed)
    assert sent.status_code == 409
    assert "Zuid" not in sent.content.decode()
    assert Account.objects.get(pk=cast.anna.account_id).name == "Anna Prins"


def test_who_left_where_the_session_worked_chooses_where_to_go_on(cast: Cast) -> None:
    zuid = also_at_zuid(cast)
    client = browsing.member(cast.anna)
    page = client.get(reverse("today"))
    assert page.status_code == 200
    Membership.objects.filter(pk=cast.anna.id).update(active=False, ended_on=local_day(NOW))
    assert client.get(reverse("today"))["Location"] == reverse("choose_membership")
    text = client.get(reverse("choose_membership")).content.decode()
    assert "Waar je net werkte, werk je niet meer." in text
    sent = client.post(reverse("account"), {"name": "A", "language": "nl", "words": STORY})
    assert sent.status_code == 409
    assert "in een rol die je nu niet meer hebt" in sent.content.decode()
    assert STORY in sent.content.decode()
    client.post(reverse("choose_membership"), {"membership": str(zuid.id)})
    assert client.get(reverse("today")).status_code == 200


def test_the_form_of_one_link_is_not_sent_by_another(cast: Cast) -> None:
    """A daughter opens the page of her mother, then that of a neighbour in the same browser."""
    mother, neighbour = cast.request(), cast.request(last_name="Buur")
    client = browsing.asker(mother)
    client.opened_as = field_of(client.get(reverse("report_change")).content.decode())
    link = Link.objects.get(purpose=STATUS, subject_id=neighbour)
    client.get(f"/l/{token_of(link.pk, link.generation)}")
    sent = client.post(reverse("report_change"), {"what": "more_urgent", "text": STORY})
    assert sent.status_code == 409
    text = sent.content.decode()
    assert STORY in text
    assert "hoort bij een andere link" in text
    assert not Event.objects.filter(aggregate_id=neighbour, type__contains="report").exists()
    client.opened_as = field_of(client.get(reverse("report_change")).content.decode())
    assert (
        client.post(reverse("report_change"), {"what": "more_urgent", "text": STORY}).status_code
        == 302
    )
