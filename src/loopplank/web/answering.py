"""What somebody tapped under an arrangement: yes, no with a reason, or no longer."""

from django.http import HttpRequest

from loopplank.access.actors import NotFound
from loopplank.actions.signatures import Said
from loopplank.core.arrangement import Answer, No
from loopplank.web.forms.arrangement import NoForm


def answer_typed(request: HttpRequest) -> Said | NoForm | str:
    """The answer to give, or the question that a no asks first; "withdraw" or "leave" as they are.

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
