"""Show what there is to settle, and settle it: contact, the form, names and days, privacy."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.organisations.network_settings import NetworkPage, network_page
from loopplank.access.organisations.settings import (
    ContactPage,
    SettingsPage,
    contact_page,
    own_organisation,
    settings_page,
)
from loopplank.access.wellbeing.safety import NowTrusted
from loopplank.actions.organisations import organisations
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.words import day, say
from loopplank.web.organisations.forms import ContactForm, NoticeForm, OrganisationForm, PrivacyForm
from loopplank.web.wellbeing.words import lacking_words

# --- what there is to settle ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list. `state`: done, missing (the form needs it) or advised."""

    title: str
    url: str
    state: str
    note: str


def show_settings(request: HttpRequest, actor: Actor) -> HttpResponse:
    if actor.role in MAY_OWN:
        return _organisation(request, actor)
    if actor.role is Role.NETWORK_ADMIN:
        return _network(request, actor)
    return show_work(request, actor, "organisations/settings_nothing.html", current="settings")


def _organisation(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = settings_page(actor, clock.now())
    needed, others = _needed(page), _others(page)
    missing = [task for task in needed if task.state == "missing"]
    return show_work(
        request,
        actor,
        "organisations/settings.html",
        {
            "page": page,
            "needed": needed,
            "others": others,
            "missing": missing,
            "first_missing": missing[0] if missing else None,
            "duty_phone": phone_readable(page.organisation.duty_phone),
        },
        current="settings",
    )


def _needed(page: SettingsPage) -> list[Task]:
    """Return the tasks without which the form stays closed."""
    own = page.organisation
    first, second = page.first_contact, page.stand_in
    return [
        _task(
            _("Naam, telefoonnummer en openingstijden"),
            "settings_organisation",
            done=bool(own.name and own.phone and own.phone_hours),
            note=phone_readable(own.phone) if own.phone else _("Nog geen telefoonnummer."),
        ),
        _task(
            _("Eerste contactpersoon"),
            "settings_contact",
            done=bool(first and first.works),
            note=first.name if first else _("Nog niemand. Wie wordt eigenaar van nieuwe vragen?"),
        ),
        _task(
            _("Achterwacht"),
            "settings_contact",
            done=bool(second and second.works),
            note=second.name if second else _("Nog niemand. Wie neemt over als het moet?"),
        ),
        _task(
            _("Dienstnummer"),
            "settings_contact",
            done=bool(own.duty_phone),
            note=phone_readable(own.duty_phone)
            if own.duty_phone
            else _("Nog geen nummer voor als het niet kan wachten."),
        ),
    ]


def _others(page: SettingsPage) -> list[Task]:
    """Return the tasks that make the form honest and the advice right, but nothing waits for
    them.
    """
    own = page.organisation
    return [
        _task(
            _("Ons aanbod"),
            "offers",
            done=page.offers_active > 0,
            note=ngettext(
                "%(n)s aanbod staat aan.", "Er staan %(n)s soorten aanbod aan.", page.offers_active
            )
            % {"n": page.offers_active}
            if page.offers_active
            else _("Nog geen aanbod. Op de openbare pagina staat dan niets."),
            needed=False,
        ),
        _task(
            _("Onze grenzen"),
            "own_limits",
            done=page.limits_version is not None,
            note=_("Versie %(version)s, sinds %(day)s.")
            % {"version": page.limits_version, "day": day(page.limits_since)}
            if page.limits_since
            else _("Nog geen grenzen. Het advies kijkt er dan niet naar."),
            needed=False,
        ),
        _task(
            _("Rooster van de achterwacht"),
            "rota",
            done=bool(page.board_contact),
            note=_("Is er niemand? Dan is het %(name)s van het bestuur.")
            % {"name": page.board_contact}
            if page.board_contact
            else _("Nog niemand van het bestuur genoemd, voor als er niemand is."),
            needed=False,
        ),
        _task(
            _("Collega’s"),
            "colleagues",
            done=page.colleagues > 1 and not page.waiting,
            note=_colleagues(page),
            needed=False,
        ),
        _task(
            _("Gesloten"),
            "closures",
            done=True,
            note=_("Met Kerst of in de zomer dicht? Dan valt er in die tijd geen belofte."),
            needed=False,
        ),
        _task(
            _("Onze klokken"),
            "clocks",
            done=True,
            note=_("Hoe snel moet iets? En wat kost dat?"),
            needed=False,
        ),
        _task(
            _("Vertrouwenspersoon en contactpersoon"),
            "settings_trusted",
            done=bool(page.trusted.adviser and page.trusted.contacts),
            note=_trusted(page.trusted),
            needed=False,
        ),
        _task(
            _("Privacy en klachten"),
            "settings_privacy",
            done=bool(own.legal_basis and own.complaints_to),
            note=_privacy(basis=bool(own.legal_basis), complaints=bool(own.complaints_to)),
            needed=False,
        ),
    ]


def _trusted(named: NowTrusted) -> str:
    if not (named.adviser and named.contacts):
        return _("Nog niet allebei genoemd. Vrijwilligers kunnen dan alleen bij jullie terecht.")
    if named.adviser_of_network or named.contacts_of_network:
        return _("Vrijwilligers kunnen terecht bij wie het netwerk noemde.")
    return _("Vrijwilligers kunnen bij iemand anders terecht.")


def _privacy(*, basis: bool, complaints: bool) -> str:
    """Name only what is missing."""
    if basis and complaints:
        return _("Grond en klachtadres staan er.")
    if basis:
        return _("Nog geen klachtadres.")
    return _("Nog geen grond.") if complaints else _("Nog geen grond en geen klachtadres.")


def _colleagues(page: SettingsPage) -> str:
    said = ngettext("%(n)s collega.", "%(n)s collega’s.", page.colleagues) % {"n": page.colleagues}
    if not page.waiting:
        return said
    waits = ngettext(
        "%(n)s maakte nog geen wachtwoord.", "%(n)s maakten nog geen wachtwoord.", page.waiting
    )
    return f"{said} {waits % {'n': page.waiting}}"


def _task(title: str, name: str, *, done: bool, note: str, needed: bool = True) -> Task:
    state = "done" if done else "missing" if needed else "advised"
    return Task(title, reverse(name), state, note)


def _network(request: HttpRequest, actor: Actor) -> HttpResponse:
    page: NetworkPage = network_page(actor, clock.now())
    return show_work(
        request,
        actor,
        "organisations/settings_network.html",
        {
            "page": page,
            "lacking": [lacking_words(one) for one in page.lacking],
            "organisations": [
                {"row": row, "phone": phone_readable(row.phone)} for row in page.organisations
            ],
        },
        current="settings",
    )


# --- contact --------------------------------------------------------------------------------------
# Who gets every new question, who stands in, and which number is called when it cannot wait.


def change_contact(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = contact_page(actor, now)
    form = ContactForm(posted(request), could=page.could, board=page.board, initial=_initial(page))
    if form.is_valid():
        try:
            organisations.set_people(
                actor=actor,
                now=now,
                first_contact_id=_id(form.cleaned_data["first_contact"]),
                stand_in_id=_id(form.cleaned_data["stand_in"]),
                duty_phone=form.cleaned_data["duty_phone"],
                board_contact_id=_id(form.cleaned_data["board_contact"]),
                danger=form.danger(),
            )
        except Refused as refused:
            where = "danger_number" if refused.reason.code.startswith("danger") else "stand_in"
            form.add_error(where, say(refused.reason))
        else:
            needed = ("first_contact", "stand_in", "duty_phone")
            if page.organisation.form_open and not all(form.cleaned_data[n] for n in needed):
                messages.warning(
                    request, _("Bewaard. Het formulier is nu dicht, want er ontbreekt iets.")
                )
            else:
                messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(reverse("settings"))
    return show_work(
        request,
        actor,
        "organisations/settings_contact.html",
        {"form": form, "page": page, "sends_sms": django_settings.SENDS_SMS},
        current="settings",
        status=422 if form.errors else 200,
    )


def _initial(page: ContactPage) -> dict[str, object]:
    danger = page.organisation.danger
    return {
        "danger_number": danger.number,
        "danger_days": list(danger.days),
        "danger_from": danger.first,
        "danger_to": danger.last,
        "first_contact": str(page.first_contact_id or ""),
        "stand_in": str(page.stand_in_id or ""),
        "duty_phone": page.organisation.duty_phone,
        "board_contact": str(page.board_contact_id or ""),
    }


def _id(chosen: str) -> UUID | None:
    return UUID(chosen) if chosen else None


# --- the form for a question ----------------------------------------------------------------------
# Opening and closing it, and what it says while nobody reads it.


def change_form(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show two small forms on one page: the button that opens or closes, and the notice."""
    now = clock.now()
    turned = request.POST.get("form")
    refused_because = ""
    form = NoticeForm(None if turned else posted(request))
    if turned in {"open", "closed"}:
        try:
            organisations.open_form(actor=actor, now=now, is_open=turned == "open")
        except Refused as refused:
            refused_because = say(refused.reason)
        else:
            said = _("Het formulier is open.") if turned == "open" else _("Het formulier is dicht.")
            messages.success(request, said)
            return HttpResponseRedirect(reverse("settings_form"))
    elif form.is_valid():
        organisations.describe(actor=actor, now=now, values=form.cleaned_data)
        messages.success(request, _("Bewaard."))
        return HttpResponseRedirect(reverse("settings_form"))
    page = own_organisation(actor)
    if not form.is_bound:
        form = NoticeForm(initial={"unread_notice": page.unread_notice})
    return show_work(
        request,
        actor,
        "organisations/settings_form.html",
        {
            "form": form,
            "page": page,
            "refused": refused_because,
            "public_url": request.build_absolute_uri(reverse("start", args=[page.network_slug])),
        },
        current="settings",
        status=409 if refused_because else 422 if form.errors else 200,
    )


# --- name, numbers and working days ---------------------------------------------------------------


def change_organisation(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = own_organisation(actor)
    form = OrganisationForm(
        posted(request),
        initial={name: getattr(page, name) for name in OrganisationForm.base_fields},
    )
    if form.is_valid():
        try:
            organisations.describe(actor=actor, now=clock.now(), values=form.cleaned_data)
        except Refused as refused:
            form.add_error(None, say(refused.reason))
        else:
            messages.success(request, _("De gegevens zijn bewaard."))
            return HttpResponseRedirect(reverse("settings"))
    return show_work(
        request,
        actor,
        "organisations/settings_organisation.html",
        {"form": form, "page": page},
        current="settings",
        status=422 if form.errors else 200,
    )


# --- privacy --------------------------------------------------------------------------------------
# What the notice says about this organisation, how long it keeps, and certificates.


def change_privacy(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = own_organisation(actor)
    form = PrivacyForm(
        posted(request), initial={name: getattr(page, name) for name in PrivacyForm.base_fields}
    )
    if form.is_valid():
        organisations.describe(actor=actor, now=clock.now(), values=form.cleaned_data)
        messages.success(request, _("Bewaard."))
        return HttpResponseRedirect(reverse("settings"))
    return show_work(
        request,
        actor,
        "organisations/settings_privacy.html",
        {"form": form, "page": page},
        current="settings",
        status=422 if form.errors else 200,
    )
