"""Who does what, for the volunteer: read it on their own week, and say yes or no."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.arrangements.arrangement import OwnSide, own_arrangement
from loopplank.actions.arrangements import signatures
from loopplank.actions.arrangements.signatures import Said
from loopplank.core.arrangements import State, Who
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.web.arrangements.forms import NoForm, answer_typed
from loopplank.web.arrangements.words import called, facts, lines
from loopplank.web.kit import clock
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import day, say
from loopplank.web.volunteers.frame import show_week


def show_own_arrangement(request: HttpRequest, actor: Actor, signature_id: UUID) -> HttpResponse:
    now = clock.now()
    page = own_arrangement(actor, signature_id, now)
    if request.method != "POST":
        return _show(request, actor, page)
    typed = answer_typed(request)
    if isinstance(typed, NoForm):
        status = UNPROCESSABLE if typed.is_bound else 200
        return _show(request, actor, page, no=typed, status=status)
    try:
        if typed == "withdraw":
            signatures.withdraw(actor=actor, now=now, signature_id=signature_id)
        elif isinstance(typed, Said):
            signatures.sign(actor=actor, now=now, signature_id=signature_id, said=typed)
    except Refused as refused:
        page = own_arrangement(actor, signature_id, now)
        return _show(request, actor, page, refused=say(refused.reason), status=CONFLICT)
    messages.success(request, _said(typed, page))
    return HttpResponseRedirect(reverse("own_arrangement", args=[signature_id]))


def _said(typed: Said | str, page: OwnSide) -> str:
    if isinstance(typed, Said) and typed.reason is None:
        return _("Genoteerd: je zei ja.")
    first = page.shown.coordinator.split()[0]
    return _("Goed dat je het zegt. %(name)s belt je.") % {"name": first}


def _show(
    request: HttpRequest,
    actor: Actor,
    page: OwnSide,
    *,
    no: NoForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = page.shown
    # a page that asks for one answer has no menu
    menu: dict[str, object] = {"menu": None} if page.may_answer else {}
    return show_week(
        request,
        actor,
        "arrangements/own_arrangement.html",
        {
            **menu,
            "page": page,
            "form": no,
            "refused": refused,
            "person": called(shown.person),
            "coordinator": shown.coordinator.split()[0],
            "phone": phone_readable(shown.phone),
            "visible": shown.state is not State.DRAFT,
            "over": shown.state is State.ENDED,
            "still": shown.state is State.SUSPENDED,
            "lines": lines(shown, me=Who.VOLUNTEER, you=_("jij")),
            "facts": facts(shown, for_volunteer=True),
            "answer": page.mine.answer.value,
            "answered_on": day(page.mine.answered_on) if page.mine.answered_on else "",
        },
        current="week",
        status=status,
    )
