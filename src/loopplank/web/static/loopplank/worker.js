/* Answers for the pages of a volunteer when the internet is slow or gone.

   Kept in the telephone: the files of every page, the last copy of Mijn week, a page that says that
   there is no internet, and at most ten pages on which something is written down. They go when the
   link does not open any more, when somebody else opens theirs, and after seven days.
   A form that cannot be sent waits here, and is sent once. Told by the server: self.LOOPPLANK. */
(() => {
  "use strict";
  const { files, version, home, offline, nobodys, mark, nothing } = self.LOOPPLANK;
  const waiting = self.loopplankWaiting;
  const FILES = `loopplank-files-${version}`;
  const PAGES = "loopplank-pages";
  const KEPT_FOR = 7 * 24 * 3600e3;
  const FRESH_FOR = 6 * 3600e3;
  const PATIENCE = 7000;
  const MOST_FORMS = 10;
  const GONE = [401, 403, 410];
  const AWAY = [502, 503, 504];

  self.addEventListener("install", (event) => {
    event.waitUntil(
      caches
        .open(FILES)
        .then((cache) => cache.addAll([...files, nobodys]))
        .then(() => self.skipWaiting()),
    );
  });
  self.addEventListener("activate", (event) => {
    const old = (name) => name.startsWith("loopplank-files-") && name !== FILES;
    event.waitUntil(
      caches
        .keys()
        .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
        .then(() => self.clients.claim()),
    );
  });
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (url.origin !== location.origin) return;
    if (files.includes(url.pathname)) event.respondWith(file(request));
    else if (request.mode !== "navigate" || !url.pathname.startsWith(home)) return;
    else if (request.method === "GET") event.respondWith(page(event, url.pathname));
    else if (request.method === "POST") event.respondWith(sent(request, url.pathname));
  });
  self.addEventListener("sync", (event) => {
    if (event.tag === "send") event.waitUntil(sendAll());
  });
  self.addEventListener("message", (event) => {
    if (event.data?.do === "send") event.waitUntil(sendAll().catch(() => {}));
    if (event.data?.do === "ahead") event.waitUntil(fetchAhead(event.data.addresses));
  });

  /* --- files and pages ------------------------------------------------------------------------ */

  const file = async (request) => (await caches.match(request, { cacheName: FILES })) ?? fetch(request);

  async function page(event, path) {
    const asked = fetch(event.request).then((response) => {
      event.waitUntil(notice(response.clone(), path));
      return response;
    });
    event.waitUntil(asked.catch(() => {}));
    const copy = await kept(path);
    try {
      const answer = await (copy ? Promise.race([asked, patience()]) : asked);
      return answer && !(copy && AWAY.includes(answer.status)) ? answer : copy;
    } catch {
      return copy ?? (await kept(path)) ?? (await kept(offline)) ?? (await plain());
    }
  }

  const patience = () => new Promise((done) => setTimeout(done, PATIENCE, null));
  const plain = async () =>
    (await caches.match(nobodys, { cacheName: FILES })) ??
    new Response(nothing, { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } });
  const isForm = (path) => path !== home && path !== offline;

  /* What an answer tells, whether or not its page is kept: whose it is, and that it is over. */
  async function notice(response, path) {
    if (GONE.includes(response.status) || response.headers.has("Clear-Site-Data")) {
      await caches.delete(PAGES);
      if (response.headers.has("Clear-Site-Data")) await waiting.empty();
      return;
    }
    const holder = response.headers.get("Loopplank-Holder");
    if (response.status !== 200 || !holder) return;
    const before = await caches.match(home, { cacheName: PAGES });
    if (before && before.headers.get("Loopplank-Holder") !== holder) await caches.delete(PAGES);
    if (path === home || path === offline) await keep(path, response);
    else {
      const text = await response.clone().text();
      if (text.includes('name="later_key"')) await keep(path, response);
    }
  }

  async function keep(path, response) {
    /* first all of it: a line that breaks half-way costs no older copy */
    const text = await response.text();
    const cache = await caches.open(PAGES);
    const headers = new Headers(response.headers);
    for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
    headers.set("Kept-At", new Date().toISOString());
    await cache.put(path, new Response(text, { headers }));
    const forms = (await cache.keys()).filter(({ url }) => isForm(new URL(url).pathname));
    if (forms.length > MOST_FORMS) await dropOldest(cache, forms);
  }

  /* By when they came, and not by their place: a page that is put again is never away meanwhile. */
  async function dropOldest(cache, forms) {
    const aged = await Promise.all(
      forms.map(async (asked) => [(await cache.match(asked))?.headers.get("Kept-At") ?? "", asked]),
    );
    aged.sort(([one], [other]) => (one < other ? 1 : -1));
    for (const [, old] of aged.slice(MOST_FORMS)) await cache.delete(old);
  }

  async function kept(path) {
    const found = await caches.match(path, { cacheName: PAGES });
    if (!found) return undefined;
    const at = found.headers.get("Kept-At");
    if (Date.now() - Date.parse(at) > KEPT_FOR) {
      await (await caches.open(PAGES)).delete(path);
      return undefined;
    }
    const said = path === offline ? "" : at;
    const text = (await found.text()).replace('data-kept-at=""', `data-kept-at="${said}"`);
    return new Response(text, { headers: found.headers });
  }

  async function fetchAhead(addresses) {
    for (const path of [...addresses.slice(0, MOST_FORMS), offline]) {
      const copy = await caches.match(path, { cacheName: PAGES });
      if (copy && Date.now() - Date.parse(copy.headers.get("Kept-At")) < FRESH_FOR) continue;
      try {
        await notice(await fetch(path, { credentials: "same-origin" }), path);
      } catch {
        return;
      }
    }
  }

  /* --- forms ---------------------------------------------------------------------------------- */

  async function sent(request, path) {
    const copy = request.clone();
    try {
      const answer = await fetch(request);
      const tooOld = answer.headers.get("Loopplank-Form") === "too-old";
      if (!AWAY.includes(answer.status) && !tooOld) {
        if (answer.type === "opaqueredirect") await replaced(await copy.formData());
        else await notice(answer.clone(), path);
        return answer;
      }
    } catch {
      /* no internet, or it broke off half-way: whether it came in, the key will tell */
    }
    const form = await copy.formData();
    const key = form.get("later_key");
    if (!key) return (await kept(offline)) ?? (await plain());
    await waiting.put({
      key,
      holder: form.get("later_holder"),
      path,
      title: await titleOf(path),
      values: [...form].filter(([name]) => name !== "csrfmiddlewaretoken"),
      at: Date.now(),
      state: "waits",
    });
    await replaced(form);
    await self.registration.sync?.register("send").catch(() => {});
    if (navigator.onLine) await sendAll().catch(() => {});
    return Response.redirect(home, 303);
  }

  /* What was refused and is sent again in better words does not wait any more. */
  async function replaced(form) {
    const old = form.get("later_replaces");
    if (old) await waiting.drop(old);
  }

  async function titleOf(path) {
    const found = await caches.match(path, { cacheName: PAGES });
    return found ? words(/<h1[^>]*>([\s\S]*?)<\/h1>/, await found.text()) : "";
  }

  const words = (pattern, text) =>
    (pattern.exec(text)?.[1] ?? "")
      .replace(/<[^>]*>/g, " ")
      .replace(/&#x27;|&#39;/g, "'")
      .replace(/&quot;/g, '"')
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&amp;/g, "&")
      .replace(/\s+/g, " ")
      .trim();

  /* One at a time, over all tabs and workers; the key of each form makes it count once. */
  function sendAll() {
    return navigator.locks.request("loopplank-send", async () => {
      const forms = (await waiting.all()).filter((form) => form.state !== "refused");
      if (!forms.length) return;
      const told = { sent: 0, left: 0 };
      try {
        const fresh = await fetch(mark, { credentials: "same-origin" });
        if (GONE.includes(fresh.status)) await caches.delete(PAGES);
        if (!fresh.ok) throw new Error(GONE.includes(fresh.status) ? "link" : "away");
        const { token, holder } = await fresh.json();
        for (const form of forms.filter((one) => one.holder === holder)) {
          if (await send(form, token)) told.sent += 1;
        }
      } catch (error) {
        told.link = error.message === "link";
        throw error;
      } finally {
        for (const client of await self.clients.matchAll()) client.postMessage(told);
      }
    });
  }

  async function send(form, token) {
    const body = new URLSearchParams(form.values);
    body.set("csrfmiddlewaretoken", token);
    const answer = await fetch(form.path, {
      method: "POST",
      body,
      redirect: "manual",
      credentials: "same-origin",
    });
    if (answer.type === "opaqueredirect" || answer.ok) {
      await waiting.drop(form.key);
      return true;
    }
    if (answer.status >= 500 || answer.status === 429 || answer.status === 403) {
      throw new Error("away");
    }
    const text = await answer.text();
    const why =
      words(/class="error-summary"[\s\S]*?<ul>([\s\S]*?)<\/ul>/, text) ||
      words(/<h1[^>]*>([\s\S]*?)<\/h1>/, text);
    await waiting.put({ ...form, state: "refused", why });
    return false;
  }
})();
