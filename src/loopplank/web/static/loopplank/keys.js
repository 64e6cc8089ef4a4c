/* Keys for whoever works without a mouse. Nothing needs them: each does what a link or field of the
   page does. They keep still while somebody types, and are not loaded when they are switched off. */
(() => {
  "use strict";
  const about = document.getElementById("keys");
  if (!about) return;
  const main = document.getElementById("content");
  const WAITS = 1500;
  let goes = 0;
  let sheet;

  for (const hint of document.querySelectorAll("[data-keys-hint]")) hint.hidden = false;

  const seen = (element) => element.getClientRects().length > 0;
  const types = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || element.matches("input, textarea, select"));
  const focus = (element) => {
    if (!element) return false;
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]"))
      element.tabIndex = -1;
    element.focus();
    element.scrollIntoView({ block: "nearest" });
    return true;
  };
  const follow = (selector) => {
    const link = document.querySelector(selector);
    if (link) link.click();
    return Boolean(link);
  };

  /* rows of a list, each by its first link or button */
  const rows = () =>
    [...main.querySelectorAll("[data-row], .hits li, tbody tr, .tasks > li, article.task")]
      .map((row) => row.querySelector("a[href], button:not([hidden])"))
      .filter((control) => control && seen(control));
  const step = (by) => {
    const all = rows();
    if (!all.length) return false;
    const now = document.activeElement;
    const row = now?.closest("[data-row], .hits li, tbody tr, .tasks > li, article.task");
    const at = all.findIndex((control) => control === now || row?.contains(control));
    if (at < 0) return focus(by > 0 ? all[0] : all.at(-1));
    return focus(all[Math.min(all.length - 1, Math.max(0, at + by))]);
  };

  const search = () => {
    const field = document.getElementById("find");
    if (field && seen(field)) {
      focus(field);
      field.select();
      return true;
    }
    return follow(".search-link");
  };
  const help = async () => {
    if (!sheet) {
      const answer = await fetch(about.dataset.help).catch(() => null);
      const text = answer?.ok ? await answer.text() : "";
      const part = new DOMParser().parseFromString(text, "text/html").querySelector("[data-sheet]");
      if (!part || !HTMLDialogElement) return location.assign(about.dataset.help);
      sheet = document.createElement("dialog");
      sheet.className = "key-sheet";
      sheet.setAttribute("aria-label", about.dataset.label);
      const close = document.createElement("form");
      close.method = "dialog";
      const button = document.createElement("button");
      button.className = "button second";
      button.autofocus = true;
      button.textContent = about.dataset.close;
      close.append(button);
      sheet.append(document.importNode(part, true), close);
      document.body.append(sheet);
    }
    if (!sheet.open) sheet.showModal();
  };
  const leave = () => {
    const open = document.activeElement?.closest("details[open]");
    const menu = open?.hasAttribute("name") ? open : document.querySelector("details[name][open]");
    if (menu && seen(menu)) {
      menu.open = false;
      return focus(menu.querySelector("summary"));
    }
    if (!main.querySelector("[data-escape]")) return false;
    /* back to where somebody was, when that was one of our pages */
    if (!document.referrer.startsWith(`${location.origin}/`)) return false;
    history.back();
    return true;
  };

  const KEYS = {
    "/": search,
    "?": () => {
      help();
      return true;
    },
    g: (event) => {
      goes = event.timeStamp;
      return true;
    },
    n: () => focus(document.getElementById("volgende")),
    j: () => step(1),
    k: () => step(-1),
    ArrowLeft: () => follow("main a[rel~=prev]"),
    ArrowRight: () => follow("main a[rel~=next]"),
    Escape: leave,
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const on = event.target;
    if (on.id === "find" || on.closest?.(".hit")) {
      /* from the field into what was found, and back */
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const hits = [...main.querySelectorAll(".hit")].filter(seen);
      const at = hits.indexOf(on.closest(".hit"));
      if (by && hits.length && (at >= 0 || by > 0)) {
        event.preventDefault();
        return at + by < 0 ? search() : focus(hits[Math.min(hits.length - 1, at + by)]);
      }
    }
    if (types(on)) {
      if (event.key === "Escape" && on.id === "find" && !on.value) on.blur();
      return;
    }
    /* a menu that lies over the page closes by itself, and nothing behind it moves */
    if (document.querySelector("[popover]:popover-open")) return;
    let does = KEYS[event.key];
    if (goes && event.timeStamp - goes < WAITS && event.key !== "g") {
      const letter = CSS.escape(event.key);
      does = () => follow(`.work-menu a[data-key="${letter}"]`);
    }
    if (event.key !== "g") goes = 0;
    if (does?.(event)) event.preventDefault();
  });
})();
