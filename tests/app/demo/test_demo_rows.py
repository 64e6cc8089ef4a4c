"""The kept rows of the demo: they are the story itself, and share nothing secret with anybody."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import UUIDField
from tests.databases import Databases

from loopplank.access.account import links
from loopplank.access.organisations.organisations import networks
from loopplank.core.kit.calendar import at_local, local_day, local_time
from loopplank.jobs import clock
from loopplank.jobs.demo import make_rows, places, row_files
from loopplank.jobs.demo.relative_days import Keeper, NotRelative, Teller
from loopplank.jobs.demo.rows import DoesNotFit, Story, check_fit, put, take
from loopplank.store.models import (
    Account,
    Event,
    HelpSeeker,
    Link,
    Message,
    Organisation,
    PlanProposal,
    Request,
    VolunteerVersion,
)

COMMAND = "LOOPPLANK_MODE=test python manage.py demo --make"
TUESDAY, SUNDAY = 1, 6
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday
MONTHS = "jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec"


@pytest.fixture
def empty(databases: Databases, django_db_blocker: Any) -> Iterator[None]:
    """A database with tables and nothing in them."""
    name = databases.copy(databases.migrated())
    with django_db_blocker.unblock(), databases.pointing_at(name):
        yield
    databases.drop(name)


def kept(weekday: int) -> Story:
    return row_files.read(local_day(make_rows.made_at(weekday)))


def load(now: datetime, **rest: Any) -> None:
    with transaction.atomic():
        put(row_files.read(local_day(now)), now, **rest)


def counting() -> Callable[[], UUID]:
    """Keys that count up, as the maker's do."""
    numbers = count(1)
    return lambda: UUID(int=next(numbers))


# --- they are the story ---------------------------------------------------------------------------


@pytest.mark.parametrize("weekday", range(7))
def test_there_is_a_row_file_for_the_tables_as_they_are(weekday: int) -> None:
    check_fit(kept(weekday))


def test_a_column_that_came_or_went_says_which_command_to_run() -> None:
    story = kept(TUESDAY)
    one, *others = story.tables
    without = replace(one, columns=one.columns[:-1])
    for wrong in ([without, *others], others, [*story.tables, replace(one, name="Nothing")]):
        with pytest.raises(DoesNotFit, match=COMMAND):
            check_fit(replace(story, tables=tuple(wrong)))


@pytest.mark.parametrize("weekday", [TUESDAY, SUNDAY])
def test_what_is_loaded_is_what_was_kept_row_by_row(empty: None, weekday: int) -> None:
    load(make_rows.made_at(weekday), new_key=counting())
    found, wanted = take(make_rows.made_at(weekday)), kept(weekday)
    for table, same in zip(found.tables, wanted.tables, strict=True):
        assert table == same
    assert found == wanted
    assert sum(len(table.rows) for table in wanted.tables) > 5000


@pytest.mark.proof
@pytest.mark.sqlite
@pytest.mark.parametrize("weekday", range(7))
def test_made_anew_the_rows_are_the_same(empty: None, weekday: int) -> None:
    made = make_rows.make(weekday)
    assert row_files.text_of(made) == row_files.text_of(kept(weekday)), COMMAND
    assert not networks()


def test_the_files_stay_small() -> None:
    assert sum(row_files.file_of(weekday).stat().st_size for weekday in range(7)) < 1_000_000


# --- and share nothing secret ---------------------------------------------------------------------


@pytest.mark.parametrize("weekday", range(7))
def test_nothing_that_is_kept_opens_anything_or_is_of_one_day(weekday: int) -> None:
    text = row_files.text_of(kept(weekday))
    facts = {
        row[table.columns.index("facts_key")]
        for table in kept(weekday).tables
        if table.name == "Referral"
        for row in table.rows
    }
    assert set(re.findall(r"[0-9a-fA-F]{32,}", text)) == facts
    # as a token looks
    assert not re.search(r"\b(?=\w*[A-Z])(?=\w*[a-z])(?=\w*\d)[\w-]{16,}", text)
    assert not re.search(r"\d{4}-\d\d-\d\d|pbkdf2|\b2[56]\d\d-\d{3}\b", text)
    assert not re.search(rf"\b[0-3]?\d ({MONTHS})", text)


def test_two_installations_share_no_key_link_or_password(
    databases: Databases, django_db_blocker: Any
) -> None:
    seen: list[set[object]] = []
    for _ in range(2):
        name = databases.copy(databases.migrated())
        with django_db_blocker.unblock(), databases.pointing_at(name):
            load(NOW)
            seen.append(_random_values())
        databases.drop(name)
    first, second = seen
    assert len(first) == len(second) > 2000
    assert not first & second


def _random_values() -> set[object]:
    found: set[object] = set()
    for model in apps.get_app_config("store").get_models():
        columns = [f.attname for f in model._meta.concrete_fields if _is_random(f)]
        for row in model._default_manager.values_list(*columns) if columns else ():
            found.update(value for value in row if value not in {None, ""})
    return found


def _is_random(field: Any) -> bool:
    while field.remote_field is not None:
        field = field.target_field
    secret = {"password", "lookup", "submission", "secret_hash", "wanted_hash", "source_hash"}
    return isinstance(field, UUIDField) or field.name in secret


def test_links_open_and_the_password_fits(empty: None) -> None:
    load(NOW)
    made = list(Link.objects.all())
    assert len(made) > 200
    for link in made:
        found = links.by_token(links.token_of(link.pk, link.generation), local_day(NOW))
        assert found == (link if links.works(link, local_day(NOW)) else None)
    for account in Account.objects.all():
        assert check_password(places.PASSWORD, account.password)


# --- in another week ------------------------------------------------------------------------------


def test_numbers_are_of_the_month_in_which_somebody_asked(empty: None) -> None:
    load(NOW)
    for house in Organisation.objects.all():
        mine = Request.objects.filter(organisation=house).order_by("received_at")
        numbers = [row.number for row in mine]
        assert numbers == sorted(numbers)
        assert all(row.number[:4] == f"{local_day(row.received_at):%y%m}" for row in mine)
    named = [m for m in Message.objects.select_related("request") if "number" in m.params]
    assert len(named) > 50
    assert all(m.request and m.params["number"] == m.request.number for m in named)


def test_years_later_everybody_is_as_old_and_it_is_the_same_day_of_the_week(
    databases: Databases, django_db_blocker: Any
) -> None:
    ages, weekdays = [], []
    for now in (NOW, datetime(2028, 2, 29, 11, 0, tzinfo=UTC)):
        name = databases.copy(databases.migrated())
        with django_db_blocker.unblock(), databases.pointing_at(name):
            load(now)
            born = HelpSeeker.objects.exclude(birth_year=None).order_by("created_at", "last_name")
            ages.append([now.year - row.birth_year for row in born if row.birth_year])
            events = Event.objects.order_by("pk").values_list("at", flat=True)
            weekdays.append([(local_time(at).weekday(), local_time(at).time()) for at in events])
        databases.drop(name)
    assert ages[0] == ages[1]
    assert len(ages[0]) > 60
    assert weekdays[0] == weekdays[1]


@pytest.mark.parametrize("clock_time", ["00:02", "06:40", "09:29"])
def test_who_comes_in_early_finds_the_whole_morning_behind_them(
    empty: None, clock_time: str
) -> None:
    hour, minute = map(int, clock_time.split(":"))
    now = at_local(local_day(NOW), local_time(NOW).time().replace(hour=hour, minute=minute))
    load(now)
    assert not Event.objects.filter(at__gt=now).exists()
    assert Event.objects.filter(at__gte=at_local(local_day(now), datetime.min.time())).exists()
    at: dict[tuple[str, UUID], datetime] = {}
    for event in Event.objects.order_by("aggregate", "aggregate_id", "sequence"):
        key = event.aggregate, event.aggregate_id
        assert at.get(key, event.at) <= event.at, event.type
        at[key] = event.at


def test_days_moments_and_keys_come_back_wherever_they_stand() -> None:
    now = make_rows.made_at(TUESDAY)
    key = UUID("0f0e0d0c-0b0a-4909-8807-060504030201")
    keeper, teller = Keeper(local_day(now), {key: 0}), Teller(now, local_time(now).time(), [key])
    told = {
        "day": "2026-10-03",
        "at": "2026-08-06T08:00:00+00:00",
        str(key): [str(key), 3, None, True, 0.5],
        "word": "@home, and @@ too",
    }
    as_kept = keeper.json(told)
    assert as_kept["day"] == "@d-2"
    assert as_kept["at"] == "@t-60 10:00:00"
    assert as_kept["@k0"][0] == "@k0"
    assert teller.json(as_kept) == told
    for hidden in ("sinds 2026-10-03", f"plan:{key}", key.hex):
        with pytest.raises(NotRelative):
            keeper.text(hidden)


# --- the command ----------------------------------------------------------------------------------


@pytest.mark.both_engines
def test_the_command_loads_them_with_a_first_plan(
    empty: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MODE = "demo"
    monkeypatch.setattr(clock, "now", lambda: NOW)
    call_command("demo")
    assert networks()
    assert PlanProposal.objects.count() >= 5
    assert VolunteerVersion.objects.exists()
    with pytest.raises(CommandError, match="empty database"):
        call_command("demo")


def test_the_command_says_what_to_do_when_the_tables_changed(
    empty: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MODE = "demo"
    story = kept(TUESDAY)
    monkeypatch.setattr(row_files, "read", lambda _day: replace(story, tables=story.tables[1:]))
    with pytest.raises(CommandError, match=COMMAND):
        call_command("demo")
    assert not networks()
