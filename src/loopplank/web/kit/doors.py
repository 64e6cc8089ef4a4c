"""The shape of a door: a page, its address and who may open it.

Rooms list theirs in `addresses.py`; `web.account.entrance` finds out who stands before one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate

from django.http import HttpRequest, HttpResponse

from loopplank.access.account.actors import Actor
from loopplank.core.account.roles import MEMBER_ROLES, Role

View = Callable[Concatenate[HttpRequest, Actor, ...], HttpResponse]
EVERYBODY = frozenset({Role.VISITOR})
MEMBERS = frozenset(MEMBER_ROLES)
COORDINATORS = frozenset({Role.COORDINATOR})
VOLUNTEERS = frozenset({Role.VOLUNTEER})
KEY_HOLDERS = frozenset({Role.KEY_HOLDER})
HELP_SEEKERS = frozenset({Role.HELP_SEEKER})
PROFESSIONALS = frozenset({Role.PROFESSIONAL})
PARTIES = frozenset({Role.PARTY})
SIGNATORIES = frozenset({Role.SIGNATORY})
RELATIVES = frozenset({Role.RELATIVE})
NETWORK_ADMINS = frozenset({Role.NETWORK_ADMIN})
RUN_AN_ORGANISATION = frozenset({Role.COORDINATOR, Role.BOARD})
WATCH_A_NETWORK = RUN_AN_ORGANISATION | NETWORK_ADMINS
REFER = COORDINATORS | PROFESSIONALS
KEEP_GAPS = RUN_AN_ORGANISATION | PROFESSIONALS
READ_GAPS = KEEP_GAPS | NETWORK_ADMINS
BY_LINK_ONLY = VOLUNTEERS | KEY_HOLDERS | HELP_SEEKERS | PARTIES | SIGNATORIES | RELATIVES


#: The methods of a door that is read and posted to, and of one that is only posted to.
BOTH, POST = ("GET", "POST"), ("POST",)


@dataclass(frozen=True, slots=True)
class Door:
    """`methods` other than these get 405. `roles` with VISITOR means everybody.

    `pinned`: for the membership that the session works as; the page on which one chooses another is
    for whoever signed in. `real_only`: never for who practises.
    """

    address: str
    name: str
    view: View
    roles: frozenset[Role]
    methods: tuple[str, ...] = ("GET",)
    pinned: bool = True
    real_only: bool = False
