/* button[data-copy-target="id"] copies the text (or value) of that element and says that it worked,
   in the words of data-copied and data-failed on it or around it.
   The button is hidden in the HTML and appears only where this can work. */
(() => {
  "use strict";
  for (const button of document.querySelectorAll("button[data-copy-target]")) {
    const source = document.getElementById(button.dataset.copyTarget);
    if (!source || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const line = button.parentElement.querySelector("[role=status]");
      const words = button.closest("[data-copied]").dataset;
      /* what is folded has no text on the screen, but is to be copied all the same */
      try {
        await navigator.clipboard.writeText(source.value ?? (source.innerText || source.textContent));
        if (line) line.textContent = words.copied;
      } catch {
        if (line) line.textContent = words.failed;
        const fold = source.closest("details");
        if (fold) fold.open = true;
        getSelection().selectAllChildren(source);
      }
    });
  }
})();
