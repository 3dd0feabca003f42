// The page as a whole: menus, links into what is folded away, keys, and what a scrolling table needs.
function choose(menu, value) {
  const select = document.querySelector(`[data-menu="${menu}"]`);
  select.value = value;
  for (const part of all(`[data-choice="${menu}"]`)) part.hidden = part.dataset.value !== value;
}

for (const select of all("[data-menu]")) {
  select.parentElement.hidden = false;
  select.addEventListener("change", () => choose(select.dataset.menu, select.value));
  choose(select.dataset.menu, select.value);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const target = link && !event.defaultPrevented && byId(link.hash.slice(1));
  if (target) reveal(target);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (current) hideNote();
  else closePanel();
});

// Only what scrolls needs to be reached by the tab key.
function markScrolling() {
  for (const part of all(".scroll, .body")) {
    if (part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  }
}
window.addEventListener("resize", markScrolling);
document.addEventListener("toggle", markScrolling, true);
document.addEventListener("change", markScrolling);
markScrolling();
