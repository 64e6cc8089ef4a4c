"""What a sender without records of their own is told: one promise, and what belongs to it (u)."""

from django.utils.translation import gettext as _

from loopplank.access.referral_page import ReferralPage
from loopplank.core.referral import WHY_WORDS, WITH_RECEIVER, Status, Waiting, Why
from loopplank.web.referral_words import OUTCOME, day_or, sent_on
from loopplank.web.words import word


def told_sender(page: ReferralPage) -> tuple[str, list[str]]:
    """The answer first, then who is responsible, then what comes."""
    if page.status in WITH_RECEIVER:
        return _("Wij nemen de vraag over."), _taken_over(page)
    if page.status is Status.COMPLETED:
        answered = _("De vraag van %(day)s is beantwoord.") % {"day": sent_on(page)}
        return answered, [word(OUTCOME[page.row.outcome])]
    if page.row.why == Why.NO_ANSWER or page.late or page.waiting is Waiting.SILENT:
        return _("Wij gaven u nog geen antwoord."), [
            _("Dat is onze fout. Bel ons, dan krijgt u meteen antwoord."),
            _("Tot dan blijft de vraag bij u."),
        ]
    if page.status is Status.REQUESTED:
        return _asked(page)
    return _ended(page)


def _taken_over(page: ReferralPage) -> list[str]:
    row = page.row
    lines = [_("Vanaf nu is %(owner)s eigenaar.") % {"owner": page.owner}]
    if not row.first_contact_on and row.first_contact_by:
        by = {"day": day_or(row.first_contact_by)}
        lines.append(_("Het eerste contact is uiterlijk %(day)s.") % by)
    return [*lines, _("U hoort hoe het afloopt.")]


def _asked(page: ReferralPage) -> tuple[str, list[str]]:
    stays = _("U blijft verantwoordelijk tot %(party)s ja zegt.") % {"party": page.party}
    if page.waiting is Waiting.TALK:
        return _("Wij willen eerst met u overleggen. Belt u ons?"), [stays]
    return stays, [_("U krijgt uiterlijk %(day)s antwoord.") % {"day": day_or(page.row.answer_by)}]


def _ended(page: ReferralPage) -> tuple[str, list[str]]:
    why = word(WHY_WORDS[Why(page.row.why)]) if page.row.why else ""
    reason = [_("De reden: %(why)s.") % {"why": why}] if why else []
    with_you = _("De vraag blijft bij u. Wij denken graag met u mee.")
    if page.status is Status.REJECTED:
        return _("Wij nemen deze vraag niet over."), [*reason, with_you]
    if page.status is Status.FAILED:
        return _("De vraag komt bij u terug."), [*reason, with_you]
    return _("Deze vraag is gestopt."), reason
