"""Wat is afgesproken: the person says on their own page that it is right, or asks for a call."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor, NotFound
from loopplank.access.arrangements import own_signature_id
from loopplank.access.status import DigitsNeeded, change_page
from loopplank.actions import signatures
from loopplank.actions.signatures import Said
from loopplank.core.arrangement import Answer, No
from loopplank.core.reason import Refused
from loopplank.web import clock, status_cookie
from loopplank.web.words import say

ANSWERS = {"yes": Said(Answer.YES), "no": Said(Answer.NO, reason=No.UNSAID)}


def answer_arrangement(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Back to the status page, which shows the answer. After a long silence the digits go first."""
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
