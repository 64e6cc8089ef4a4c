/* button[data-copy-target="id"] copies the text (or value) of that element and says that it worked.
   The button is hidden in the HTML and appears only where this can work. */
(() => {
  "use strict";
  for (const button of document.querySelectorAll("button[data-copy-target]")) {
    const source = document.getElementById(button.dataset.copyTarget);
    if (!source || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const line = button.parentElement.querySelector("[role=status]");
      try {
        await navigator.clipboard.writeText(source.value ?? source.innerText);
        if (line) line.textContent = button.dataset.copied;
      } catch {
        if (line) line.textContent = button.dataset.failed;
        getSelection().selectAllChildren(source);
      }
    });
  }
})();
