"""Rows of the lists of referrals, for whoever is called je and whoever is called u."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.referral_list import Listed
from loopplank.core.calendar import local_day
from loopplank.core.contact import phone_readable
from loopplank.core.referral import WITH_RECEIVER, Status, Waiting
from loopplank.core.worklist import Lateness, lateness
from loopplank.web.referral_words import day_or, stands, title
from loopplank.web.templatetags.loopplank import tel
from loopplank.web.words import day
from loopplank.web.worklist_words import due_words


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    icon: str = ""
    second: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One line; see referral/row.html."""

    lateness: str
    due: str
    due_note: str
    kind: str
    title: str
    url: str
    why: str
    buttons: list[Button] = field(default_factory=list)


def asked_row(one: Listed, now: datetime) -> Row:
    """What a coordinator has to answer."""
    url = reverse("referral", args=[one.id])
    why = _("Zeg ja of nee. Bij nee blijft het bij %(party)s.") % {"party": one.party}
    return _row(one, url, why, now, [_answer(url, _("Geef antwoord"))])


def asking_row(one: Listed, now: datetime) -> Row:
    """What a coordinator asked of another: the sender owns until a yes."""
    url = reverse("referral", args=[one.id])
    party = {"party": one.party, "owner": one.owner}
    if one.status in WITH_RECEIVER:
        why = _("%(owner)s van %(party)s is nu eigenaar.") % party
        return _row(one, url, why, now, _call(one))
    why = {
        Waiting.TALK: _("Wil eerst overleggen. Tot een ja zijn jullie nog eigenaar."),
        Waiting.SILENT: _("Gaf geen antwoord. Bel hen. Jullie zijn nog eigenaar."),
        Waiting.RECEIPT: _("Zei nog niet dat de vraag aankwam. Bel hen."),
    }.get(one.waiting, _("Jullie zijn nog eigenaar, tot een ja."))
    back = Button(_("Trek terug"), reverse("referral_withdraw", args=[one.id]))
    return _row(one, url, why, now, [*_call(one), back])


def done_row(one: Listed, now: datetime, *, formal: bool = False) -> Row:
    """What was answered, by them or by us."""
    url = reverse("own_referral" if formal else "referral", args=[one.id])
    on = one.ended_on or one.sent_on or local_day(now)
    return Row(Lateness.LATER, day(on, local_day(now)), "", one.party, _title(one), url, _end(one))


def own_row(one: Listed, now: datetime) -> Row:
    """The same for a professional, who is called u."""
    url = reverse("own_referral", args=[one.id])
    if not one.ours and one.status is Status.REQUESTED:
        why = _("Zegt u nee? Dan blijft het bij %(party)s.") % {"party": one.party}
        return _row(one, url, why, now, [_answer(url, _("Geef antwoord"))])
    if one.taken_over:
        why = _("Eigenaar is %(owner)s.") % {"owner": one.owner}
        return _row(one, url, why, now, _call(one) if one.ours else [])
    if one.status is not Status.REQUESTED:
        why = f"{stands(one.status, one.why).capitalize()}. " + _("De vraag is bij u.")
        return _row(one, url, why, now, _call(one))
    if one.late or one.waiting is Waiting.SILENT:
        why = _("Wij gaven u nog geen antwoord. Dat is onze fout. De vraag is nog bij u.")
        return _row(one, url, why, now, _call(one))
    if one.waiting is Waiting.TALK:
        return _row(one, url, _("Zij willen eerst met u overleggen."), now, _call(one))
    until = {"day": day_or(one.answer_by)}
    return _row(one, url, _("Nog geen antwoord. Dat komt uiterlijk %(day)s.") % until, now, [])


# --- underneath -----------------------------------------------------------------------------------


def _title(one: Listed) -> str:
    return title(one.who, one.kinds, one.age_band)


def _end(one: Listed) -> str:
    said = f"{stands(one.status, one.why).capitalize()}."
    if one.taken_over and one.owner:
        said += " " + _("Eigenaar: %(owner)s.") % {"owner": one.owner}
    return said


def _answer(url: str, label: str) -> Button:
    return Button(label, f"{url}#answer", second=False)


def _call(one: Listed) -> list[Button]:
    if not one.phone:
        return []
    phone = phone_readable(one.phone)
    return [Button(_("Bel %(party)s") % {"party": one.party}, tel(phone), "phone")]


def _row(one: Listed, url: str, why: str, now: datetime, buttons: list[Button]) -> Row:
    late, due, note = _when(one.next_on, now)
    return Row(late, due, note, one.party, _title(one), url, why, buttons)


def _when(on: date | None, now: datetime) -> tuple[str, str, str]:
    if on is None:
        return Lateness.LATER, "", ""
    late = lateness(on, now)
    return late, *due_words(late, on, (local_day(now) - on).days)
