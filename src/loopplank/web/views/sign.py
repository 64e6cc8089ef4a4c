"""Yes or no to an arrangement, by a link of one's own: a professional or somebody of the family."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.arrangement_page import OwnSide, own_side
from loopplank.actions import signatures
from loopplank.actions.signatures import Said
from loopplank.core.arrangement import Answer, Side, State, Who
from loopplank.core.contact import phone_readable
from loopplank.core.reason import Refused
from loopplank.web import clock
from loopplank.web.answering import answer_typed
from loopplank.web.arrangement_words import called, facts, lines
from loopplank.web.forms.arrangement import NoForm
from loopplank.web.public_frame import show_public
from loopplank.web.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.words import day, say


def show_sign(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = own_side(actor, now)
    if request.method != "POST":
        return _show(request, page)
    typed = answer_typed(request)
    if isinstance(typed, NoForm):
        status = UNPROCESSABLE if typed.is_bound else 200
        return _show(request, page, no=typed, status=status)
    try:
        if typed == "leave":
            signatures.leave(actor=actor, now=now, signature_id=page.id)
        elif typed == "withdraw":
            signatures.withdraw(actor=actor, now=now, signature_id=page.id)
        elif isinstance(typed, Said):
            signatures.sign(actor=actor, now=now, signature_id=page.id, said=typed)
    except Refused as refused:
        return _show(request, own_side(actor, now), refused=say(refused.reason), status=CONFLICT)
    messages.success(request, _("Dank u. Het staat genoteerd."))
    return HttpResponseRedirect(reverse("sign"))


def _show(
    request: HttpRequest,
    page: OwnSide,
    *,
    no: NoForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    shown, mine = page.shown, page.mine
    me = Who.PROFESSIONAL if mine.side is Side.PROFESSIONAL else Who.FAMILY
    return show_public(
        request,
        page.place,
        "public/sign.html",
        {
            "page": page,
            "form": no,
            "refused": refused,
            "person": called(shown.person),
            "coordinator": shown.coordinator,
            "phone": phone_readable(shown.phone or page.place.phone),
            "organisation": shown.organisation,
            # what is being changed is not to be read half-way
            "visible": shown.state is not State.DRAFT and mine.answer is not Answer.LEFT,
            "over": shown.state is State.ENDED,
            "still": shown.state is State.SUSPENDED,
            "lines": lines(shown, me=me, you=_("u")),
            "facts": facts(shown),
            "professional": me is Who.PROFESSIONAL,
            "answer": mine.answer.value,
            "answered_on": day(mine.answered_on) if mine.answered_on else "",
        },
        status=status,
    )
