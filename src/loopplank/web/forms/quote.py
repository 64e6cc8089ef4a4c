"""What a visit gives, in a volunteer's own words, and who may read it."""

from django import forms
from django.utils.translation import gettext_lazy

from loopplank.core.quotes import LONGEST, PERMISSION_WORDS, PERMITTED_WORDS, Permission
from loopplank.web.forms.contact import StoryField
from loopplank.web.forms.house import HouseForm
from loopplank.web.words import word


class QuoteForm(HouseForm):
    """One field of words and one choice. `houses` are there when there is more than one."""

    words = StoryField(
        label=gettext_lazy("Wat geeft jouw bezoek dat een beroepskracht niet geeft?"),
        help_text=gettext_lazy(
            "Een of twee zinnen. Noem geen naam, adres of ziekte. Niemand mag zich hierin"
            " herkennen."
        ),
        longest=LONGEST,
        rows=4,
    )
    permission = forms.TypedChoiceField(
        label=gettext_lazy("Wie mag dit lezen?"),
        help_text=gettext_lazy("Jij kunt dit altijd weer stoppen, met één tik."),
        widget=forms.RadioSelect,
        choices=lambda: [(one.value, word(said)) for one, said in PERMISSION_WORDS.items()],
        coerce=Permission,
        error_messages={"required": gettext_lazy("Kies wie dit mag lezen.")},
    )
    house = forms.ChoiceField(
        label=gettext_lazy("Bij welke organisatie?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies bij welke organisatie dit hoort.")},
    )


class NoteQuoteForm(forms.Form):
    """The same, as a coordinator writes it down of somebody with only a telephone."""

    use_required_attribute = False

    words = StoryField(
        label=gettext_lazy("Wat geeft het bezoek dat een beroepskracht niet geeft?"),
        help_text=gettext_lazy(
            "In de eigen woorden van de vrijwilliger. Zonder naam, adres of ziekte. Lees het"
            " daarna voor."
        ),
        longest=LONGEST,
        rows=4,
    )
    permission = forms.TypedChoiceField(
        label=gettext_lazy("Wie mag dit lezen?"),
        help_text=gettext_lazy("Vraag het. Is het antwoord nee? Schrijf dan niets op."),
        widget=forms.RadioSelect,
        choices=lambda: [
            (one.value, word(said))
            for one, said in PERMITTED_WORDS.items()
            if one is not Permission.NOBODY
        ],
        coerce=Permission,
        error_messages={"required": gettext_lazy("Kies wie dit mag lezen.")},
    )
