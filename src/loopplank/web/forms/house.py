"""For which of a volunteer's organisations something is meant."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms


class HouseForm(forms.Form):
    """A form with a field `house`, which is there when there is more than one to choose from."""

    use_required_attribute = False

    def __init__(self, *args: Any, houses: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(houses)
        self._only = choices[0][0] if len(choices) == 1 else None
        if len(choices) > 1:
            self.fields["house"].choices = choices  # type: ignore[attr-defined]  # it has them
        else:
            del self.fields["house"]

    def house_id(self) -> UUID | None:
        """The one that was chosen, or the only one that there is."""
        chosen = self.cleaned_data.get("house", self._only)
        return UUID(chosen) if chosen else None
