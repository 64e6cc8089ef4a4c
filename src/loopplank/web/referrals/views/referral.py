"""One referral: what is shared, the consent, where it stands, and what this side can do now."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.referrals.referral import ReferralPage, referral_page
from loopplank.core.account.roles import Role
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.referrals.states import (
    ANSWER_WORDS,
    TAKEN_OVER,
    WITH_RECEIVER,
    Status,
    Waiting,
    sender_is_responsible,
)
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.words import in_sentence, person, word
from loopplank.web.referrals.views.referral_steps import ADDRESSES
from loopplank.web.referrals.words import (
    OUTCOME,
    checked_facts,
    consent_facts,
    contacts,
    course,
    day_or,
    kinds_of,
    sent_on,
    shared_facts,
    stands,
    title,
    told_sender,
)

#: The address of one step of this referral, by its name and what stands behind it.
Address = Callable[..., str]


def show_referral(request: HttpRequest, actor: Actor, referral_id: UUID) -> HttpResponse:
    """Show it to a member of either side."""
    now = clock.now()
    coordinator = actor.role is Role.COORDINATOR
    name = "referral" if coordinator else "own_referral"
    page = referral_page(actor, referral_id, now, name)
    current = "referrals" if coordinator else "own_referrals"

    def address(step: str, *parts: str) -> str:
        return reverse(f"referral_{step}", args=[referral_id, *parts])

    around = around_referral(page, address)
    if page.ours and not coordinator:
        promise, lines = told_sender(page)
        around["now_lines"] = [promise, *lines]
    return show_work(
        request,
        actor,
        "referrals/referral.html",
        {
            **around,
            "back": reverse(current),
            "back_label": _("Overdrachten") if coordinator else _("Verwijzingen"),
            "formal": not coordinator,
        },
        current=current,
    )


def around_referral(page: ReferralPage, address: Address) -> dict[str, object]:
    """Return everything that a page about this referral shows, for a member and for a link."""
    row = page.row
    return {
        "page": page,
        "row": row,
        "number": row.number,
        "heading": title(page.who, kinds_of(page), str(page.shared.get("age_band", ""))),
        "state": stands(page.status, row.why, ours=page.ours),
        "now_lines": now_lines(page),
        "facts": shared_facts(page.shared, ours=page.ours),
        "checked": checked_facts(page),
        "contacts": [(name, phone_readable(phone)) for name, phone in contacts(page)],
        "party_phone": phone_readable(page.party_phone) if page.party_phone else "",
        "who": person(page.who, with_age=False) if page.person_phone else "",
        "who_in_sentence": in_sentence(page.who),
        "person_phone": phone_readable(page.person_phone) if page.person_phone else "",
        "consent": consent_facts(page.consent) if page.consent else [],
        "log": course(page),
        "answers": _answers(page, address),
        "steps": _steps(page, address),
        "taking_back": _taking_back(page, address),
        "sent_on": sent_on(page),
        "answer_by": day_or(row.answer_by),
        "words": row.words if page.status in _SHOWS_WORDS or page.asked_of_us else "",
    }


_SHOWS_WORDS = frozenset({Status.REQUESTED, Status.REJECTED, Status.FAILED, *TAKEN_OVER})


def now_lines(page: ReferralPage) -> list[str]:
    """Return who is responsible, until when, and what comes next; without je or u."""
    row = page.row
    if page.status is Status.REQUESTED:
        lines = [
            _("%(owner)s is verantwoordelijk tot %(party)s ja zegt.")
            % {"owner": page.owner, "party": page.party}
            if page.ours
            else _("%(party)s is verantwoordelijk tot een ja.") % {"party": page.party}
        ]
        return [*lines, _awaited(page)]
    if page.status in WITH_RECEIVER:
        lines = [_("Eigenaar is nu %(owner)s.") % {"owner": page.owner}]
        if row.first_contact_on:
            lines.append(
                _("Het eerste contact was op %(day)s.") % {"day": day_or(row.first_contact_on)}
            )
        elif row.missed_told_at and row.first_contact_by:
            lines.append(
                _("Het eerste contact zou er uiterlijk %(day)s zijn. Dat is gemist: bel de ander.")
                % {"day": day_or(row.first_contact_by)}
            )
        elif row.first_contact_by:
            lines.append(
                _("Het eerste contact is uiterlijk %(day)s.")
                % {"day": day_or(row.first_contact_by)}
            )
        if row.outcome_due_on:
            lines.append(
                _("Hoe het afloopt, wordt verteld rond %(day)s.")
                % {"day": day_or(row.outcome_due_on)}
            )
        return lines
    lines = [word(OUTCOME[row.outcome])] if row.outcome else []
    if page.ours and sender_is_responsible(page.status) and row.sent_at:
        lines.append(_("De vraag is bij %(owner)s.") % {"owner": page.owner})
    return lines


def _awaited(page: ReferralPage) -> str:
    until = {"day": day_or(page.row.answer_by), "party": page.party}
    if not page.ours:
        return _("Antwoord uiterlijk %(day)s, voor 17:00 uur.") % until
    if page.waiting is Waiting.SILENT or page.late:
        return _("%(party)s gaf geen antwoord. Bellen helpt het meest.") % until
    if page.waiting is Waiting.TALK:
        return _("%(party)s wil eerst overleggen.") % until
    if page.waiting is Waiting.RECEIPT:
        return _("%(party)s zei nog niet dat de vraag aankwam.") % until
    return _("%(party)s antwoordt uiterlijk %(day)s.") % until


def _answers(page: ReferralPage, address: Address) -> list[tuple[str, str]]:
    """Return the four answers, each as large as the others."""
    if not page.asked_of_us:
        return []
    return [(word(ANSWER_WORDS[one]), address("answer", name)) for name, one in ADDRESSES.items()]


def _steps(page: ReferralPage, address: Address) -> list[dict[str, object]]:
    """Return what a receiver does after a yes; `post` when one press is enough."""
    found: list[dict[str, object]] = []
    if page.asked_of_us and page.row.received_at is None:
        found.append(_button(_("Het is aangekomen"), address("acknowledge"), post=True))
    if not page.with_us:
        return found
    if page.status is not Status.IN_PROGRESS:
        found.append(_button(_("Het eerste contact is geweest"), address("begin"), post=True))
    if page.status is not Status.ON_HOLD:
        found.append(_button(_("Het wacht nog, want …"), address("hold")))
    found.append(_button(_("Vertel hoe het afliep"), address("report")))
    if not page.keeps_record:
        found.append(_button(_("Het lukt toch niet: geef terug"), address("give_back")))
    return found


def _taking_back(page: ReferralPage, address: Address) -> list[tuple[str, str]]:
    found = []
    if page.ours and page.status is Status.REQUESTED:
        found.append((_("Trek terug"), address("withdraw")))
        found.append((_("Dit was een vergissing"), address("mistake")))
    if page.consent and not page.consent.withdrawn_on and page.status in _SHARING:
        found.append((_("De persoon wil niet meer delen"), address("withdraw_consent")))
    return found


_SHARING = frozenset({Status.REQUESTED, *WITH_RECEIVER})


def _button(label: str, url: str, *, post: bool = False) -> dict[str, object]:
    return {"label": label, "url": url, "post": post}
