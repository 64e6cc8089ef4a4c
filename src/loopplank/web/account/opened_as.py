"""Every form carries who opened it, and is refused when somebody else would send it.

One mechanism for all forms: the tag `csrf_token` writes the field (`templatetags/marks.py`), and
`entrance` compares it before a view runs. Two tabs, a switch of membership, or the link of another
person in the same browser never store a form at the wrong organisation or in the wrong name.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.crypto import constant_time_compare, salted_hmac

from loopplank.access.account import actors
from loopplank.access.account.actors import Actor
from loopplank.core.account.roles import LABELS, Role
from loopplank.web.kit.doors import RUN_AN_ORGANISATION
from loopplank.web.kit.pages import show
from loopplank.web.kit.words import word

FIELD = "opened_as"
#: The button on the page of a refused form: work again as who opened it, and send.
SEND_AS_OPENED = "send_as_opened"
_ACTOR = "loopplank.actor"
#: The last is of a form that was kept (`session_end`) and went through: it is sent anew from here.
_OF_THE_FORM = {FIELD, SEND_AS_OPENED, "csrfmiddlewaretoken", "kept_form"}


def act_as(request: HttpRequest, actor: Actor) -> None:
    """Say for whom the pages of this answer are, so that their forms carry it."""
    request.META[_ACTOR] = actor


def mark_of(actor: Actor) -> str:
    """Return what a form carries: the id that acts, and a seal that only we can make."""
    if actor.id is None:
        return ""
    if actor.account_id is not None:
        # a board member who comes to own requests meanwhile is the same membership still
        return _sealed(str(actor.id), "member", "")
    other = "other" if actor.for_another else ""
    return _sealed(str(actor.id), actor.role, f":{other}:{actor.key_id or ''}")


def is_of_a_member(mark: str) -> bool:
    """Say whether we made this mark for a member, whoever that is: a stranger has none."""
    return constant_time_compare(mark, _sealed(mark.partition(".")[0], "member", ""))


def _sealed(acts: str, kind: str, more: str) -> str:
    seal = salted_hmac("loopplank.opened-as", f"{kind}:{acts}{more}").hexdigest()
    return f"{acts}.{seal[:24]}"


class FormMarks:
    """The token against forged forms, as Django gives it, with who opened the page beside it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __str__(self) -> str:
        return get_token(self._request)

    @property
    def opened_as(self) -> str:
        actor = self._request.META.get(_ACTOR)
        return mark_of(actor) if isinstance(actor, Actor) else ""


def form_marks(request: HttpRequest) -> dict[str, Any]:
    """Give every template what its forms carry, and whether this is a place to practise in: then
    a strip over the page says so.
    """
    actor = request.META.get(_ACTOR)
    strip = None
    if isinstance(actor, Actor) and actor.practice:
        strip = {"link": actor.role in RUN_AN_ORGANISATION}
    return {"csrf_token": FormMarks(request), "practising": strip}


def is_of(request: HttpRequest, actor: Actor | None) -> bool:
    """Say whether a form that was sent is of who sends it. Nothing is asked of a page that is only
    read.

    A form of a member always carries the field. Of who came by a link the telephone sends some that
    were on no page, and those carry the key of the link itself.
    """
    if request.method != "POST":
        return True
    sent = request.POST.get(FIELD, "")
    if actor is None or not sent:
        return actor is not None and actor.account_id is None
    return constant_time_compare(sent, mark_of(actor))


def opener(request: HttpRequest) -> UUID | None:
    """Return the membership that opened the form, if it is this account's and works still."""
    if not request.user.is_authenticated:
        return None
    return opened_by(request.user.pk, request.POST.get(FIELD, ""))


def opened_by(account_id: UUID, mark: str) -> UUID | None:
    """Return the membership that opened a form with this mark, if it is this account's and works
    still.
    """
    for row in actors.memberships(account_id):
        if constant_time_compare(mark, mark_of(actors.actor_of(row))):
            return row.pk
    return None


@dataclass(frozen=True, slots=True)
class Typed:
    """One field as it was sent."""

    name: str
    value: str


def refuse(request: HttpRequest, now_as: Actor | None) -> HttpResponse:
    """Show what was typed, that nothing was stored, and the way to send it after all."""
    typed = [
        Typed(name, value)
        for name, values in request.POST.lists()
        if name not in _OF_THE_FORM
        for value in values
    ]
    named = _names(request)
    return show(
        request,
        "account/opened_as_another.html",
        {
            "opened_by": named.get(opener(request)),
            "now_as": named.get(now_as.id) if now_as is not None else None,
            "member": request.user.is_authenticated and bool(named),
            "mark": request.POST.get(FIELD, ""),
            "send": SEND_AS_OPENED,
            "typed": typed,
            "to_read": [one.value for one in typed if len(one.value.strip()) > _WORTH_READING],
            "files": bool(request.FILES),
            "address": request.get_full_path(),
        },
        status=409,
    )


#: Shorter than this it is a choice or a number, and no text that somebody would miss.
_WORTH_READING = 12


def _names(request: HttpRequest) -> dict[UUID | None, dict[str, str]]:
    if not request.user.is_authenticated:
        return {}
    return {
        row.pk: {"role": word(LABELS[Role(row.role)]), "organisation": row.organisation.name}
        for row in actors.memberships(request.user.pk)
    }
