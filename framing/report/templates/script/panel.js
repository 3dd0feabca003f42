// The panel: a number, what it is made of, and the passages that it counts.
const panel = byId("panel");
const panelHead = byId("panel-head");
const panelList = byId("panel-list");
const back = byId("back");
let opener = null;

const unitOf = (amount, unit) => (amount === 1 && page.words.single[unit]) || page.words.units[unit] || unit;

function describe(text, opening) {
  const [kind, , , numerator, denominator, unit] = opening;
  // Where a total is told, the sentence counts in its unit; else in that of the count.
  const counted = stringAt(kind) === "derived" ? denominator : numerator;
  const values = { text, n: showAmount(numerator), d: showAmount(denominator), unit: unitOf(counted, stringAt(unit)) };
  return fill(page.words[stringAt(kind)], values);
}

// The words before, in and after a passage's places, in turn: the odd ones are the passage.
function piecesOf(passage) {
  const [article, , , , , where, edges, , excerpt] = passage;
  if (excerpt) return ["… " + excerpt[0], excerpt[1], excerpt[2] + " …"];
  const text = textOf(article, where);
  const slice = (start, end) => text.slice(Math.max(0, start), end).join("").replace(/\s+/g, " ");
  const pieces = [];
  for (let place = 0; place < edges.length; place += 2) {
    const [start, end] = [edges[place], edges[place + 1]];
    const from = place ? Math.max(edges[place - 1], start - 30) : start - 60;
    pieces.push((from > 0 && !place ? "…" : "") + slice(from, start));
    pieces.push(end - start > 420 ? slice(start, start + 300) + " […] " + slice(end - 100, end) : slice(start, end));
  }
  const last = edges[edges.length - 1];
  pieces.push(slice(last, last + 60) + (last + 60 < text.length ? "…" : ""));
  return pieces;
}

function fillPassage(item, passage, unit) {
  const [article, amount, voice, source, entry, where, edges, distanced] = passage;
  const [outlet, title, shown] = page.articles[article];
  const facts = [stringAt(outlet), voiceNames[voice]];
  if (stringAt(source)) facts.push(fill(page.words.source, { x: stringAt(source) }));
  if (distanced) facts.push(page.words.apart);
  if (amount !== 1 || unit === "words" || unit === "score") {
    facts.push(showAmount(amount) + " " + unitOf(amount, unit));
  }
  item.dataset.amount = amount;
  add(item, "bdi", "where", facts.join(" · "));
  const quote = add(item, "bdi", "", "");
  piecesOf(passage).forEach((piece, place) => add(quote, place % 2 ? "strong" : "span", place % 2 ? "" : "context", piece));
  if (stringAt(entry)) add(item, "bdi", "where", stringAt(entry));
  if (!shown) {
    add(item, "bdi", "where", stringAt(title));
    return;
  }
  const link = add(item, "a", "", page.words.show);
  link.href = "#article-" + article;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    showPassage(article, where, edges);
  });
}

function explainMeasure(explanation) {
  if (!explanation) return;
  const parent = byId("panel-detail");
  parent.append(" ");
  const link = add(parent, "a", "", page.words.measure);
  link.href = "#" + explanation.id;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (isNarrow()) panel.hidden = true;
    back.hidden = false;
    byId("back-passages").hidden = !panel.hidden;
    explanation.tabIndex = -1;
    goTo(explanation);
  });
}

function openPanel(button) {
  clearHits();
  hideNote();
  if (opener) opener.setAttribute("aria-expanded", "false");
  opener = button;
  button.setAttribute("aria-expanded", "true");
  const opening = page.openings[Number(button.dataset.o)];
  const [, heading, detail, , , unit, measure, passages, total] = opening;
  panelHead.textContent = heading.map(stringAt).join(" · ");
  byId("panel-sum").textContent = describe(button.textContent.trim(), opening);
  const values = { n: showAmount(passages.length), d: showAmount(total) };
  const sampled = passages.length < total ? " " + fill(page.words.sampled, values) : "";
  byId("panel-detail").textContent = stringAt(detail) + sampled;
  explainMeasure(byId("measure-" + stringAt(measure)));
  panelList.replaceChildren();
  for (const number of passages) fillPassage(add(panelList, "li", "", ""), page.passages[number], stringAt(unit));
  if (!passages.length) add(panelList, "li", "", page.words.nothing);
  showPanel();
  panelList.scrollTop = 0;
}

// The page makes room beside the panel; what was pressed stays where it was on the screen.
function makeRoom(isOpen) {
  const top = opener.getBoundingClientRect().top;
  document.body.classList.toggle("opened", isOpen);
  const moved = opener.getBoundingClientRect().top - top;
  if (moved) window.scrollBy({ top: moved, behavior: "instant" });
  markScrolling();
}

function showPanel() {
  panel.hidden = false;
  back.hidden = true;
  makeRoom(true);
  panelHead.focus({ preventScroll: true });
}

function closePanel() {
  if (!opener) return;
  panel.hidden = true;
  back.hidden = true;
  makeRoom(false);
  clearHits();
  const button = opener;
  opener = null;
  button.setAttribute("aria-expanded", "false");
  reveal(button);
  const box = button.getBoundingClientRect();
  if (box.top < 0 || box.bottom > window.innerHeight) button.scrollIntoView({ block: "center" });
  button.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-o]");
  if (button) openPanel(button);
});
byId("panel-close").addEventListener("click", closePanel);
byId("back-number").addEventListener("click", closePanel);
byId("back-passages").addEventListener("click", showPanel);
