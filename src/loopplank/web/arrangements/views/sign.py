"""Yes or no to an arrangement, by a link of one's own: a professional or somebody of the family."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.arrangements.arrangement import OwnSide, own_side
from loopplank.access.arrangements.arrangements import own_signature_id
from loopplank.access.requests.status import DigitsNeeded, change_page
from loopplank.actions.arrangements import signatures
from loopplank.actions.arrangements.signatures import Said
from loopplank.core.arrangements import Answer, No, Side, State, Who
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.web.account import status_cookie
from loopplank.web.arrangements.forms import NoForm, answer_typed
from loopplank.web.arrangements.words import called, facts, lines
from loopplank.web.kit import clock
from loopplank.web.kit.public_frame import show_public
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import day, say


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
        "arrangements/sign.html",
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


# --- Wat is afgesproken ---------------------------------------------------------------------------
# The person says on their own page that it is right, or asks for a call.

ANSWERS = {"yes": Said(Answer.YES), "no": Said(Answer.NO, reason=No.UNSAID)}


def answer_arrangement(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Note the answer and go back to the status page, which shows the answer. After a long silence
    the digits go first.
    """
    now, answer = clock.now(), request.POST.get("answer", "")
    back = HttpResponseRedirect(reverse("status"))
    if isinstance(change_page(actor, now, status_cookie.read(request)), DigitsNeeded):
        return back
    signature_id = own_signature_id(actor)
    try:
        if answer == "withdraw":
            signatures.withdraw(actor=actor, now=now, signature_id=signature_id)
        elif answer in ANSWERS:
            signatures.sign(actor=actor, now=now, signature_id=signature_id, said=ANSWERS[answer])
        else:
            raise NotFound(answer)
    except Refused as refused:
        messages.error(request, say(refused.reason))
    else:
        said = _("Dank u. Wij schreven op dat u ja zei.")
        messages.success(request, said if answer == "yes" else _("Wij bellen u hierover."))
    return back
