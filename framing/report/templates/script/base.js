// The data of the page, and what all parts of its script share.
const page = JSON.parse(document.getElementById("evidence").textContent);
const voiceNames = [page.words.own, page.words.attributed, page.words.quoted, page.words.mixed];

const byId = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const stringAt = (number) => page.strings[number];
const isNarrow = () => window.matchMedia("(max-width: 48rem)").matches;

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

function add(parent, tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  parent.append(element);
  return element;
}

function showAmount(amount) {
  return Number.isInteger(amount) ? amount.toLocaleString("en") : amount.toFixed(2).replace("-", "−");
}

// What is folded away or not chosen in a menu is brought out before anybody is sent to it.
function reveal(element) {
  for (let part = element.parentElement; part; part = part.parentElement) {
    if (part.tagName === "DETAILS") part.open = true;
    if (part.dataset.choice && part.hidden) choose(part.dataset.choice, part.dataset.value);
    if (part.dataset.article && part.hidden) showArticle(part.dataset.article);
  }
}

function goTo(element, options = { block: "center" }) {
  reveal(element);
  element.scrollIntoView(options);
  element.focus({ preventScroll: true });
}
