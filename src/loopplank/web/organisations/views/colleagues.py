"""Colleagues: who they are, on which days they work, how they come in, and that they leave."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.messages.channels import mail_leaves
from loopplank.access.organisations.colleagues import (
    Colleague,
    ColleaguePage,
    colleague,
    team,
    whom_to_invite,
)
from loopplank.access.organisations.invitations import Pending, invitation
from loopplank.actions.account import passwords, second_step
from loopplank.actions.organisations import colleagues, invitations
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
from loopplank.web.kit.words import day, day_and_time, say, short_day, word
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
            "invited": [
                {"one": one, "role": word(LABELS[one.role]), "until": short_day(one.expires_on)}
                for one in page.invited
            ],
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
    form = InviteForm(posted(request), roles=whom_to_invite(actor))
    if form.is_valid():
        try:
            invitation_id = invitations.invite(
                actor=actor,
                now=clock.now(),
                organisation_id=actor.own_organisation,
                person=_person(form, form.cleaned_data["name"], form.cleaned_data["email"]),
                role=Role(form.cleaned_data["role"]),
            )
        except Refused as refused:
            form.add_error("email", say(refused.reason))
        else:
            return HttpResponseRedirect(reverse("invitation", args=[invitation_id]))
    return show_work(
        request,
        actor,
        "organisations/invite_colleague.html",
        {"form": form, "mailed": mail_leaves()},
        current="settings",
        status=422 if form.errors else 200,
    )


def show_invitation(request: HttpRequest, actor: Actor, invitation_id: UUID) -> HttpResponse:
    """Show who was asked to join, and the link where it is handed over."""
    one = invitation(actor, invitation_id, clock.now(), "invitation")
    return show_work(
        request,
        actor,
        "organisations/invitation.html",
        {
            "one": one,
            "role": word(LABELS[one.role]),
            "until": day(one.expires_on),
            "invitation": _letter(one) if one.way_in else None,
            "spoken": one.way_in.spoken if one.way_in else (),
            "origin": settings.ORIGIN,
        },
        current="settings",
    )


def invite_colleague_again(request: HttpRequest, actor: Actor, invitation_id: UUID) -> HttpResponse:
    invitations.renew(actor=actor, now=clock.now(), invitation_id=invitation_id)
    messages.success(request, _("Er is een nieuwe link. De oude werkt niet meer."))
    return HttpResponseRedirect(reverse("invitation", args=[invitation_id]))


def withdraw_invitation(request: HttpRequest, actor: Actor, invitation_id: UUID) -> HttpResponse:
    invitations.withdraw(actor=actor, now=clock.now(), invitation_id=invitation_id)
    messages.success(request, _("De uitnodiging is ingetrokken. De link werkt niet meer."))
    return HttpResponseRedirect(reverse("colleagues"))


def show_colleague(request: HttpRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    """Show one colleague: their days to change, and what may be done about their sign-in."""
    now = clock.now()
    page = colleague(actor, membership_id, now, "colleague")
    one = page.colleague
    form = DaysForm(
        posted(request),
        initial={
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


def send_colleague_password(
    request: HttpRequest, actor: Actor, membership_id: UUID
) -> HttpResponse:
    """Let a link to a new password go to the colleague's own address, and to no screen."""
    try:
        passwords.send_to_colleague(actor=actor, now=clock.now(), membership_id=membership_id)
    except Refused as refused:
        return _refused(request, actor, membership_id, refused)
    messages.success(
        request, _("Je collega krijgt een mail met een link. Het oude wachtwoord werkt tot dan.")
    )
    return HttpResponseRedirect(reverse("colleague", args=[membership_id]))


def say_second_step_lost(request: HttpRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    """Be the first or the second to say that a colleague lost their second step."""
    try:
        second_step.ask_reset(actor=actor, now=clock.now(), membership_id=membership_id)
    except Refused as refused:
        return _refused(request, actor, membership_id, refused)
    return HttpResponseRedirect(reverse("colleague", args=[membership_id]))


def let_colleague_leave(request: HttpRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    try:
        colleagues.leave(actor=actor, now=clock.now(), membership_id=membership_id)
    except Refused as refused:
        return _refused(request, actor, membership_id, refused)
    messages.success(request, _("Je collega is uitgeschreven en kan nergens meer bij."))
    return HttpResponseRedirect(reverse("colleagues"))


def show_invitation_on_paper(
    request: HttpRequest, actor: Actor, invitation_id: UUID
) -> HttpResponse:
    """Show the invitation as a letter, to print."""
    now = clock.now()
    one = invitation(actor, invitation_id, now, "colleague_invitation")
    if one.way_in is None:
        return HttpResponseRedirect(reverse("invitation", args=[invitation_id]))
    return show_work(
        request,
        actor,
        "organisations/invitation_paper.html",
        {
            "letter": _letter(one),
            "spoken": one.way_in.spoken,
            "origin": settings.ORIGIN,
            "back": reverse("invitation", args=[invitation_id]),
            "sheet": {
                "sender": one.organisation,
                "lines": [phone_readable(one.phone), day(local_day(now))],
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
            "phone": phone_readable(one.phone) if one.phone else "",
            "form": form
            or DaysForm(
                initial={
                    "weekdays": list(one.weekdays),
                    "hours_a_week": one.hours_a_week,
                    "max_matches": one.max_matches,
                    "max_requests": one.max_requests,
                }
            ),
            "may": {deed.value for deed in one.may},
            "lost": one.lost,
            "goes": day_and_time(one.lost.goes_at) if one.lost and one.lost.goes_at else "",
            "mailed": mail_leaves(),
            "refused": refused,
        },
        current="settings",
        status=status,
    )


def _letter(one: Pending) -> dict[str, str]:
    filled = fill(
        "invitation",
        "email",
        {"name": one.name, "first_name": one.name.split(" ")[0]},
        sender=Sender(one.organisation, one.short_name, one.phone),
        link=one.way_in.address if one.way_in else "",
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
        phone=typed.get("phone", ""),
        weekdays=tuple(typed["weekdays"]),
        hours_a_week=typed["hours_a_week"],
        max_matches=typed["max_matches"],
        max_requests=typed["max_requests"],
    )
