"""The pile of letters: one on each sheet, and told when somebody says that all were printed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.conftest import Questions

from loopplank.access.messages import messages as access
from loopplank.core.requests.intake import Channel
from loopplank.store.models import AccessRecord, Event, Message
from loopplank.web.kit import clock

Counting = Callable[[], AbstractContextManager[Questions]]


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def letters(cast: Cast, number: int) -> list[Message]:
    made = []
    for n in range(number):
        cast.now = NOW + timedelta(seconds=len(made))
        pk = cast.request(channel=Channel.LETTER, last_name=f"Brief{n}", street=f"Laan {n}")
        made.append(Message.objects.get(request_id=pk, template="received"))
    return made


def show(cast: Cast) -> str:
    return browsing.member(cast.anna).get(reverse("letters")).content.decode()


def printed(cast: Cast, *rows: Message, name: str = "anna") -> int:
    given = {"letter": [str(row.pk) for row in rows]}
    client = browsing.member(getattr(cast, name))
    return client.post(reverse("letters_printed"), given).status_code


def states() -> list[str]:
    rows = Message.objects.filter(channel="letter").order_by("queued_at")
    return list(rows.values_list("state", flat=True))


def test_every_letter_has_its_own_sheet_with_the_address(cast: Cast) -> None:
    letters(cast, 3)
    page = show(cast)
    assert page.count('class="sheet of-pile"') == 3
    assert page.index("Laan 0") < page.index("Laan 2")
    assert page.count("<h1>") == 1
    assert "Hier staan 3 brieven, elk op een eigen vel." in page
    record = AccessRecord.objects.filter(page="letters").latest("pk")
    assert record.subjects.count() == 3
    messages = browsing.member(cast.anna).get(reverse("messages")).content.decode()
    assert "Print 3 brieven" in messages


@pytest.mark.both_engines
def test_all_printed_marks_those_that_were_on_the_screen(cast: Cast) -> None:
    first, second, _third = letters(cast, 3)
    assert printed(cast, first, second) == 302
    assert states() == ["told", "told", "queued"]
    assert Message.objects.get(pk=first.pk).done_how == "printed"
    assert Event.objects.filter(type="message.told", data__how="printed").count() == 2
    assert printed(cast, first, second) == 302
    assert printed(cast) == 404


def test_the_pile_of_another_organisation_is_not_there(cast: Cast) -> None:
    (row,) = letters(cast, 1)
    assert printed(cast, row, name="dirk") == 404
    assert states() == ["queued"]
    assert "Laan 0" not in browsing.member(cast.dirk).get(reverse("letters")).content.decode()


def test_without_letters_the_page_says_so(cast: Cast) -> None:
    assert "Er zijn geen brieven om te printen." in show(cast)


def test_a_pile_ends_somewhere_and_costs_the_same(
    cast: Cast, queries: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters(cast, 1)
    with queries() as few:
        show(cast)
    letters(cast, 4)
    with queries() as many:
        show(cast)
    assert len(few) == len(many) <= 25, many
    monkeypatch.setattr(access, "IN_A_PILE", 2)
    assert show(cast).count('class="sheet of-pile"') == 2
