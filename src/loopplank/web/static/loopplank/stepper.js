/* Plus and minus beside input[data-stepper="0.5"]: for a thumb that finds a small keyboard hard.
   Reads "4½", "4,5" and "4.5". Without this file the field works as it is. */
(() => {
  "use strict";
  const SIGNS = { "¼": ".25", "½": ".5", "¾": ".75" };
  const number = (typed) => Number(typed.trim().replace(/[¼½¾]/, (sign) => SIGNS[sign]).replace(",", "."));
  const written = (value) => {
    const sign = Object.keys(SIGNS).find((one) => Number(SIGNS[one]) === value % 1);
    return sign ? `${Math.floor(value) || ""}${sign}` : String(value);
  };
  for (const field of document.querySelectorAll("input[data-stepper]")) {
    const words = field.closest("form")?.dataset ?? {};
    const label = document.querySelector(`label[for="${field.id}"]`)?.textContent.trim() ?? "";
    const step = Number(field.dataset.stepper);
    const button = (sign, word, change) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button calm";
      made.textContent = sign;
      made.setAttribute("aria-label", `${label}: ${word ?? sign}`);
      made.addEventListener("click", () => {
        const now = number(field.value) || 0;
        field.value = written(Math.min(Math.max(now + change, 0), Number(field.dataset.most)));
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
      return made;
    };
    const frame = document.createElement("div");
    frame.className = "stepper";
    field.replaceWith(frame);
    frame.append(button("−", words.minus, -step), field, button("+", words.plus, step));
  }
})();
