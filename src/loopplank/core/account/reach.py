"""Who may reset, invite or remove whom, and who sees a link: one table (issue 12, point 1).

Reach is never upwards or sideways: nobody reaches a role that sees what their own does not. Whoever
runs the installation has the terminal, and with it everything; that is no role on a page.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.account.roles import MEMBER_ROLES, Role
from loopplank.core.kit.reason import Reason, dutch


class Deed(StrEnum):
    """What one member may do about the sign-in of another."""

    INVITE = "invite"
    #: let a link to a new password go to their own known address
    RESET = "reset"
    #: be one of the two who let a lost second step go
    SECOND_STEP = "second_step"
    REMOVE = "remove"


_OWN_KIND: Mapping[Role, frozenset[Role]] = {
    Role.COORDINATOR: frozenset({Role.COORDINATOR}),
    # the board employs them: it may let everybody of its organisation go but who runs the network
    Role.BOARD: frozenset({Role.COORDINATOR, Role.BOARD, Role.PROFESSIONAL, Role.READER}),
    Role.NETWORK_ADMIN: frozenset({Role.NETWORK_ADMIN}),
    Role.SYSTEM: frozenset(MEMBER_ROLES),
}
_NOBODY: frozenset[Role] = frozenset()
REACH: Mapping[Deed, Mapping[Role, frozenset[Role]]] = MappingProxyType(
    {
        Deed.INVITE: {
            **_OWN_KIND,
            # who refers or reads is brought in from the terminal: no page gives those roles
            Role.BOARD: frozenset({Role.COORDINATOR, Role.BOARD}),
        },
        Deed.RESET: _OWN_KIND,
        Deed.SECOND_STEP: _OWN_KIND,
        Deed.REMOVE: _OWN_KIND,
    }
)
#: Whom a role may bring into an organisation that has nobody of theirs yet.
FIRST_OF_ALL: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        # somebody begins: a coordinator who set up the organisation asks its board in
        Role.COORDINATOR: frozenset({Role.BOARD}),
        Role.NETWORK_ADMIN: frozenset({Role.COORDINATOR}),
    }
)

OUT_OF_REACH = Reason(
    "member.out_of_reach",
    dutch("%(name)s heeft een rol waar jij niet over gaat. Vraag iemand met die rol."),
)
LAST_ADMINISTRATOR = Reason(
    "member.last_administrator",
    dutch(
        "%(name)s is de laatste netwerkbeheerder. Zonder beheerder kan niemand het netwerk nog"
        " inrichten. Nodig eerst een andere uit."
    ),
)


def reaches(deed: Deed, role: Role, others: Iterable[Role], *, nobody_there: bool = False) -> bool:
    """Say whether somebody in `role` may do this to somebody with all the roles of `others`.

    A sign-in opens every role of its account, so every one must be in reach. `nobody_there`: the
    organisation has nobody of that role yet; it widens an invitation only.
    """
    allowed = REACH[deed].get(role, _NOBODY)
    if deed is Deed.INVITE and nobody_there:
        allowed = allowed | FIRST_OF_ALL.get(role, _NOBODY)
    wanted = frozenset(others)
    return bool(wanted) and wanted <= allowed


def invites(role: Role, *, nobody_of: Iterable[Role] = ()) -> tuple[Role, ...]:
    """Return whom a role may invite, in the order in which roles are shown."""
    free = frozenset(nobody_of)
    return tuple(
        other
        for other in MEMBER_ROLES
        if reaches(Deed.INVITE, role, [other], nobody_there=other in free)
    )


class Shown(StrEnum):
    """Where the link of an invitation or of a new password goes."""

    #: by mail to the address itself, and on no screen
    MAILED = "mailed"
    #: on the page of who invited, to hand over: it opens no account that exists
    PAGE = "page"
    #: printed by the command of whoever runs the installation
    TERMINAL = "terminal"


def where_invitation_shows(*, mail_leaves: bool) -> Shown:
    """Say where the link of an invitation goes. It makes a new account, or waits for the sign-in of
    one that exists; so it never opens what somebody had already.
    """
    return Shown.MAILED if mail_leaves else Shown.PAGE


def where_reset_shows(*, mail_leaves: bool) -> Shown:
    """Say where the link to a new password goes: never to a page, as it opens an account."""
    return Shown.MAILED if mail_leaves else Shown.TERMINAL


def may_remove_administrator(others_left: int) -> bool:
    """Say whether an administrator of a network may go: there is another who can sign in."""
    return others_left > 0
