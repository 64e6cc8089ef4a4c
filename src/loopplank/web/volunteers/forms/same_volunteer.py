"""Choose who may be the same volunteer; and type the code of one's other page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from loopplank.access.volunteers.same_volunteer import Alike
from loopplank.web.kit.fields import line
from loopplank.web.kit.words import word
from loopplank.web.volunteers.words import WHY_ALIKE


class CodeForm(forms.Form):
    code = line(
        gettext_lazy("De code van je andere pagina"),
        20,
        missing=gettext_lazy("Vul de code in die op je andere pagina staat."),
        autocomplete="off",
        autocapitalize="characters",
    )


class AlikeForm(forms.Form):
    """One of the own volunteers who looks alike; nobody else can be chosen."""

    other = forms.TypedChoiceField(
        label=gettext_lazy("Wie is dezelfde persoon?"),
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies wie dezelfde persoon is."),
            "invalid_choice": gettext_lazy("Kies iemand uit de lijst."),
        },
    )

    def __init__(self, *args: Any, alike: Sequence[Alike], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [
                (str(one.volunteer_id), f"{one.name} ({word(WHY_ALIKE[one.why])})") for one in alike
            ]
