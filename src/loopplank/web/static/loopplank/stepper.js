/* Plus and minus beside input[data-stepper]: for a thumb that finds a small keyboard hard.
   Without this file the number field works as it is. */
(() => {
  "use strict";
  for (const field of document.querySelectorAll("input[data-stepper]")) {
    const form = field.closest("form");
    const label = document.querySelector(`label[for="${field.id}"]`);
    const frame = document.createElement("div");
    frame.className = "stepper";
    const button = (sign, word, change) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button calm";
      made.textContent = sign;
      made.setAttribute("aria-label", `${label ? label.textContent.trim() : ""}: ${word}`);
      made.addEventListener("click", () => {
        try {
          change();
        } catch {
          field.value = field.min || "0"; /* what stood there was no number */
        }
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
      return made;
    };
    field.replaceWith(frame);
    frame.append(
      button("−", form?.dataset.minus ?? "", () => field.stepDown()),
      field,
      button("+", form?.dataset.plus ?? "", () => field.stepUp()),
    );
  }
})();
