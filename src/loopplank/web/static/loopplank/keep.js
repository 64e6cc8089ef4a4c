/* Keeps what was typed in form[data-keep="name"] in this tab until it was sent, puts it back after
   a lost connection or the back button, and says so in the line of kit/part/kept.html.
   Nothing depends on it: without scripts the server keeps the answers of the forms that matter. */
(() => {
  "use strict";
  const HOURS = 12;
  const key = (name) => `kept:${name}`;
  const forms = [...document.querySelectorAll("form[data-keep]")];
  let store;
  try {
    store = sessionStorage;
  } catch {
    return; /* forbidden by the reader's settings */
  }

  const read = (name) => {
    try {
      const kept = JSON.parse(store.getItem(key(name)));
      return Date.now() - kept.at < HOURS * 3600e3 ? kept : null;
    } catch {
      return null;
    }
  };
  const write = (name, kept) => {
    try {
      store.setItem(key(name), JSON.stringify(kept));
    } catch {
      /* full: typing goes on as without this file */
    }
  };

  const fields = (form) =>
    [...form.elements].filter(
      (field) =>
        field.name &&
        !("notKept" in field.dataset) &&
        !/^(hidden|password|file|submit|button|reset)$/.test(field.type),
    );
  const values = (form) =>
    fields(form)
      .filter((field) => !/^(radio|checkbox)$/.test(field.type) || field.checked)
      .map((field) => [field.name, field.value]);
  const putBack = (form, kept) => {
    const before = JSON.stringify(values(form));
    for (const field of fields(form)) {
      const typed = kept.values.filter(([name]) => name === field.name).map(([, value]) => value);
      if (/^(radio|checkbox)$/.test(field.type)) field.checked = typed.includes(field.value);
      else if (typed.length) field.value = typed[0];
    }
    return before !== JSON.stringify(values(form));
  };

  const say = (form, sentence, wipeable) => {
    const line = form.querySelector("[data-kept]");
    if (!line) return;
    line.textContent = sentence;
    if (!wipeable) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = line.dataset.wipe;
    button.addEventListener("click", () => {
      store.removeItem(key(form.dataset.keep));
      form.reset();
      line.textContent = "";
      fields(form)[0]?.focus();
    });
    line.append(" ", button);
  };

  /* A form was sent when this page is the direct answer to sending it (its navigation began at that
     moment), in good order, and does not show the same form again with errors. A lost connection, a
     failing server and the back button are none of that, and leave the text. */
  const visit = performance.getEntriesByType("navigation")[0];
  const inOrder = !visit?.responseStatus || visit.responseStatus < 400;
  const wrong = document.querySelector(".error-summary, [aria-invalid]");
  for (const entry of Object.keys(store).filter((entry) => entry.startsWith("kept:"))) {
    const name = entry.slice(5);
    const kept = read(name);
    const answers =
      kept?.sending &&
      visit?.type !== "back_forward" &&
      Math.abs(performance.timeOrigin - kept.at) < 1000;
    const refused = wrong && forms.some((form) => form.dataset.keep === name);
    if (!kept || (answers && inOrder && !refused)) store.removeItem(entry);
    else if (kept.sending) write(name, { ...kept, sending: false });
  }

  for (const form of forms) {
    const name = form.dataset.keep;
    const kept = read(name);
    if (kept && putBack(form, kept)) say(form, form.querySelector("[data-kept]")?.dataset.restored, true);
    const keep = (sending) => write(name, { at: Date.now(), values: values(form), sending });
    form.addEventListener("input", () => keep(false));
    form.addEventListener("submit", (event) => {
      keep(true);
      /* where a worker stands between, what cannot be sent now waits there and goes later */
      const waits = form.elements.later_key?.value && navigator.serviceWorker?.controller;
      if (navigator.onLine || waits) return;
      event.preventDefault();
      keep(false);
      say(form, form.querySelector("[data-kept]")?.dataset.offline, false);
    });
  }
})();
