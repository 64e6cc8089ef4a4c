/* The forms that wait in this telephone for the internet; read by the pages and by the worker.
   They stand in IndexedDB, so they survive that the browser is closed. */
(() => {
  "use strict";
  const open = () =>
    new Promise((done, failed) => {
      const asked = indexedDB.open("loopplank", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("forms", { keyPath: "key" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  const use = async (mode, act) => {
    const base = await open();
    try {
      return await new Promise((done, failed) => {
        const work = base.transaction("forms", mode);
        const asked = act(work.objectStore("forms"));
        work.oncomplete = () => done(asked.result);
        work.onerror = work.onabort = () => failed(work.error);
      });
    } finally {
      base.close();
    }
  };
  self.loopplankWaiting = {
    /* Oldest first: in that order they were written, and in that order they are sent. */
    all: async () =>
      (await use("readonly", (forms) => forms.getAll())).sort((a, b) => a.at - b.at),
    get: (key) => use("readonly", (forms) => forms.get(key)),
    put: (form) => use("readwrite", (forms) => forms.put(form)),
    drop: (key) => use("readwrite", (forms) => forms.delete(key)),
    empty: () => use("readwrite", (forms) => forms.clear()),
  };
})();
