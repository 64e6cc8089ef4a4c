"""A mail of somebody else, pasted to begin a new request: read, ticked, and beside the form."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.pasted_mail import Pointer, pointers_in, taken
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.outcome import UNPROCESSABLE, Outcome
from loopplank.web.requests.forms.intake_by_phone import PhoneIntake, in_words
from loopplank.web.requests.forms.pasted_mail import FIELD, PastedMail
from loopplank.web.requests.views.intake_by_phone import show_empty
from loopplank.web.triage.words import pointed_out


def paste_mail(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for the text, say what it may answer, and lead on to the form with what was ticked."""
    if request.method != "POST":
        return _show(request, actor, PastedMail(auto_id="%s"))
    form = PastedMail(request.POST, auto_id="%s")
    if not form.is_valid():
        return _show(request, actor, form, status=UNPROCESSABLE)
    mail = form.cleaned_data[FIELD]
    pointers = pointers_in(mail)
    if request.POST.get("doe") != "verder":
        return _show(request, actor, form, pointers=pointers, mail=mail)
    ticked = taken(pointers, request.POST.getlist("klopt"))
    return show_empty(request, actor, _answers(ticked), mail=mail)


def _answers(ticked: tuple[Pointer, ...]) -> dict[str, object]:
    """Return what somebody ticked as answers; of two to one question the first counts."""
    single = {one.field: one.value for one in reversed(ticked) if one.field != "kinds"}
    return {**single, "kinds": [one.value for one in ticked if one.field == "kinds"]}


def _show(
    request: HttpRequest,
    actor: Actor,
    form: PastedMail,
    *,
    pointers: tuple[Pointer, ...] = (),
    mail: str = "",
    status: int = 200,
) -> HttpResponse:
    answers = PhoneIntake(today=local_day(clock.now()), new=True)
    flags = pointed_out(mail)
    return show_work(
        request,
        actor,
        "requests/paste_mail.html",
        {
            "form": form,
            "was_read": bool(mail),
            "pointers": [
                {
                    "key": one.key,
                    "question": str(answers[one.field].label).rstrip("?"),
                    "answer": in_words(answers.fields[one.field], one.value),
                    "words": one.words,
                }
                for one in pointers
            ],
            "flags": flags,
            **({"said": _said(len(pointers), len(flags))} if mail else {}),
        },
        current="requests",
        status=status,
    )


def _said(pointers: int, flags: int) -> Outcome:
    if pointers:
        words = ngettext(
            "In deze mail staat %(n)s ding voor het formulier.",
            "In deze mail staan %(n)s dingen voor het formulier.",
            pointers,
        ) % {"n": pointers}
        words = f"{words} {_('Vink aan wat klopt.')}"
    else:
        words = _("Wij herkennen niets voor het formulier. Lees de mail zelf, en ga verder.")
    if flags:
        words = f"{words} {_('Lees ook wat om een vraag vraagt.')}"
    return Outcome("info", words, "mail")
