/* Says five minutes before a session ends that it will, and lets somebody stay. Asks the server, which
   other tabs talk to as well; asking keeps no session alive. Without it a form that is sent too late
   comes back after signing in. */
(() => {
  "use strict";
  const bar = document.getElementById("session-ends");
  const form = bar?.querySelector("[data-soon]");
  const over = bar?.querySelector("[data-over]");
  if (!form) return;
  const warns = Number(bar.dataset.warns);
  let timer;
  let last = 0;

  const show = (which) => {
    form.hidden = which !== form;
    over.hidden = which !== over;
    bar.hidden = !which;
  };
  const later = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(false), Math.max(1, seconds) * 1000);
  };
  const plan = (left) => {
    show(left > warns ? null : form);
    later(left > warns ? left - warns : left);
  };
  const ask = async (stay) => {
    last = Date.now();
    const body = new FormData(form);
    if (stay) body.append("stay", "yes");
    const headers = { "Loopplank-By-Itself": "yes" };
    const answer = await fetch(form.action, { method: "POST", body, headers }).catch(() => null);
    if (!answer || answer.status >= 500) return later(60);
    if (answer.redirected || !answer.ok) return show(over);
    const { left } = await answer.json();
    /* the server waits a little longer than it says: not over before it is */
    if (left > 0) plan(left);
    else {
      show(form);
      later(30);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(true);
  });
  document.addEventListener("visibilitychange", () => {
    /* a computer that slept counts no time */
    if (!document.hidden && Date.now() - last > 60e3 && over.hidden) ask(false);
  });
  plan(Number(bar.dataset.left));
})();
