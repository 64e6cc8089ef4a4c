"""Colleagues: who they are, on which days they work, how they come in, and that they leave."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.organisations.colleagues import Colleague, ColleaguePage, colleague, team
from loopplank.actions.organisations import colleagues
from loopplank.core.account.roles import LABELS, Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.intake import DAYS
from loopplank.letters.filling import Sender, fill
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.lists import csv_response
from loopplank.web.kit.pages import posted
from loopplank.web.kit.words import day, say, short_day, word
from loopplank.web.organisations.forms import DaysForm, InviteForm


def show_colleagues(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = team(actor, clock.now())
    return show_work(
        request,
        actor,
        "organisations/colleagues.html",
        {
            "colleagues": [_row(one) for one in page.colleagues],
            "left": [_row(one) for one in page.left],
        },
        current="settings",
    )


def colleagues_csv(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  the whole list
    page = team(actor, clock.now(), as_file=True)
    return csv_response(
        "collegas.csv",
        [
            _("Naam"),
            _("Rol"),
            _("E-mail"),
            _("Telefoon"),
            _("Werkt"),
            _("Uren"),
            _("Koppels hooguit"),
            _("Open hulpvragen"),
            _("Sinds"),
            _("Tot"),
        ],
        (
            [
                one.name,
                word(LABELS[one.role]),
                one.email,
                phone_readable(one.phone) if one.phone else "",
                _days(one.weekdays),
                one.hours_a_week,
                one.max_matches,
                one.owns,
                one.since.isoformat(),
                one.ended_on.isoformat() if one.ended_on else "",
            ]
            for one in (*page.colleagues, *page.left)
        ),
    )


def invite_colleague(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = InviteForm(posted(request))
    if form.is_valid():
        membership_id = colleagues.invite(
            actor=actor,
            now=clock.now(),
            organisation_id=actor.own_organisation,
            person=_person(form, form.cleaned_data["name"], form.cleaned_data["email"]),
            role=Role(form.cleaned_data["role"]),
        )
        return HttpResponseRedirect(reverse("colleague", args=[membership_id]))
    return show_work(
        request,
        actor,
        "organisations/invite_colleague.html",
        {"form": form},
        current="settings",
        status=422 if form.errors else 200,
    )


def show_colleague(request: HttpRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    """Show one colleague: their days to change, and the link of an invitation that is still
    open.
    """
    now = clock.now()
    page = colleague(actor, membership_id, now, "colleague")
    one = page.colleague
    form = DaysForm(
        posted(request),
        initial={
            "phone": one.phone,
            "weekdays": list(one.weekdays),
            "hours_a_week": one.hours_a_week,
            "max_matches": one.max_matches,
            "max_requests": one.max_requests,
        },
    )
    if form.is_valid():
        colleagues.set_days(
            actor=actor,
            now=now,
            membership_id=membership_id,
            person=_person(form, one.name, one.email),
        )
        messages.success(request, _("Bewaard."))
        return HttpResponseRedirect(reverse("colleagues"))
    return _show_one(request, actor, page, form, status=422 if form.errors else 200)


def invite_colleague_again(request: HttpRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    """Make a new link, after a forgotten password or a lost telephone."""
    try:
        colleagues.invite_again(
            actor=actor,
            now=clock.now(),
            membership_id=membership_id,
            forget_second_step=request.POST.get("second_step") == "lost",
        )
    except Refused as refused:
        return _refused(request, actor, membership_id, refused)
    messages.success(
        request, _("Er is een nieuwe uitnodiging. Het oude wachtwoord werkt niet meer.")
    )
    return HttpResponseRedirect(reverse("colleague", args=[membership_id]))


def let_colleague_leave(request: HttpRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    try:
        colleagues.leave(actor=actor, now=clock.now(), membership_id=membership_id)
    except Refused as refused:
        return _refused(request, actor, membership_id, refused)
    messages.success(request, _("Je collega is uitgeschreven en kan nergens meer bij."))
    return HttpResponseRedirect(reverse("colleagues"))


def show_invitation_on_paper(
    request: HttpRequest, actor: Actor, membership_id: UUID
) -> HttpResponse:
    """Show the invitation as a letter, to print."""
    now = clock.now()
    page = colleague(actor, membership_id, now, "colleague_invitation")
    way_in = page.colleague.invitation
    if way_in is None:
        return HttpResponseRedirect(reverse("colleague", args=[membership_id]))
    return show_work(
        request,
        actor,
        "organisations/invitation_paper.html",
        {
            "letter": _invitation(page),
            "spoken": way_in.spoken,
            "origin": settings.ORIGIN,
            "back": reverse("colleague", args=[membership_id]),
            "sheet": {
                "sender": page.organisation,
                "lines": [phone_readable(page.phone), day(local_day(now))],
            },
        },
    )


# --- underneath -----------------------------------------------------------------------------------


def _refused(
    request: HttpRequest, actor: Actor, membership_id: UUID, refused: Refused
) -> HttpResponse:
    page = colleague(actor, membership_id, clock.now(), "colleague")
    return _show_one(request, actor, page, None, refused=say(refused.reason), status=409)


def _show_one(
    request: HttpRequest,
    actor: Actor,
    page: ColleaguePage,
    form: DaysForm | None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    one = page.colleague
    return show_work(
        request,
        actor,
        "organisations/colleague.html",
        {
            "one": one,
            "role": word(LABELS[one.role]),
            "form": form
            or DaysForm(
                initial={
                    "phone": one.phone,
                    "weekdays": list(one.weekdays),
                    "hours_a_week": one.hours_a_week,
                    "max_matches": one.max_matches,
                    "max_requests": one.max_requests,
                }
            ),
            "invitation": _invitation(page) if one.invitation else None,
            "until": day(one.invitation.expires_on)
            if one.invitation and one.invitation.expires_on
            else "",
            "spoken": one.invitation.spoken if one.invitation else (),
            "origin": settings.ORIGIN,
            "refused": refused,
        },
        current="settings",
        status=status,
    )


def _invitation(page: ColleaguePage) -> dict[str, str]:
    one = page.colleague
    way_in = one.invitation
    filled = fill(
        "invitation",
        "email",
        {"name": one.name, "first_name": one.name.split(" ")[0]},
        sender=Sender(page.organisation, page.short_name, page.phone),
        link=way_in.address if way_in else "",
    )
    return {"subject": filled.subject, "text": filled.text}


def _row(one: Colleague) -> dict[str, object]:
    return {
        "one": one,
        "role": word(LABELS[one.role]),
        "days": _days(one.weekdays),
        "phone": phone_readable(one.phone) if one.phone else "",
        "left": short_day(one.ended_on) if one.ended_on else "",
    }


def _days(weekdays: Iterable[int]) -> str:
    return ", ".join(word(DAYS[n])[:2] for n in weekdays)


def _person(form: DaysForm, name: str, email: str) -> colleagues.Person:
    typed = form.cleaned_data
    return colleagues.Person(
        name=name,
        email=email,
        phone=typed["phone"],
        weekdays=tuple(typed["weekdays"]),
        hours_a_week=typed["hours_a_week"],
        max_matches=typed["max_matches"],
        max_requests=typed["max_requests"],
    )
