"""A sentence that was copied into the English catalogue and not translated."""

from tests.dutch import english, words

#: The same in both languages, and somebody looked.
SAME = {
    *(" of ", "Code", "Computer", "Later", "Log in", "Loopplank", "Menu", "Postcode"),
    *("Postcodes", "Print", "Privacy", "Start %(name)s", "Tablet", "Veilig Thuis", "km", "open"),
    *(
        "%(minutes)s min.",
        "Account",
    ),
    *("%(n)s min", "Week: %(days)s", "week", "Open", "Week", "Week %(week)s. %(counts)s."),
}


def test_what_is_the_same_in_english_was_looked_at() -> None:
    same = {dutch for dutch, said in english().items() if dutch == said and words(dutch)}
    assert same == SAME
