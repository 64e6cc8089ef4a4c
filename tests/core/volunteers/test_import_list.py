"""A list of volunteers as people keep it: every shape that was seen, and every mistake."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.reason import Refused
from loopplank.core.organisations.areas import read_areas
from loopplank.core.requests.intake import ANY_TIME, day_parts
from loopplank.core.volunteers.import_list import (
    COLUMNS,
    EXAMPLE,
    MOST_ROWS,
    Newcomer,
    WrongRow,
    liked_of,
    phone_typed,
    read_list,
)
from loopplank.core.volunteers.typed_words import (
    date_typed,
    days_typed,
    hours_typed,
    kinds_typed,
    no_gos_typed,
)

TODAY = date(2026, 11, 24)
HEADER = ["Voornaam", "Achternaam", "Mobiel", "Uren"]
RIA = ["Ria", "Smit", "0612345678", "6"]


def one_good(header: list[str], row: list[str]) -> Newcomer:
    found = read_list([header, row], TODAY)
    assert not found.wrong, found.wrong
    return found.good[0]


def one_wrong(header: list[str], row: list[str]) -> list[str]:
    found = read_list([header, row], TODAY)
    assert not found.good
    return [reason.code for reason in found.wrong[0].errors]


# --- the shapes -----


def test_the_example_that_we_offer_can_be_read() -> None:
    header, row = zip(*EXAMPLE, strict=True)
    ria = one_good(list(header), list(row))
    assert ria.name == "Ria Smit"
    assert ria.phone == "0612345678"
    assert (ria.limits.max_minutes, ria.limits.liked_minutes) == (360, 240)
    assert (ria.limits.max_people, ria.limits.max_heavy) == (2, 1)
    assert ria.limits.until == date(2027, 12, 31)
    assert ria.certificate_seen == date(2026, 9, 1)
    assert ria.kinds == ("shopping", "company")
    assert ria.no_gos == ("dogs",)
    assert ria.day_parts == day_parts([3], [1]) | day_parts([5], [])
    assert not ria.remarks


@pytest.mark.parametrize("ours", sorted(COLUMNS))
def test_every_name_of_a_column_leads_to_one_of_ours(ours: str) -> None:
    others = [name for key, names in COLUMNS.items() if key != ours for name in names]
    assert not set(COLUMNS[ours]) & set(others)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("612345678", "0612345678"),
        ("612345678.0", "0612345678"),
        ("06-12 34 56 78", "0612345678"),
        ("+31 6 12345678", "0612345678"),
        ("31612345678", "0612345678"),
        ("0031612345678", "0612345678"),
        ("205550142", "0205550142"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_a_telephone_number_gets_back_the_zero_that_a_spreadsheet_took(
    typed: str, stored: str
) -> None:
    assert phone_typed(typed) == stored


@pytest.mark.parametrize(
    ("header", "cells", "name"),
    [
        (["Naam"], ["Jan de Vries"], "Jan de Vries"),
        (["Naam"], ["Vries, Jan"], "Jan Vries"),
        (["Voornaam", "Tussenvoegsel", "Achternaam"], ["Jan", "de", "Vries"], "Jan de Vries"),
        (["Voornaam", "Tussenvoegsel", "Achternaam"], ["Jan", "", "Vries"], "Jan Vries"),
        (["Voornaam", "Naam"], ["Jan", "Jan de Vries"], "Jan de Vries"),
    ],
)
def test_a_name_comes_in_many_ways(header: list[str], cells: list[str], name: str) -> None:
    assert one_good([*header, "Tel"], [*cells, "0612345678"]).name == name


def test_a_title_above_the_columns_and_empty_rows_are_passed_over() -> None:
    found = read_list([["Vrijwilligers 2026"], [], HEADER, ["", "", "", ""], RIA, ["", ""]], TODAY)
    assert [row.number for row in found.good] == [5]
    assert found.table == (tuple(HEADER), tuple(RIA))


def test_columns_that_we_do_not_know_are_named_and_not_carried_along() -> None:
    found = read_list([[*HEADER, "BSN", "Opmerking"], [*RIA, "123456782", "vaak ziek"]], TODAY)
    assert found.unknown_columns == ("BSN", "Opmerking")
    assert "123456782" not in str(found.table)
    assert "ziek" not in str(found.good)


def test_the_channel_follows_from_what_there_is() -> None:
    header = [*HEADER, "E-mail", "Bereiken"]
    assert one_good(header, [*RIA, "", ""]).channel == "sms"
    assert one_good(header, [*RIA, "ria@example.nl", ""]).channel == "email"
    assert one_good(header, [*RIA, "ria@example.nl", "bellen"]).channel == "phone"
    assert one_good(header, ["Ria", "Smit", "0205550142", "6", "", ""]).channel == "phone"


def test_without_hours_we_begin_low_and_say_so() -> None:
    ria = one_good(HEADER, ["Ria", "Smit", "0612345678", ""])
    assert (ria.limits.max_minutes, ria.limits.max_people, ria.limits.max_heavy) == (120, 1, 0)
    assert [r.code for r in ria.remarks] == ["import.hours_chosen"]


def test_a_certificate_is_a_day_or_a_yes() -> None:
    header = [*HEADER, "VOG"]
    assert one_good(header, [*RIA, "ja"]).certificate_seen == TODAY
    assert one_good(header, [*RIA, "1-9-2026"]).certificate_seen == date(2026, 9, 1)
    assert one_good(header, [*RIA, "nee"]).certificate_seen is None
    assert one_wrong(header, [*RIA, "wel eens"]) == ["typed.date"]


# --- the mistakes -----


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Voornaam": ""}, "import.name"),
        ({"Achternaam": ""}, "import.name"),
        ({"Achternaam": "x" * 81}, "import.long_name"),
        ({"Mobiel": ""}, "import.reach"),
        ({"Mobiel": "06123"}, "contact.phone"),
        ({"E-mail": "ria@"}, "contact.email"),
        ({"Postcode": "0123"}, "contact.postcode"),
        ({"Uren": "veel"}, "typed.hours"),
        ({"Uren": "99"}, "typed.hours"),
        ({"Graag": "7"}, "import.liked"),
        ({"Zwaar": "2"}, "import.heavy"),
        ({"Mensen": "drie"}, "import.number"),
        ({"Mensen": "21"}, "import.number"),
        ({"Tot": "zomer"}, "typed.date"),
        ({"Dagen": "maandagen en sinterklaas"}, "typed.days"),
        ({"Bereiken": "duif"}, "import.channel"),
        ({"Bereiken": "e-mail"}, "import.not_reachable"),
    ],
)
def test_each_mistake_has_its_own_sentence(changes: dict[str, str], code: str) -> None:
    row = {"Voornaam": "Ria", "Achternaam": "Smit", "Mobiel": "0612345678", "Uren": "6", **changes}
    assert code in one_wrong(list(row), list(row.values()))


def test_all_mistakes_of_a_row_come_at_once() -> None:
    header = [*HEADER, "Postcode", "Tot"]
    codes = one_wrong(header, ["Ria", "Smit", "06", "6", "x", "ooit"])
    assert codes == ["contact.phone", "typed.date", "contact.postcode"]


def test_the_same_person_twice_is_a_mistake_and_partners_with_one_phone_are_not() -> None:
    found = read_list([HEADER, RIA, ["ria", "Smit", "06-12345678", "3"]], TODAY)
    assert [row.number for row in found.wrong] == [3]
    assert found.wrong[0].errors[0].params == {"row": 2}
    partners = read_list([HEADER, RIA, ["Jan", "Smit", "0612345678", "3"]], TODAY)
    assert len(partners.good) == 2


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([], "import.header"),
        ([["a", "b"], ["c", "d"]], "import.header"),
        ([["Voornaam"], ["Ria"]], "import.header"),
        ([HEADER], "import.empty"),
        ([HEADER, ["", "", "", ""]], "import.empty"),
        ([HEADER, *([RIA] * (MOST_ROWS + 1))], "import.too_many"),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(table: list[list[str]], code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_list(table, TODAY)
    assert refused.value.reason.code == code


# --- words -----


@pytest.mark.parametrize(
    "typed",
    ["31-12-2026", "31/12/2026", "31.12.2026", "31-12-26", "2026-12-31", "2026-12-31T00:00"],
)
def test_a_day_is_read_as_it_is_written_here(typed: str) -> None:
    assert date_typed(typed) == date(2026, 12, 31)


@pytest.mark.parametrize("typed", ["", "12-31-2026", "31-02-2026", "morgen", "31-12", "9999999"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        date_typed(typed)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("2", 120),
        ("2,5", 150),
        ("2.5", 150),
        ("2½", 150),
        ("½", 30),
        ("4 uur", 240),
        ("0", 0),
        ("2,4", 150),
        ("1,1", 60),
    ],
)
def test_hours_become_quarters(typed: str, minutes: int) -> None:
    assert hours_typed(typed) == minutes


@pytest.mark.parametrize(
    ("typed", "days", "parts"),
    [
        ("ma", [0], []),
        ("maandag", [0], []),
        ("do-middag", [3], [1]),
        ("donderdagmiddag", [3], [1]),
        ("donderdag middag", [3], [1]),
        ("zaterdagochtend", [5], [0]),
        ("woensdagavond", [2], [2]),
        ("weekend", [5, 6], []),
        ("doordeweeks", [0, 1, 2, 3, 4], []),
        ("ochtenden", [], [0]),
        ("dinsdag en vrijdag", [1, 4], []),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, days: list[int], parts: list[int]) -> None:
    assert days_typed(typed) == day_parts(days, parts)


def test_several_days_add_up() -> None:
    assert days_typed("ma; do-middag, za") == (
        day_parts([0], []) | day_parts([3], [1]) | day_parts([5], [])
    )
    assert days_typed("altijd") == ANY_TIME
    assert days_typed("") == 0


def test_words_that_we_do_not_know_come_back() -> None:
    assert kinds_typed("boodschappen, schaken") == (("shopping",), ("schaken",))
    assert no_gos_typed("grote honden en muizen") == (("dogs",), ("muizen",))


# --- properties -----

CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), max_size=25
) | st.sampled_from([*RIA, "612345678", "ja", "31-12-2026", "2,5", "=1+1", "-"])


@given(st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=6))
def test_whatever_is_in_a_list_a_row_is_good_or_wrong_and_never_an_error(
    rows: list[list[str]],
) -> None:
    header = ["Voornaam", "Achternaam", "Mobiel", "Uren", "Dagen", "Tot", "VOG", "Mensen"]
    try:
        found = read_list([header, *rows], TODAY)
    except Refused as refused:
        assert refused.reason.code == "import.empty"  # noqa: PT017  one of two outcomes
        return
    numbers = [row.number for row in (*found.good, *found.wrong)]
    assert len(numbers) == len(set(numbers)) <= len(rows)
    for one in found.good:
        assert isinstance(one, Newcomer)
        assert one.first_name
        assert one.last_name
        assert one.phone or one.email
    for one_wrong_row in found.wrong:
        assert isinstance(one_wrong_row, WrongRow)
        assert one_wrong_row.errors
    # the second step reads the same out of what the first one carried along
    again = read_list(found.table, TODAY)
    assert [one.name for one in again.good] == [one.name for one in found.good]


@given(st.integers(0, 3600))
def test_what_somebody_likes_lies_below_the_limit(most: int) -> None:
    assert 0 <= liked_of(most) <= most
    assert liked_of(most) % 15 == 0


# --- postcode areas -----

AREAS = ["id", "postcode", "woonplaats", "gemeente", "latitude", "longitude", "soort"]


def test_areas_without_a_place_on_the_map_are_left_out_and_counted() -> None:
    found = read_areas(
        [
            AREAS,
            ["1", "1013", "Amsterdam", "Amsterdam", "52.39", "4.88", "Adres"],
            ["2", "1014", "Amsterdam", "Amsterdam", "", "", "Adres"],
            ["3", "9999", "Bonaire", "", "12.15", "-68.27", "Adres"],
            ["4", "12AB", "Nergens", "", "52.1", "4.9", "Adres"],
            ["5", "1015", "Amsterdam", "", "52,38", "4,88", "Adres"],
            [],
        ]
    )
    assert [area.postcode for area in found.areas] == ["1013", "1015"]
    assert found.skipped == 3
    assert found.areas[1].latitude == 52.38


def test_of_a_postcode_that_stands_there_twice_the_last_row_counts() -> None:
    rows = [["1", "1013", name, "", "52.39", "4.88", ""] for name in ("Eerst", "Daarna")]
    assert [a.place for a in read_areas([AREAS, *rows]).areas] == ["Daarna"]


@pytest.mark.parametrize("table", [[], [["postcode"]], [AREAS], [["a", "b"], ["1", "2"]]])
def test_what_is_no_list_of_areas_is_refused(table: list[list[str]]) -> None:
    with pytest.raises(Refused):
        read_areas(table)
