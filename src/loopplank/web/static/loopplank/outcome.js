/* Moves the focus to what the last press did (kit/part/outcome.html), so that it is read aloud and
   in sight wherever it stands. Without scripts the address does that: it ends in #uitkomst. */
(() => {
  "use strict";
  const outcome = document.getElementById("uitkomst");
  if (outcome === null) return;
  outcome.focus({ preventScroll: true });
  outcome.scrollIntoView({ block: "nearest" });
})();
