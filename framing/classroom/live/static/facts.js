// A table of facts by articles: a field opens to its sentence in the row below, one at a time in each row.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest(".facts button");
  if (!button) return;
  const opens = button.getAttribute("aria-expanded") === "false";
  const row = button.closest("tr");
  const below = row.nextElementSibling;
  for (const one of row.querySelectorAll("button")) one.setAttribute("aria-expanded", String(opens && one === button));
  for (const one of below.querySelectorAll("[id]")) one.hidden = !opens || one.id !== button.getAttribute("aria-controls");
  below.hidden = !opens;
});
