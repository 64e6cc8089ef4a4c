"""Colours are named in one place, by day and by night, and every pair can be read (WCAG 2.2).

Read from the style sheets themselves: a pair that gets too weak, a colour without its dark one, and
a raw colour in any other sheet or drawing fail here. What a page makes of it, axe judges in
`tests/browser/test_every_page_dark.py`.
"""

import re
from pathlib import Path
from typing import Final

import pytest

WEB = Path(__file__).resolve().parents[3] / "src" / "loopplank" / "web"
SHEETS = WEB / "static" / "loopplank"
TOKENS: Final = (SHEETS / "tokens.css").read_text(encoding="utf-8")
DARK: Final = "@media screen and (prefers-color-scheme: dark)"
#: The frame and what stands on a colour that is the same by day and by night.
ALWAYS = frozenset(
    {"deep", "sail", "foam", "sun", "tar", "sheet", "spray-1", "spray-2", "spray-3", "spray-4"}
)

#: Words on their ground, 4.5:1.
WORDS = """
    ink: paper mist mist-deep water-light reed-light rope-light buoy-light night-light plank
    ink-soft: paper mist mist-deep quay water-light reed-light rope-light buoy-light night-light
    water: paper mist mist-deep quay water-light reed-light rope-light buoy-light night-light
    water-dark: paper mist water-light
    reed: paper mist reed-light
    rope: paper mist rope-light
    buoy: paper mist buoy-light rope-light
    night: paper mist night-light
    paper: water water-dark reed rope buoy night ink
    sail: deep
    foam: deep
    deep: sail
    tar: sun
"""
#: Borders, bars and rings beside what they lie on, 3:1.
SHAPES = """
    edge: paper mist mist-deep water-light
    ink-soft: paper mist
    water: paper mist mist-deep water-light
    reed-bar: paper mist mist-deep reed-light
    rope-bar: paper mist mist-deep rope-light
    buoy-bar: paper mist mist-deep buoy-light
    night: paper mist night-light
    plank-dark: paper mist plank-worn
    sun: deep
    ink: paper mist mist-deep water-light plank
    spray-4: deep
"""
#: A raw colour, as a style sheet or a drawing could write it. `none`, `transparent`, `currentColor`
#: and the system's own names in forced colours are none.
HUES = (
    "white black red green blue yellow orange purple pink brown gray grey silver gold navy teal"
    " maroon olive lime aqua cyan magenta beige ivory tan coral crimson indigo violet"
)
RAW = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\("
    rf"|(?<![\w.-])(?:{'|'.join(HUES.split())})(?![\w-])",
    re.IGNORECASE,
)
COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)
VALUE = re.compile(r"[\w-]+\s*:\s*([^;{}]+)[;}]")
#: The mark itself: it lies on the frame, on paper, and in the bar of a browser, and stays as it is.
LOGO = {"#E3B874"}


def tokens(*, dark: bool) -> dict[str, str]:
    """Every colour by its name."""
    day, night = TOKENS.split(DARK)
    found = _named(day)
    return {**found, **_named(night.split("\n}\n", 1)[0])} if dark else found


def test_every_colour_has_one_for_the_night_or_is_always_the_same() -> None:
    day, night = TOKENS.split(DARK)
    assert _named(night.split("\n}\n", 1)[0]).keys() == _named(day).keys() - ALWAYS
    assert _named(day).keys() >= ALWAYS


def test_only_one_place_says_that_it_is_night() -> None:
    told = [path.name for path in SHEETS.glob("*.css") if "prefers-color-scheme" in _text(path)]
    assert told == ["tokens.css"]
    assert TOKENS.count("prefers-color-scheme") == 1
    # what is printed, and a picture of what will be, is light
    assert f"{DARK} {{\n  :root:not(.text-paper) {{\n    color-scheme: dark;" in TOKENS


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize(("pairs", "least"), [(WORDS, 4.5), (SHAPES, 3.0)], ids=["words", "shapes"])
def test_what_lies_on_what_can_be_seen(pairs: str, least: float, dark: bool) -> None:
    named = tokens(dark=dark)
    weak = []
    for line in pairs.strip().splitlines():
        upon, grounds = line.split(":")
        for ground in grounds.split():
            ratio = _contrast(named[upon.strip()], named[ground])
            if ratio < least:
                weak.append(f"{upon.strip()} on {ground}: {ratio:.2f}")
    assert not weak, weak


def test_a_colour_is_written_nowhere_else() -> None:
    wrong = []
    for path in sorted(SHEETS.glob("*.css")):
        if path.name == "tokens.css":
            continue
        for value in VALUE.finditer(_text(path)):
            wrong += [f"{path.name}: {raw.group()}" for raw in RAW.finditer(value.group(1))]
    assert not wrong, wrong


def test_every_colour_that_is_used_has_a_name() -> None:
    used = {
        name
        for path in SHEETS.glob("*.css")
        for name in re.findall(r"var\(--([\w-]+)", _text(path))
    }
    assert used - set(re.findall(r"--([\w-]+):", TOKENS)) == set()


def test_no_drawing_and_no_template_names_a_colour() -> None:
    attribute = re.compile(r'(?:fill|stroke|color|stop-color|bgcolor|style)="([^"]*)"')
    places = [SHEETS / "icons.svg", *WEB.rglob("*.html"), *WEB.rglob("*drawing.py")]
    assert len(places) > 100
    wrong = []
    for path in places:
        for value in attribute.findall(_text(path)):
            named = {raw.group() for raw in RAW.finditer(value)} - LOGO
            wrong += [f"{path.relative_to(WEB)}: {name}" for name in named]
    assert not wrong, wrong


def _text(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def _named(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6}|rgb\([^)]*\));", css))


def _contrast(upon: str, ground: str) -> float:
    below = _parts(ground)[0]
    colour, cover = _parts(upon)
    seen = tuple(a * cover + b * (1 - cover) for a, b in zip(colour, below, strict=True))
    light, dim = sorted((_luminance(seen), _luminance(below)), reverse=True)
    return (light + 0.05) / (dim + 0.05)


def _parts(colour: str) -> tuple[tuple[float, ...], float]:
    """Red, green and blue from 0 to 1, and how much it covers."""
    if colour.startswith("#"):
        return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)), 1.0
    *parts, cover = (float(number) for number in re.findall(r"[\d.]+", colour))
    return tuple(part / 255 for part in parts), cover


def _luminance(colour: tuple[float, ...]) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
