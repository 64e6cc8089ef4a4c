"""Kloppen uw antwoorden? The one page from which a question is sent."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.organisations import PublicPlace, public_place
from loopplank.access.privacy.privacy import most_months_kept
from loopplank.access.requests.ask import kept, sent
from loopplank.actions.requests import intake
from loopplank.core.account.roles import Role
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.kinds import KIND_LABELS, Kind
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.intake import WORDS, Answers, Channel, Knows
from loopplank.core.triage.danger import kinds_in
from loopplank.web.account import authentication
from loopplank.web.account.origin import address_of_visitor
from loopplank.web.kit import clock
from loopplank.web.kit.public_frame import address_of, show_public
from loopplank.web.kit.words import day, say, when_words, word
from loopplank.web.organisations.views.start import show_closed
from loopplank.web.privacy.views import time_kept
from loopplank.web.requests import draft_cookie
from loopplank.web.requests.call_now import call_now
from loopplank.web.requests.forms.intake import Checked, check
from loopplank.web.requests.views.ask import question_again, to_status


@dataclass(frozen=True, slots=True)
class Row:
    """One line of requests/summary_list.html."""

    key: str
    value: str
    url: str
    about: str


def show_check(
    request: HttpRequest, actor: Actor, network: str, organisation: str = ""
) -> HttpResponse:
    """Show all answers, or send them. Pressing twice, and pressing again later, sends once."""
    place = public_place(network, organisation)
    now = clock.now()
    cookie = draft_cookie.read(request)
    key = draft_cookie.key_of(cookie, place)
    told = kept(key, now) if cookie else None
    if told is None:
        return _without_answers(request, place, key if cookie else "")
    checked = check(told)
    if checked.wrong_step is not None:
        return HttpResponseRedirect(question_again(place, checked.wrong_step))
    if request.method == "POST":
        return _send(request, actor, place, key, checked, now)
    if not place.form_open:
        return show_closed(request, place)
    return _show(request, place, checked)


def _without_answers(request: HttpRequest, place: PublicPlace, key: str) -> HttpResponse:
    """Answer what was sent already, with a second press of the button for one, or back from the
    page behind it; or nothing was typed yet.
    """
    made = sent(key) if key else None
    if made is not None:
        return to_status(made)
    if authentication.actor_of_link(request, frozenset({Role.HELP_SEEKER})) is not None:
        messages.info(request, _("Uw vraag is al verstuurd. Zo staat het ermee."))
        return HttpResponseRedirect(reverse("status"))
    messages.info(request, _("Er staan hier nog geen antwoorden. Begin bij de eerste vraag."))
    return HttpResponseRedirect(address_of("start", place))


def _send(
    request: HttpRequest,
    actor: Actor,
    place: PublicPlace,
    key: str,
    checked: Checked,
    now: datetime,
) -> HttpResponse:
    try:
        intake.send(
            actor=actor,
            now=now,
            draft_key=key,
            answers=checked.answers or Answers(),
            language=get_language() or "nl",
            source=address_of_visitor(request),
        )
    except Refused as refused:
        return _show(request, place, checked, problem=say(refused.reason), status=409)
    except DatabaseError:
        sentence = _(
            "Uw vraag is nog niet verstuurd. Uw antwoorden zijn wel bewaard. Probeer het nog een"
            " keer, of bel ons."
        )
        return _show(request, place, checked, problem=sentence, status=503)
    made = sent(key)
    if made is None:
        raise NotFound("request")
    return to_status(made)


def _show(
    request: HttpRequest,
    place: PublicPlace,
    checked: Checked,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    answers = checked.answers or Answers()
    return show_public(
        request,
        place,
        "requests/check_answers.html",
        {
            "rows": _rows(place, answers),
            "problem": problem,
            **call_now(place, clock.now(), kinds_in(answers.story)),
            "phone": phone_readable(place.phone),
            "back_url": address_of("ask", place, 6),
            "privacy_url": address_of("privacy", place),
            "kept": time_kept(most_months_kept(place)),
            "only_you": answers.on_behalf and answers.knows is Knows.NO,
            "professional": answers.for_whom.value == "professional",
        },
        status=status,
    )


def _rows(place: PublicPlace, answers: Answers) -> list[Row]:
    def row(step: int, key: str, value: str, about: str) -> Row:
        return Row(key, value, question_again(place, step), about)

    helped = [word(WORDS[code]) for code in answers.helped_by]
    if answers.holding_out:
        helped.append(_("Volhouden: %(how)s") % {"how": word(WORDS[answers.holding_out])})
    when = [when_words(answers.day_parts)]
    if answers.too_late_on:
        when.append(_("Te laat vanaf %(day)s") % {"day": day(answers.too_late_on)})
    who = [word(WORDS[answers.for_whom])]
    if answers.on_behalf:
        who.append(_("Weet deze persoon het? %(knows)s") % {"knows": word(WORDS[answers.knows])})
    rows = [
        row(1, _("Voor wie"), "\n".join(who), _("voor wie u hulp vraagt")),
        row(
            2,
            _("Wat"),
            "\n".join(word(KIND_LABELS[Kind(kind)]) for kind in answers.kinds),
            _("waar u hulp bij wilt"),
        ),
        row(3, _("Wanneer"), "\n".join(when), _("wanneer hulp uitkomt")),
        row(
            4,
            _("Hoe lang"),
            word(WORDS[answers.duration]) if answers.duration else "",
            _("hoe lang u hulp nodig heeft"),
        ),
        row(5, _("Wie helpt nu"), "\n".join(helped), _("wie er nu helpt")),
    ]
    name = f"{answers.first_name} {answers.last_name}".strip()
    if answers.on_behalf:
        rows.append(row(6, _("Over u"), _applicant(answers), _("wat u over uzelf invulde")))
        person = [name, *_reach(answers), answers.postcode]
        rows.append(
            row(
                6,
                _("De persoon"),
                "\n".join(line for line in person if line),
                _("wat u over deze persoon invulde"),
            )
        )
    else:
        rows.append(row(6, _("Naam"), name, _("uw naam")))
        rows.append(row(6, _("Bereiken"), "\n".join(_reach(answers)), _("hoe wij u bereiken")))
        rows.append(row(6, _("Postcode"), answers.postcode, _("uw postcode")))
    rows.append(row(6, _("Nog iets"), answers.story, _("wat u nog vertelde")))
    return rows


def _applicant(answers: Answers) -> str:
    lines = (
        answers.applicant_name,
        answers.applicant_works_at,
        phone_readable(answers.applicant_phone),
        answers.applicant_email,
    )
    return "\n".join(line for line in lines if line)


def _reach(answers: Answers) -> list[str]:
    """Return the channel, and every way to reach this person that was filled in."""
    address = f"{answers.street}, {answers.place}" if answers.channel is Channel.LETTER else ""
    lines = (
        word(WORDS[answers.channel]) if answers.channel else "",
        phone_readable(answers.phone),
        answers.email,
        address,
    )
    return [line for line in lines if line]
