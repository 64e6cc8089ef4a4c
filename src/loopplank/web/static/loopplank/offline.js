/* What a page of a volunteer says and does about the internet: that this is an old copy, what waits
   to be sent, and that this telephone is used. Without this file every page works as it is. */
(() => {
  "use strict";
  const { worker, scope, holder, remember } = document.currentScript.dataset;
  const waiting = self.loopplankWaiting;
  const box = document.querySelector("[data-waiting]");
  const say = box?.querySelector("p");
  const list = box?.querySelector("ul");
  const copy = document.querySelector('[data-kept-at]:not([data-kept-at=""])');
  const language = document.documentElement.lang;

  /* Each form that is sent has a key of its own; sent twice it counts once. */
  const newKeys = () => {
    for (const field of document.querySelectorAll('[name="later_key"]')) {
      field.value = self.crypto?.randomUUID?.() ?? "";
    }
  };
  newKeys();
  addEventListener("pageshow", (event) => event.persisted && newKeys());

  if (copy) {
    const at = new Date(copy.dataset.keptAt);
    const time = at.toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" });
    const day = at.toLocaleDateString(language, { weekday: "long", day: "numeric", month: "long" });
    const today = at.toDateString() === new Date().toDateString();
    const sentence = today ? copy.dataset.words : copy.dataset.wordsDay;
    copy.querySelector("p").textContent = sentence.replace("{time}", time).replace("{day}", day);
    copy.hidden = false;
    for (const offer of document.querySelectorAll("[data-not-remembered]")) offer.hidden = true;
  }

  /* A mail scanner opens the page too, but taps nowhere: with the first tap or key of a person the
     device is written down. Whoever has no scripts presses the button, or sends any form. */
  const offers = document.querySelectorAll("[data-not-remembered]");
  const token = document.querySelector('[name="csrfmiddlewaretoken"]')?.value;
  if (remember && token) {
    const used = async (event) => {
      if (!event.isTrusted || event.target.closest?.("form")) return;
      stop.abort();
      const body = new URLSearchParams({ csrfmiddlewaretoken: token, quietly: "1" });
      const answer = await fetch(remember, { method: "POST", body, keepalive: true }).catch(() => null);
      /* not under the hand of who has the focus on it: the focus would be gone */
      if (!answer?.ok) return;
      for (const offer of offers) offer.hidden = !offer.contains(document.activeElement);
      for (const done of document.querySelectorAll("[data-remembered]")) done.hidden = false;
    };
    const stop = new AbortController();
    for (const name of ["pointerup", "keyup"]) {
      document.addEventListener(name, used, { signal: stop.signal });
    }
  }

  if (!("serviceWorker" in navigator) || !box || !self.indexedDB) return;

  /* --- what waits ----------------------------------------------------------------------------- */

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button quiet wide";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };
  const line = (form) => {
    const item = document.createElement("li");
    const title = document.createElement("b");
    title.textContent = form.title;
    item.append(title);
    if (form.state === "refused") {
      const why = document.createElement("p");
      why.textContent = `${box.dataset.refused} ${form.why}`;
      const mend = document.createElement("a");
      mend.className = "button second wide";
      mend.href = `${form.path}#${form.key}`;
      mend.textContent = box.dataset.mend;
      item.append(why, mend);
    }
    item.append(
      button(box.dataset.drop, async () => {
        await waiting.drop(form.key);
        await show();
        document.getElementById("content").focus();
      }),
    );
    return item;
  };
  const show = async (told = {}) => {
    const all = (await waiting.all()).filter((form) => form.holder === holder);
    const still = all.filter((form) => form.state !== "refused").length;
    const sentences = [];
    if (told.sent) sentences.push(box.dataset.sent);
    if (still) {
      sentences.push(still === 1 ? box.dataset.one : box.dataset.more.replace("{n}", still));
      sentences.push(told.link ? box.dataset.link : box.dataset.soon);
    }
    say.textContent = sentences.join(" ");
    /* the worker may tell something at any moment: whoever stands on a button stays there */
    const stops = () => [...list.querySelectorAll("a, button")];
    const at = stops().indexOf(document.activeElement);
    list.replaceChildren(...all.map(line));
    stops()[at]?.focus();
    if (told.sent) {
      const again = document.createElement("a");
      again.href = location.pathname;
      again.textContent = box.dataset.again;
      say.append(" ", again);
    }
    box.hidden = !sentences.length && !all.length;
    return still;
  };

  /* --- the worker ----------------------------------------------------------------------------- */

  const tell = async (what) => (await navigator.serviceWorker.ready).active?.postMessage(what);
  const send = () => navigator.onLine && tell({ do: "send" });
  navigator.serviceWorker.register(worker, { scope }).catch(() => {});
  navigator.serviceWorker.addEventListener("message", ({ data }) => show(data));
  addEventListener("online", send);
  show().then((still) => still && send());

  const slow = navigator.connection?.saveData || /2g/.test(navigator.connection?.effectiveType);
  if (!copy && !slow && location.pathname === scope) {
    const links = [...document.querySelectorAll("a[data-ahead]")];
    const addresses = [...new Set(links.map((link) => link.pathname))];
    addEventListener("load", () => tell({ do: "ahead", addresses }));
  }

  /* --- what was refused stands in its form again ---------------------------------------------- */

  const mended = document.querySelector('[name="later_replaces"]');
  if (mended && location.hash.length > 30) {
    waiting.get(location.hash.slice(1)).then((old) => {
      if (!old || old.holder !== holder) return;
      const typed = (name) => old.values.filter(([key]) => key === name).map(([, value]) => value);
      for (const field of mended.form.elements) {
        if (!field.name || field.type === "hidden") continue;
        const values = typed(field.name);
        if (/^(radio|checkbox)$/.test(field.type)) field.checked = values.includes(field.value);
        else if (values.length) field.value = values[0];
        if (values.length) field.closest("details")?.setAttribute("open", "");
      }
      mended.value = old.key;
    });
  }
})();
