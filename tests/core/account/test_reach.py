"""Who reaches whom, and when a lost second step goes: the pure rules, on both sides."""

import importlib.util
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from loopplank.core.account import invitations
from loopplank.core.account.invitations import InvitationState
from loopplank.core.account.reach import (
    FIRST_OF_ALL,
    REACH,
    Deed,
    Shown,
    invites,
    may_remove_administrator,
    reaches,
    where_invitation_shows,
    where_reset_shows,
)
from loopplank.core.account.roles import MEMBER_ROLES, Role
from loopplank.core.account.second_step import (
    ANOTHER_PERSON,
    NOT_YOURSELF,
    TOO_NEW,
    Asked,
    ResetState,
    is_quiet,
    lapses,
    may_go,
    refuse_person,
)

PROJECT = Path(__file__).resolve().parents[3]
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ANNA, BRAM, CARLA = (UUID(int=n) for n in (1, 2, 3))
#: What each role may see beyond its own: reach never goes along one of these.
SEES_MORE = {
    Role.COORDINATOR: {Role.BOARD, Role.NETWORK_ADMIN},
    Role.BOARD: {Role.NETWORK_ADMIN},
    Role.NETWORK_ADMIN: {Role.COORDINATOR, Role.BOARD},
    Role.PROFESSIONAL: set(MEMBER_ROLES),
    Role.READER: set(MEMBER_ROLES),
}


def accounts():  # type: ignore[no-untyped-def]
    spec = importlib.util.spec_from_file_location("accounts", PROJECT / "scripts" / "accounts.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_tells_the_tables_of_now() -> None:
    script = accounts()
    page = (PROJECT / "docs" / "accounts.md").read_text(encoding="utf-8")
    assert page == script.written(page), "run scripts/accounts.py --write"


@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("role", MEMBER_ROLES)
def test_nobody_reaches_a_role_that_sees_more(deed: Deed, role: Role) -> None:
    for other in SEES_MORE[role]:
        assert not reaches(deed, role, [other]), other
        # one such role beside a role in reach is enough to keep the sign-in out of reach
        for own in REACH[deed].get(role, ()):
            assert not reaches(deed, role, [own, other])


def test_a_sign_in_without_roles_is_in_nobodys_reach() -> None:
    assert not any(reaches(deed, role, []) for deed in Deed for role in Role)


def test_the_first_of_a_role_widens_an_invitation_and_nothing_else() -> None:
    for role, first in FIRST_OF_ALL.items():
        for other in first:
            assert reaches(Deed.INVITE, role, [other], nobody_there=True)
            for deed in set(Deed) - {Deed.INVITE}:
                assert not reaches(deed, role, [other], nobody_there=True)
    assert invites(Role.COORDINATOR) == (Role.COORDINATOR,)
    assert invites(Role.COORDINATOR, nobody_of=[Role.BOARD]) == (Role.COORDINATOR, Role.BOARD)
    assert invites(Role.READER, nobody_of=list(Role)) == ()


def test_a_link_to_an_account_is_on_no_page() -> None:
    assert {where_reset_shows(mail_leaves=mail) for mail in (True, False)} == {
        Shown.MAILED,
        Shown.TERMINAL,
    }
    assert where_invitation_shows(mail_leaves=True) is Shown.MAILED


def test_the_last_administrator_stays() -> None:
    assert not may_remove_administrator(0)
    assert may_remove_administrator(1)


def test_two_different_people_and_never_the_person() -> None:
    asked = Asked(ResetState.ASKED, ANNA, AT)
    today = AT.date()
    long_here = {"here_since": today - timedelta(days=14), "today": today}
    assert refuse_person(CARLA, CARLA, None, **long_here) is NOT_YOURSELF
    assert refuse_person(CARLA, CARLA, asked, **long_here) is NOT_YOURSELF
    assert refuse_person(CARLA, ANNA, None, **long_here) is None
    assert refuse_person(CARLA, ANNA, asked, **long_here) is ANOTHER_PERSON
    assert refuse_person(CARLA, BRAM, asked, **long_here) is None
    # nobody invites their own second person for it
    new = {"here_since": today - timedelta(days=13), "today": today}
    assert refuse_person(CARLA, BRAM, asked, **new) is TOO_NEW
    assert refuse_person(CARLA, ANNA, None, **new) is TOO_NEW


def test_after_the_person_stopped_it_nobody_asks_for_a_week() -> None:
    week = timedelta(days=7)
    assert not is_quiet(None, AT)
    assert is_quiet(AT, AT + week - timedelta(minutes=1))
    assert not is_quiet(AT, AT + week)


def test_the_step_goes_a_day_after_the_person_knew() -> None:
    day, minute = timedelta(days=1), timedelta(minutes=1)
    told = Asked(ResetState.WAITING, ANNA, AT, told_at=AT + day)
    assert not may_go(told, AT + 2 * day - minute)
    assert may_go(told, AT + 2 * day)
    untold = Asked(ResetState.WAITING, ANNA, AT)
    assert not may_go(untold, AT + 365 * day)
    assert not may_go(Asked(ResetState.ASKED, ANNA, AT, AT), AT + 365 * day)
    assert not may_go(Asked(ResetState.STOPPED, ANNA, AT, AT), AT + 365 * day)
    assert not lapses(Asked(ResetState.ASKED, ANNA, AT), AT + 7 * day - minute)
    assert lapses(Asked(ResetState.ASKED, ANNA, AT), AT + 7 * day)
    assert lapses(untold, AT + 14 * day)
    assert not lapses(told, AT + 365 * day)


def test_how_long_an_invitation_works_and_is_kept() -> None:
    last = date(2026, 12, 8)
    day = timedelta(days=1)
    assert invitations.works(InvitationState.PENDING, last, last)
    assert not invitations.works(InvitationState.PENDING, last, last + day)
    assert not invitations.works(InvitationState.WITHDRAWN, last, last)
    assert not invitations.is_forgotten(last, last + 30 * day)
    assert invitations.is_forgotten(last, last + 31 * day)
