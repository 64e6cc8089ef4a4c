"""Messages that only their own reader may ever see, as they open or guard a sign-in."""

#: Their link opens an account, or stops somebody who is after it.
OF_OWN_SIGN_IN = frozenset(
    {
        "password_reset",
        "password_changed",
        "password_link_printed",
        "second_step_asked",
        "second_step_gone",
    }
)
#: Nobody of any organisation finds these on a list, whoever they are for; the page of an invitation
#: shows its link where it is handed over.
ON_NO_LIST = OF_OWN_SIGN_IN | {"invitation"}
