"""The catalogue finds every phrase as Django looks it up, and says what is not right."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.template import engines
from django.utils import translation

from loopplank.jobs.translations import catalogue as translation_catalogue
from loopplank.jobs.translations import extraction
from loopplank.jobs.translations.extraction import CannotExtract, Phrase


def in_python(source: str) -> list[Phrase]:
    return list(extraction.in_python(source, "x.py"))


def in_template(source: str) -> list[Phrase]:
    return list(extraction.in_template(source, "x.html"))


# --- Python -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("source", "phrase"),
    [
        ("gettext('Hulp')", Phrase("Hulp")),
        ("_('Hulp')", Phrase("Hulp")),
        ("translation.gettext_lazy('Hulp')", Phrase("Hulp")),
        ("dutch('Hulp')", Phrase("Hulp")),
        ("dutch('Hulp '\n 'vragen')", Phrase("Hulp vragen")),
        ("dutch('Hulp ' + 'vragen')", Phrase("Hulp vragen")),
        ("Word(dutch('maandag'))", Phrase("maandag")),
        ("ngettext('%(n)s uur', '%(n)s uren', n)", Phrase("%(n)s uur", "%(n)s uren")),
        ("pgettext('maand', 'mei')", Phrase("mei", context="maand")),
        ("npgettext('tijd', 'uur', 'uren', n)", Phrase("uur", "uren", "tijd")),
        ("from django.utils.translation import gettext as zeg\nzeg('Hulp')", Phrase("Hulp")),
    ],
)
def test_a_phrase_in_python(source: str, phrase: Phrase) -> None:
    assert in_python(source) == [phrase]


@pytest.mark.parametrize(
    "source",
    [
        "gettext(reason.sentence)",
        "def dutch(sentence: str) -> str: ...",
        "zeg('Hulp')",
        "gettext()",
    ],
)
def test_no_phrase_in_python(source: str) -> None:
    assert in_python(source) == []


@pytest.mark.parametrize(
    "source",
    [
        *("gettext(f'Hulp {x}')", "dutch(sentence)", "ngettext('uur', plural, n)"),
        *("dutch('a' + b)", "gettext('a' + b)", "gettext(WORDS['a'])", "gettext(a or 'b')"),
    ],
)
def test_what_no_catalogue_can_hold_is_refused_with_its_place(source: str) -> None:
    with pytest.raises(CannotExtract, match=r"x\.py:1: "):
        in_python(source)


# --- templates ------------------------------------------------------------------
TEMPLATES = [
    ('{% translate "Hulp" %}', Phrase("Hulp")),
    ("{% trans 'Hulp' as x %}", Phrase("Hulp")),
    ('{% translate "Hulp"|upper %}', Phrase("Hulp")),
    ("{% translate 'Zeg \"ja\"' %}", Phrase('Zeg "ja"')),
    ('{% translate "100% vol" %}', Phrase("100%% vol")),
    ('{% translate "mei" context "maand" %}', Phrase("mei", context="maand")),
    ('{{ _("Hulp") }}', Phrase("Hulp")),
    ('{% include "x.html" with title=_("Hulp vragen") only %}', Phrase("Hulp vragen")),
    ("{% if x == _('Hulp') %}{% endif %}", Phrase("Hulp")),
    ("{% blocktranslate %}Dag {{ name }}{% endblocktranslate %}", Phrase("Dag %(name)s")),
    ("{% blocktranslate %} Dag {% endblocktranslate %}", Phrase(" Dag ")),
    (
        "{% blocktranslate trimmed with name=x.name %}\n  Dag\n  {{ name }}, 5%\n"
        "{% endblocktranslate %}",
        Phrase("Dag %(name)s, 5%%"),
    ),
    (
        '{% blocktranslate trimmed count n=rows context "lijst" %}\n {{ n }} rij\n{% plural %}\n'
        " {{ n }} rijen\n{% endblocktranslate %}",
        Phrase("%(n)s rij", "%(n)s rijen", "lijst"),
    ),
]


@pytest.mark.parametrize(("source", "phrase"), TEMPLATES)
def test_a_phrase_in_a_template(source: str, phrase: Phrase) -> None:
    assert in_template(source) == [phrase]


@pytest.mark.parametrize(
    "source",
    [
        "{% translate title %}",
        '{# _("Hulp") #}',
        '{% comment %}{% translate "Hulp" %}{{ _("Hulp") }}{% endcomment %}',
        '{% verbatim %}{% translate "Hulp" %}{% endverbatim %}',
        '_("Hulp")',
    ],
)
def test_no_phrase_in_a_template(source: str) -> None:
    assert in_template(source) == []


def test_a_count_without_a_plural_is_refused() -> None:
    with pytest.raises(CannotExtract, match=r"x\.html:1: count and"):
        in_template("{% blocktranslate count n=1 %}rij{% endblocktranslate %}")


@pytest.mark.parametrize(
    "source",
    [
        r'{% translate "Zeg \"ja\"" %}',
        r'{{ _("Zeg \"ja\"") }}',
        '{{ _("100%") }}',
        '{{ _("a|b") }}',
        '{% translate "mei" context month %}',
        "{% blocktranslate context month %}mei{% endblocktranslate %}",
        "{% blocktranslate %}rij{% plural %}rijen{% endblocktranslate %}",
        "{% blocktranslate %}{% if a %}rij{% endif %}{% endblocktranslate %}",
    ],
)
def test_what_would_be_looked_up_otherwise_is_refused_with_its_place(source: str) -> None:
    with pytest.raises(CannotExtract, match=r"x\.html.*1"):
        in_template(source)


def test_django_looks_up_exactly_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against Django itself: what a page asks the catalogue for is what the catalogue holds."""
    asked: set[tuple[str, str]] = set()
    trans = translation._trans

    def plain(message: str) -> str:
        asked.add(("", message))
        return message

    def counted(singular: str, plural: str, number: int) -> str:
        return plain(singular) if number == 1 else plain(singular) and plural

    def within(context: str, message: str) -> str:
        asked.add((context, message))
        return message

    def counted_within(context: str, singular: str, plural: str, number: int) -> str:
        return within(context, singular) if number == 1 else within(context, singular) and plural

    fakes = {"gettext": plain, "ngettext": counted, "pgettext": within, "npgettext": counted_within}
    for name, fake in fakes.items():
        monkeypatch.setattr(trans, name, fake)
    for source, phrase in TEMPLATES:
        asked.clear()
        page = source.replace('{% include "x.html" with title=', "{% firstof ").replace(" only", "")
        engines["django"].from_string(page).render({"x": {"name": "Ria"}, "rows": 2})
        assert phrase.key in asked, source


# --- files -----------------------------------------------------------------------
@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small application: a rule in core, a page, and a migration that does not count."""
    files = {
        "core/rule.py": "A = dutch('Bel %(name)s')",
        "web/templates/page.html": '{% translate "Hulp vragen" %}',
        "web/templates/mail.txt": "{% blocktranslate count n=1 %}rij{% plural %}rijen"
        "{% endblocktranslate %}",
        "web/static/script.js": "gettext('in JavaScript')",
        "store/migrations/0001_x.py": "_('in a migration')",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


ENGLISH = {"Bel %(name)s": "Call %(name)s", "Hulp vragen": "Ask for help"}


def translated(text: str) -> str:
    for dutch, english in ENGLISH.items():
        text = text.replace(f'msgid "{dutch}"\nmsgstr ""', f'msgid "{dutch}"\nmsgstr "{english}"')
    for number, english in enumerate(("row", "rows")):
        text = text.replace(f'msgstr[{number}] ""', f'msgstr[{number}] "{english}"')
    return text


def test_sources_become_a_catalogue_without_places_or_dates(tree: Path) -> None:
    found = extraction.found_in(tree)
    assert sorted(found) == [("", "Bel %(name)s"), ("", "Hulp vragen"), ("", "rij")]
    text = translation_catalogue.merged("", found)
    assert text.index("Bel") < text.index("Hulp vragen") < text.index("rijen")
    assert "#:" not in text
    assert "Date" not in text
    assert translation_catalogue.untranslated(text) == 3


def test_a_complete_catalogue_has_no_faults_and_stays_as_it_is(tree: Path) -> None:
    found = extraction.found_in(tree)
    text = translated(translation_catalogue.merged("", found))
    assert translation_catalogue.faults(text, found) == []
    assert translation_catalogue.merged(text, found) == text
    assert b"Ask for help" in translation_catalogue.compiled(text)


def test_an_update_keeps_adds_and_drops(tree: Path) -> None:
    old = translated(translation_catalogue.merged("", extraction.found_in(tree)))
    old = old.replace('msgid "Bel', '# the coordinator calls\nmsgid "Bel')
    (tree / "web/templates/page.html").write_text('{% translate "Iets nieuws" %}')
    text = translation_catalogue.merged(old, extraction.found_in(tree))
    assert 'msgstr "Call %(name)s"' in text
    assert "# the coordinator calls" in text
    assert 'msgid "Iets nieuws"\nmsgstr ""' in text
    assert "Hulp vragen" not in text


def test_a_phrase_that_gets_a_plural_is_translated_anew(tree: Path) -> None:
    old = translated(translation_catalogue.merged("", extraction.found_in(tree)))
    (tree / "core/rule.py").write_text("ngettext('Bel %(name)s', 'Bel %(name)s allemaal', n)")
    found = extraction.found_in(tree)
    assert "not translated: 'Bel %(name)s'" in translation_catalogue.faults(
        translation_catalogue.merged(old, found), found
    )


def test_a_phrase_that_loses_its_plural_is_read_again(tree: Path) -> None:
    old = translated(translation_catalogue.merged("", extraction.found_in(tree)))
    (tree / "web/templates/mail.txt").write_text('{% translate "rij" %}')
    found = extraction.found_in(tree)
    assert any(
        fault.startswith("marked fuzzy") and fault.endswith("'rij'")
        for fault in translation_catalogue.faults(translation_catalogue.merged(old, found), found)
    )


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('"Call %(name)s"', '""', "not translated: 'Bel %(name)s'"),
        ('"Call %(name)s"', '"Call %(naam)s"', "other placeholders in 'Call %(naam)s'"),
        ('"Call %(name)s"', '"Call"', "other placeholders in 'Call'"),
        ('"rows"', '""', "not translated: 'rij'"),
        ('"rows"', '"%s rows"', "other placeholders in '%s rows'"),
        ('msgid "Hulp vragen"', '#, fuzzy\nmsgid "Hulp vragen"', "marked fuzzy"),
        ('msgid "Hulp vragen"', 'msgid "Iets ouds"', "not in the catalogue: 'Hulp vragen'"),
        ('msgid "Hulp vragen"', 'msgid "Iets ouds"', "no longer in the sources: 'Iets ouds'"),
        ("\n\nmsgid", "\n\n\nmsgid", "another way"),
    ],
)
def test_every_fault_is_named(tree: Path, before: str, after: str, fault: str) -> None:
    found = extraction.found_in(tree)
    text = translated(translation_catalogue.merged("", found))
    assert before in text
    assert any(
        fault in said for said in translation_catalogue.faults(text.replace(before, after), found)
    ), translation_catalogue.faults(text.replace(before, after), found)


@pytest.mark.parametrize(
    ("dutch", "english", "same"),
    [
        ("%(a)s en %(b)s", "%(b)s and %(a)s", True),
        ("%(a)s", "%(a)s, yes %(a)s", True),
        ("%s van %d", "%s of %d", True),
        ("%s van %d", "%d of %s", False),
        ("100%% van %(a)s", "100%% of %(a)s", True),
        ("50% deel", "half a part", True),
        ("{x} en {y}", "{y} and {x}", True),
        ("{x}", "{z}", False),
    ],
)
def test_placeholders(dutch: str, english: str, same: bool) -> None:
    assert (
        translation_catalogue.placeholders(dutch) == translation_catalogue.placeholders(english)
    ) is same


# --- the command --------------------------------------------------------------------
@pytest.fixture
def po(tree: Path, settings: Any) -> Path:
    settings.SOURCE = tree
    settings.LOCALE_PATHS = [tree / "locale"]
    return tree / "locale" / "en" / "LC_MESSAGES" / "django.po"


def test_the_command_updates_checks_and_compiles(po: Path) -> None:
    with pytest.raises(CommandError, match="3 faults"):
        call_command("catalogue", check=True)
    call_command("catalogue", verbosity=0)
    with pytest.raises(CommandError, match="not translated: 'Hulp vragen'"):
        call_command("catalogue", check=True)
    po.write_text(translated(po.read_text(encoding="utf-8")), encoding="utf-8")
    call_command("catalogue", check=True)
    po.with_suffix(".mo").unlink()
    call_command("catalogue", compile=True)
    assert b"Ask for help" in po.with_suffix(".mo").read_bytes()
    assert sorted(path.name for path in po.parent.iterdir()) == ["django.mo", "django.po"]


def test_what_was_compiled_is_what_a_page_says(po: Path) -> None:
    from django.utils.translation import gettext, ngettext, trans_real

    call_command("catalogue", verbosity=0)
    po.write_text(translated(po.read_text(encoding="utf-8")), encoding="utf-8")
    call_command("catalogue", compile=True)
    before = dict(trans_real._translations)
    trans_real._translations.clear()
    try:
        with translation.override("en"):
            assert gettext("Hulp vragen") == "Ask for help"
            assert [ngettext("rij", "rijen", n) for n in (1, 2)] == ["row", "rows"]
        with translation.override("nl"):
            assert gettext("Hulp vragen") == "Hulp vragen"
    finally:
        trans_real._translations.clear()
        trans_real._translations.update(before)
