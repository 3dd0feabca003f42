// The articles: which of them are shown, and a passage shown in its place.
const firstMenu = byId("article-first");
const secondMenu = byId("article-second");
const numbers = all("article[data-article]").map((article) => article.dataset.article);
const characters = new Map();

function textElement(article, where) {
  return document.querySelector(`#article-${article} [data-where="${where}"]`);
}

// Offsets count whole characters, so a text is split into them once and kept. The article's text on the page is the text
// that the offsets count, character for character.
function textOf(article, where) {
  const key = article + "/" + where;
  if (!characters.has(key)) {
    const root = textElement(article, where) || textElement(article, 0);
    characters.set(key, Array.from(root.textContent));
  }
  return characters.get(key);
}

function arrange() {
  if (!firstMenu) return;
  const [first, second] = [firstMenu.value, secondMenu.value];
  hideNote();
  const list = byId("article-list");
  for (const number of numbers) {
    byId("article-" + number).hidden = number !== first && second !== "all" && number !== second;
  }
  // They stand in the order in which they were chosen, the others behind in their own.
  const behind = numbers.filter((number) => number !== first && number !== second);
  for (const number of new Set([first, ...(numbers.includes(second) ? [second] : []), ...behind])) {
    list.append(byId("article-" + number));
  }
  list.classList.toggle("single", !second || second === first);
}

function showArticle(number) {
  firstMenu.value = number;
  arrange();
}

function clearHits() {
  for (const mark of all("mark.hit")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

// The pieces of text nodes that lie between edges, in order.
function piecesBetween(root, edges) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const pieces = [];
  let position = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const held = Array.from(node.data);
    for (let place = 0; place < edges.length; place += 2) {
      const from = Math.max(edges[place], position) - position;
      const to = Math.min(edges[place + 1], position + held.length) - position;
      if (from < to) pieces.push([node, held.slice(0, from).join("").length, held.slice(0, to).join("").length]);
    }
    position += held.length;
  }
  return pieces;
}

function showPassage(article, where, edges) {
  clearHits();
  hideNote();
  const root = textElement(article, where) || textElement(article, 0);
  let first = null;
  for (const [node, from, to] of piecesBetween(root, edges).reverse()) {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    first = document.createElement("mark");
    first.className = "hit";
    range.surroundContents(first);
  }
  if (!first) return;
  if (isNarrow()) panel.hidden = true;
  back.hidden = false;
  byId("back-passages").hidden = !panel.hidden;
  first.tabIndex = -1;
  goTo(first, { block: "center", inline: "center" });
}

if (firstMenu) {
  byId("articles").querySelector(".controls").hidden = false;
  // A handful can be seen side by side; of more, the first two.
  secondMenu.value = isNarrow() ? "" : numbers.length <= 6 ? "all" : numbers[1];
  firstMenu.addEventListener("change", arrange);
  secondMenu.addEventListener("change", arrange);
  arrange();
}
