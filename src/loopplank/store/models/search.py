"""The folded words by which rows are looked up. Nothing else reads or writes them."""

from django.db import models

from loopplank.core.kit.folding import LONGEST_WORD, Searched
from loopplank.store.columns import code, one_of


class SearchWord(models.Model):
    """One word by which one row can be found. They are made from the row and go with it: a trigger
    notes each change, and the action that made it writes the words anew before it ends."""

    id = models.BigAutoField(primary_key=True)
    kind = code()
    # no keys: a volunteer is of no organisation, and a row that is gone leaves a note of itself
    organisation_id = models.UUIDField(null=True)
    row_id = models.UUIDField()
    # ordered by its signs whatever the language of the database (the migration says so to
    # PostgreSQL): a range of the index is then all that begins alike
    word = models.CharField(max_length=LONGEST_WORD)

    class Meta:
        constraints = [one_of("kind", Searched, "search_word_kind")]
        indexes = [
            models.Index(
                fields=["kind", "organisation_id", "word", "row_id"], name="search_word_begins"
            ),
            models.Index(fields=["row_id", "word"], name="search_word_of_row"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SearchDue(models.Model):
    """A note that the words of a row must be made anew. Only triggers of the database write it, so
    that no path can forget it; it is gone again before the transaction ends."""

    id = models.BigAutoField(primary_key=True)
    kind = code()
    row_id = models.UUIDField()

    def __str__(self) -> str:
        return str(self.pk)
