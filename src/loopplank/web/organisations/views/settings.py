"""Show what there is to settle, and settle it: contact, the form, names and days, privacy."""

from datetime import timedelta
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
    Answering,
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
from loopplank.core.organisations.set_up import FORM_NEEDS, Part, step_of
from loopplank.core.volunteers.application import STILL_TAKEN
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.outcome import TOP, went_well
from loopplank.web.kit.pages import posted
from loopplank.web.kit.words import day, say
from loopplank.web.organisations.forms import ContactForm, NoticeForm, OrganisationForm, PrivacyForm
from loopplank.web.organisations.to_settle import Task, task, task_of
from loopplank.web.wellbeing.words import lacking_words

# --- what there is to settle ----------------------------------------------------------------------


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
    notes = {
        Part.DETAILS: _phone(own.phone, hours=own.phone_hours),
        Part.FIRST_CONTACT: _answering(first, there=page.set_up.first_contact)
        if first
        else _("Nog niemand. Wie wordt eigenaar van nieuwe vragen?"),
        Part.STAND_IN: _answering(second, there=page.set_up.stand_in)
        if second
        else _("Nog niemand. Wie neemt over als het moet?"),
        Part.DUTY_PHONE: phone_readable(own.duty_phone)
        if own.duty_phone
        else _("Nog geen nummer voor als het niet kan wachten."),
    }
    return [task_of(step_of(part, page.set_up), notes[part]) for part in FORM_NEEDS]


def _phone(number: str, *, hours: str) -> str:
    if not number:
        return _("Nog geen telefoonnummer.")
    return phone_readable(number) if hours else _("Nog geen openingstijden.")


def _answering(one: Answering, *, there: bool) -> str:
    """Say who it is, and why that is not enough yet."""
    if there:
        return one.name
    if one.works:
        return _("%(name)s maakte nog geen wachtwoord.") % {"name": one.name}
    return _("%(name)s werkt hier niet meer.") % {"name": one.name}


def _others(page: SettingsPage) -> list[Task]:
    """Return the tasks that make the form honest and the advice right, but nothing waits for
    them.
    """
    own = page.organisation
    offers = (
        ngettext(
            "%(n)s aanbod staat aan.", "Er staan %(n)s soorten aanbod aan.", page.offers_active
        )
        % {"n": page.offers_active}
        if page.offers_active
        else _("Nog geen aanbod. Op de openbare pagina staat dan niets.")
    )
    limits = (
        _("Versie %(version)s, sinds %(day)s.")
        % {"version": page.limits_version, "day": day(page.limits_since)}
        if page.limits_since
        else _("Nog geen grenzen. Het advies kijkt er dan niet naar.")
    )
    board = (
        _("Is er niemand? Dan is het %(name)s van het bestuur.") % {"name": page.board_contact}
        if page.board_contact
        else _("Nog niemand van het bestuur genoemd, voor als er niemand is.")
    )
    return [
        task_of(step_of(Part.OFFERS, page.set_up), offers),
        task_of(step_of(Part.LIMITS, page.set_up), limits),
        task(_("Rooster van de achterwacht"), "rota", done=bool(page.board_contact), note=board),
        task_of(step_of(Part.COLLEAGUES, page.set_up), _colleagues(page)),
        task(
            _("Gesloten"),
            "closures",
            done=True,
            note=_("Met Kerst of in de zomer dicht? Dan valt er in die tijd geen belofte."),
        ),
        task(
            _("Onze klokken"),
            "clocks",
            done=True,
            note=_("Hoe snel moet iets? En wat kost dat?"),
        ),
        task(
            _("Vertrouwenspersoon en contactpersoon"),
            "settings_trusted",
            done=bool(page.trusted.adviser and page.trusted.contacts),
            note=_trusted(page.trusted),
        ),
        task_of(
            step_of(Part.PRIVACY, page.set_up),
            _privacy(basis=bool(own.legal_basis), complaints=bool(own.complaints_to)),
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


#: The panel about the page for who applies as a volunteer.
_APPLYING = "applying"


def change_form(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show three small forms on one page: the button that opens or closes, that of the page for who
    applies as a volunteer, and the notice.
    """
    now = clock.now()
    if request.POST.get("applying") in {"open", "closed"}:
        return _turn_applying(request, actor, is_open=request.POST["applying"] == "open")
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
            "applying_url": request.build_absolute_uri(
                reverse("apply_organisation", args=[page.network_slug, page.slug])
            ),
            "still_minutes": STILL_TAKEN // timedelta(minutes=1),
            "places": (TOP, _APPLYING),
        },
        current="settings",
        status=409 if refused_because else 422 if form.errors else 200,
    )


def _turn_applying(request: HttpRequest, actor: Actor, *, is_open: bool) -> HttpResponse:
    organisations.open_applications(actor=actor, now=clock.now(), is_open=is_open)
    said = _("De aanmeldpagina is open.") if is_open else _("De aanmeldpagina is dicht.")
    return went_well(request, f"{reverse('settings_form')}#{_APPLYING}", said)


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
