"""Ask who does what, as a coordinator types it, and what somebody said to it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.access.account.actors import NotFound
from loopplank.access.arrangements.arrangement import ArrangementPage
from loopplank.actions.arrangements.sides import Outside
from loopplank.actions.arrangements.signatures import Said
from loopplank.core.arrangements import (
    NO_WORDS,
    NOBODY_YET,
    WHO_WORDS,
    Answer,
    No,
    Side,
    Task,
    Terms,
    Who,
)
from loopplank.web.kit.fields import DATE, EmailField, PhoneField, StoryField, line, lines
from loopplank.web.kit.words import first_up, word

# --- who does what --------------------------------------------------------------------------------

EMPTY_ROWS, MOST_ROWS = 2, 30


class TaskForm(forms.Form):
    """One task; without words it does not exist."""

    what = line(gettext_lazy("Wat"), 120)
    who = forms.ChoiceField(
        label=gettext_lazy("Wie"),
        required=False,
        choices=lambda: [
            ("", first_up(word(NOBODY_YET))),
            *((who.value, first_up(word(words))) for who, words in WHO_WORDS.items()),
        ],
    )
    when = line(gettext_lazy("Wanneer"), 80)
    leaves_out = line(gettext_lazy("Wat hoort er níet bij"), 160)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        rest = (cleaned.get(name) for name in ("who", "when", "leaves_out"))
        if not cleaned.get("what") and "what" not in self.errors and any(rest):
            self.add_error("what", _("Schrijf op welke taak dit is, of maak de regel leeg."))
        return cleaned

    @property
    def task(self) -> Task | None:
        typed = self.cleaned_data
        if not typed["what"]:
            return None
        who = Who(typed["who"]) if typed["who"] else None
        return Task(typed["what"], who, typed["when"], typed["leaves_out"])


class ArrangementForm(forms.Form):
    """The sentences of the sheet with their fields, and the tasks under `rows`."""

    lead_name = line(gettext_lazy("Naam van de beroepskracht"), 120)
    lead_works_at = line(gettext_lazy("Werkt bij"), 120)
    lead_phone = PhoneField(label=gettext_lazy("Telefoonnummer"), required=False)
    lead_email = EmailField(label=gettext_lazy("E-mailadres"), required=False)
    family_name = line(gettext_lazy("Naam van de familie of mantelzorger"), 120)
    family_phone = PhoneField(label=gettext_lazy("Telefoonnummer"), required=False)
    family_email = EmailField(label=gettext_lazy("E-mailadres"), required=False)
    call_by_day = line(gettext_lazy("Overdag belt de vrijwilliger"), 120)
    call_outside_hours = line(
        gettext_lazy("Buiten kantooruren belt de vrijwilliger"),
        120,
        hint=gettext_lazy("Bijvoorbeeld de huisartsenpost of de achterwacht, met nummer."),
    )
    evaluate_on = forms.DateField(
        label=gettext_lazy("Wij kijken samen hoe het gaat op"),
        help_text=gettext_lazy("Hooguit 8 weken na het begin."),
        required=False,
        widget=DATE,
    )
    last_day = forms.DateField(label=gettext_lazy("De laatste dag is"), required=False, widget=DATE)
    if_ill = line(gettext_lazy("Als iemand ziek is"), 200)
    stop_rule = lines(gettext_lazy("De vrijwilliger stopt meteen"), 200, rows=2)

    def __init__(self, data: Mapping[str, Any] | None, page: ArrangementPage) -> None:
        super().__init__(data, initial=_initial(page))
        tasks = page.shown.terms.tasks if page.shown else ()
        self.rows = [
            TaskForm(data, prefix=f"task-{n}", initial=_of_task(tasks, n))
            for n in range(_count(data, len(tasks)))
        ]

    def is_valid(self) -> bool:
        own, valid = super().is_valid(), [row.is_valid() for row in self.rows]
        return own and all(valid)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for side in ("lead", "family"):
            reach = (cleaned.get(f"{side}_{rest}") for rest in ("works_at", "phone", "email"))
            if not cleaned.get(f"{side}_name") and any(reach):
                self.add_error(f"{side}_name", _("Vul een naam in, of maak deze regels leeg."))
        evaluate_on, last = cleaned.get("evaluate_on"), cleaned.get("last_day")
        if evaluate_on and last and evaluate_on > last:
            self.add_error("evaluate_on", _("Deze dag ligt na de laatste dag."))
        return cleaned

    @property
    def terms(self) -> Terms:
        typed = self.cleaned_data
        return Terms(
            tasks=tuple(row.task for row in self.rows if row.task is not None),
            **{
                name: typed[name]
                for name in (
                    "call_by_day",
                    "call_outside_hours",
                    "evaluate_on",
                    "last_day",
                    "if_ill",
                    "stop_rule",
                )
            },
        )

    @property
    def lead(self) -> Outside:
        return self._outside("lead")

    @property
    def family(self) -> Outside:
        return self._outside("family")

    def _outside(self, side: str) -> Outside:
        typed = self.cleaned_data
        return Outside(
            name=typed[f"{side}_name"],
            works_at=typed.get(f"{side}_works_at", ""),
            phone=typed[f"{side}_phone"],
            email=typed[f"{side}_email"],
        )


class NoForm(forms.Form):
    """What does not fit. It needs one tap; the words are for whoever wants to say more."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=gettext_lazy("Wat klopt er niet?"),
        choices=lambda: [(no.value, word(words)) for no, words in NO_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies wat er niet klopt."),
            "invalid_choice": gettext_lazy("Kies wat er niet klopt."),
        },
    )
    words = StoryField(label=gettext_lazy("Wat moet er anders?"), longest=300, rows=3)


class SignatureForm(forms.Form):
    """What somebody said on the phone or put on paper."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Wat was het antwoord?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Ja, akkoord")),
            ("no", gettext_lazy("Nee")),
            ("withdrawn", gettext_lazy("Trekt een eerder ja in: de bezoeken staan dan stil")),
        ],
        error_messages={"required": gettext_lazy("Kies het antwoord.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hoe?"),
        widget=forms.RadioSelect,
        choices=[
            ("phone", gettext_lazy("Aan de telefoon")),
            ("paper", gettext_lazy("Op papier, met een handtekening")),
        ],
        error_messages={"required": gettext_lazy("Kies hoe het antwoord kwam.")},
    )
    said_by = line(
        gettext_lazy("Wie zei of tekende het?"),
        120,
        missing=gettext_lazy("Vul de naam in van wie het zei of tekende."),
    )
    said_on = forms.DateField(
        label=gettext_lazy("Op welke dag?"),
        widget=DATE,
        error_messages={"required": gettext_lazy("Vul de dag in.")},
    )
    words = StoryField(label=gettext_lazy("Wat klopt er niet?"), longest=300, rows=2)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_said_on(self) -> date:
        typed: date = self.cleaned_data["said_on"]
        if typed > self.today:
            raise forms.ValidationError(_("Deze dag moet nog komen."))
        return typed


def _count(data: Mapping[str, Any] | None, stored: int) -> int:
    typed = str(data.get("rows", "")) if data is not None else ""
    return min(int(typed), MOST_ROWS) if typed.isdecimal() else stored + EMPTY_ROWS


def _of_task(tasks: tuple[Task, ...], n: int) -> dict[str, str]:
    if n >= len(tasks):
        return {}
    task = tasks[n]
    return {
        "what": task.what,
        "who": task.who.value if task.who else "",
        "when": task.when,
        "leaves_out": task.leaves_out,
    }


def _initial(page: ArrangementPage) -> dict[str, object]:
    if page.shown is None:
        return {}
    terms = page.shown.terms
    found: dict[str, object] = {}
    for name, side in (("lead", Side.PROFESSIONAL), ("family", Side.FAMILY)):
        one = page.of(side)
        if one is not None:
            found |= {
                f"{name}_name": one.name,
                f"{name}_works_at": one.works_at,
                f"{name}_phone": one.phone,
                f"{name}_email": one.email,
            }
    return {
        **found,
        "call_by_day": terms.call_by_day,
        "call_outside_hours": terms.call_outside_hours,
        "evaluate_on": terms.evaluate_on,
        "last_day": terms.last_day,
        "if_ill": terms.if_ill,
        "stop_rule": terms.stop_rule,
    }


# --- yes, no with a reason, or no longer ----------------------------------------------------------


def answer_typed(request: HttpRequest) -> Said | NoForm | str:
    """Return the answer to give, or the question that a no asks first; "withdraw" or "leave" as
    they are.

    Raises NotFound for anything else.
    """
    answer = request.POST.get("answer", "")
    if answer == "yes":
        return Said(Answer.YES)
    if answer in {"withdraw", "leave"}:
        return answer
    if answer != "no":
        raise NotFound(answer)
    if "words" not in request.POST and "reason" not in request.POST:
        return NoForm()
    form = NoForm(request.POST)
    if not form.is_valid():
        return form
    return Said(Answer.NO, reason=No(form.cleaned_data["reason"]), words=form.cleaned_data["words"])
