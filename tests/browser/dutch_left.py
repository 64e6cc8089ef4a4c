"""Whether any Dutch is left on a page that somebody reads in English."""

import json

from playwright.sync_api import Page
from tests.dutch import Typed
from tests.server import Server

#: In its own language on purpose, so that everybody finds it.
OWN_NAME = "Nederlands"


def typed_in(server: Server) -> Typed:
    """What people typed in the database of this server."""
    return Typed.of(json.loads(server.python("-m", "tests.dutch")))


def dutch_left(page: Page, typed: Typed) -> list[str]:
    """What of this page is Dutch, a line each; seen, heard, or kept for a script to say."""
    language, found = page.evaluate(_TEXTS)
    wrong = [] if language == "en" else [f"its language is said to be {language}"]
    for text in dict.fromkeys(found):
        dutch = "" if text == OWN_NAME else typed.dutch_in(text)
        if dutch:
            wrong.append(f"“{text}” ({dutch})")
    return wrong


# Text, and what stands in its place: names for who listens, hints, and words that a script says.
# What says itself in which language it is, is left out: a message that was sent in another one.
_TEXTS = """() => {
  const flat = text => text.replace(/\\s+/g, " ").trim();
  const elsewhere = at => at.closest("script, style, [lang]:not(html)");
  const found = [];
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (!elsewhere(node.parentElement)) found.push(flat(node.data));
  }
  for (const el of document.querySelectorAll("*")) {
    if (elsewhere(el)) continue;
    for (const {name, value} of el.attributes) {
      const said = /^(aria-label|title|alt|placeholder|content)$/.test(name)
        || name.startsWith("data-") && / /.test(value);
      if (said) found.push(flat(value));
    }
  }
  return [document.documentElement.lang, found.filter(text => /\\p{L}/u.test(text))];
}"""
