// The marks: a note that explains the one pointed at, and a line from its source to what is said.
const note = byId("note");
const noteList = byId("note-list");
const switchOf = {
  attributed: "voice", quoted: "voice", content: "speech", source: "speech", cue: "speech", name: "names", loaded: "tone",
  stance: "tone", fact: "facts", aside: "aside", headline: "",
};
let current = null;
let timer = 0;

const articleOf = (element) => element.closest("article[data-article]");

function marksOf(stretch) {
  const held = page.marks[articleOf(stretch).dataset.article];
  const isOn = (kind) => switchOf[kind] && !document.body.classList.contains("hide-" + switchOf[kind]);
  return stretch.dataset.m.split(" ").map((number) => held[number]).filter((mark) => isOn(stringAt(mark[0])));
}

const isMarked = (stretch) => marksOf(stretch).some((mark) => stringAt(mark[1]));

function explain(stretch) {
  noteList.replaceChildren();
  const seen = new Set();
  for (const [, reason, , fact] of marksOf(stretch)) {
    if (!stringAt(reason) || seen.has(reason)) continue;
    seen.add(reason);
    const item = add(noteList, "li", "", "");
    add(item, "bdi", "", stringAt(reason));
    if (fact) explainFact(item, fact, articleOf(stretch));
  }
  explainCounts(stretch);
}

function linkTo(parent, text, target, act) {
  const link = add(parent, "a", "", text);
  link.href = "#" + target.id;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    hideNote();
    act();
  });
}

function explainFact(item, fact, article) {
  const row = byId("fact-" + fact);
  if (row) {
    item.append(" ");
    linkTo(item, page.words.fact_row, row, () => {
      row.tabIndex = -1;
      goTo(row);
    });
  }
  const others = new Map();
  for (const stretch of all(`[data-fact="${fact}"]`)) {
    const other = articleOf(stretch);
    if (other !== article && !others.has(other)) others.set(other, stretch);
  }
  if (!others.size) return;
  item.append("; " + page.words.told_also);
  for (const [other, stretch] of others) {
    item.append(" ");
    linkTo(item, other.querySelector("h3").textContent, other, () => {
      reveal(stretch);
      focusMark(stretch);
    });
  }
}

// The numbers of the page that count this place: the way back from an article to its figures.
const countsOf = (() => {
  let byPassage = null;
  return (stretch) => {
    if (!byPassage) {
      byPassage = new Map();
      page.openings.forEach((opening, number) => {
        for (const passage of opening[7]) byPassage.set(passage, [...(byPassage.get(passage) || []), number]);
      });
    }
    const text = stretch.closest(".text");
    const range = document.createRange();
    range.selectNodeContents(text);
    range.setEndBefore(stretch);
    const offset = Array.from(range.toString()).length;
    const [article, where] = [Number(articleOf(stretch).dataset.article), Number(text.dataset.where)];
    const found = new Set();
    page.passages.forEach((passage, number) => {
      if (passage[0] !== article || passage[5] !== where || !byPassage.has(number)) return;
      const inside = passage[6].some((edge, place) => place % 2 === 0 && edge <= offset && offset < passage[6][place + 1]);
      if (inside) for (const opening of byPassage.get(number)) found.add(opening);
    });
    return [...found];
  };
})();

// Who speaks and the verb stand in the outlet's own words: what counts them counts what is said.
function saidBy(stretch) {
  const numbers = marksOf(stretch).filter((mark) => ["source", "cue"].includes(stringAt(mark[0]))).map((mark) => mark[2]);
  const held = page.marks[articleOf(stretch).dataset.article];
  const isSaid = (place) => stringAt(held[place][0]) === "content" && numbers.includes(held[place][2]);
  const parts = numbers.length ? all("[data-m]", stretch.closest(".text")) : [];
  return parts.find((part) => part.dataset.m.split(" ").some(isSaid)) || stretch;
}

function explainCounts(stretch) {
  // The numbers that count least beside this place say most about it.
  const openings = countsOf(saidBy(stretch)).sort((one, other) => page.openings[one][8] - page.openings[other][8]);
  const buttons = openings.map((opening) => document.querySelector(`main button[data-o="${opening}"]`));
  const shown = buttons.filter((button) => button).slice(0, isNarrow() ? 2 : 4);
  if (!shown.length) return;
  const item = add(noteList, "li", "counts", page.words.counted_in);
  const list = add(item, "ul", "", "");
  for (const button of shown) {
    const heading = page.openings[Number(button.dataset.o)][1].slice(1).map(stringAt).join(" · ");
    const place = add(list, "li", "", "");
    linkTo(place, heading + ": " + button.textContent.trim(), articleOf(stretch), () => goTo(button));
  }
}

function showNote(stretch) {
  clearTimeout(timer);
  if (current === stretch && !note.hidden) return;
  hideNote();
  if (!isMarked(stretch)) return;
  current = stretch;
  explain(stretch);
  // In the article, so that the tab key leads from a mark into its note.
  articleOf(stretch).append(note);
  note.hidden = false;
  stretch.classList.add("current");
  stretch.setAttribute("aria-describedby", "note-list");
  connect(stretch);
  placeNote();
}

function placeNote() {
  if (note.hidden) return;
  const rect = current.getClientRects()[0] || current.getBoundingClientRect();
  const frame = current.closest(".body").getBoundingClientRect();
  note.classList.toggle("away", rect.bottom < frame.top || rect.top > frame.bottom);
  const width = note.offsetWidth;
  const left = Math.min(Math.max(8, rect.left), document.documentElement.clientWidth - width - 8);
  // Below or above, wherever it hides less of what it explains.
  const places = [rect.bottom + 6, rect.top - note.offsetHeight - 6];
  const fitting = places.filter((top) => top >= 6 && top + note.offsetHeight < window.innerHeight);
  const [best = places[0]] = fitting.sort((one, other) => hiddenBy(left, one) - hiddenBy(left, other));
  note.style.left = left + "px";
  note.style.top = best + "px";
}

function hiddenBy(left, top) {
  const [right, bottom] = [left + note.offsetWidth, top + note.offsetHeight];
  let hidden = 0;
  for (const part of all(".part", articleOf(current))) {
    for (const rect of part.getClientRects()) {
      const width = Math.min(right, rect.right) - Math.max(left, rect.left);
      const height = Math.min(bottom, rect.bottom) - Math.max(top, rect.top);
      hidden += Math.max(0, width) * Math.max(0, height);
    }
  }
  return hidden;
}

function hideNote() {
  clearTimeout(timer);
  if (!current) return;
  if (note.contains(document.activeElement)) current.focus({ preventScroll: true });
  note.hidden = true;
  current.classList.remove("current");
  current.removeAttribute("aria-describedby");
  for (const part of all(".part")) part.classList.remove("part");
  for (const drawing of all("svg.lines")) drawing.remove();
  current = null;
}

// The three parts of an attribution are lifted out, with a line from source (or cue) to content.
function connect(stretch) {
  const article = articleOf(stretch);
  const numbers = new Set(marksOf(stretch).map((mark) => mark[2]).filter((number) => number >= 0));
  if (!numbers.size || document.body.classList.contains("hide-speech")) return;
  const held = page.marks[article.dataset.article];
  const groups = new Map([...numbers].map((number) => [number, { source: [], cue: [], content: [] }]));
  for (const part of all("[data-m]", stretch.closest(".text"))) {
    for (const place of part.dataset.m.split(" ")) {
      const [kind, , number] = held[place];
      const group = groups.get(number);
      if (group && group[stringAt(kind)]) group[stringAt(kind)].push(part);
    }
  }
  const body = stretch.closest(".body");
  const frame = body.getBoundingClientRect();
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("class", "lines");
  drawing.setAttribute("aria-hidden", "true");
  drawing.style.height = body.scrollHeight + "px";
  for (const { source, cue, content } of groups.values()) {
    for (const part of [...source, ...cue, ...content]) part.classList.add("part");
    const [from, to] = [source[0] || cue[0], content[0]];
    if (!from || !to) continue;
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", curve(from.getClientRects()[0], to.getClientRects()[0], frame.left, frame.top - body.scrollTop));
    drawing.append(line);
  }
  body.append(drawing);
}

function curve(from, to, left, top) {
  const forward = to.left + to.width / 2 >= from.left + from.width / 2;
  const start = [from.left + from.width / 2 - left, from.bottom - top];
  const end = [to.left + Math.min(14, to.width / 2) - left, (to.top > from.top + 4 ? to.top : to.bottom) - top];
  const dip = Math.max(start[1], end[1]) + (Math.abs(to.top - from.top) < 4 ? 14 : 0);
  const bend = forward ? 18 : -18;
  return `M${start[0]} ${start[1]} C${start[0] + bend} ${dip + 8}, ${end[0] - bend} ${dip - 4}, ${end[0]} ${end[1]}`;
}

function focusMark(stretch) {
  for (const other of all('[data-m][tabindex="0"]', articleOf(stretch))) other.tabIndex = -1;
  stretch.tabIndex = 0;
  goTo(stretch, { block: "nearest" });
  showNote(stretch);
}

function step(article, direction) {
  const marks = all("[data-m]", article).filter(isMarked);
  if (!marks.length) return;
  const last = current && articleOf(current) === article ? current : article.querySelector('[data-m][tabindex="0"]');
  const place = marks.indexOf(last);
  const next = last === current || direction < 0 ? place + direction : place;
  focusMark(marks[(next + marks.length) % marks.length]);
}

for (const box of all("[data-switch]")) {
  const apply = () => {
    document.body.classList.toggle("hide-" + box.dataset.switch, !box.checked);
    hideNote();
  };
  box.addEventListener("change", apply);
  apply();
}
for (const article of all("article[data-article]")) {
  const first = all("[data-m]", article).find(isMarked);
  if (first) first.tabIndex = 0;
  const steps = article.querySelector(".steps");
  steps.hidden = !first;
  steps.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) step(article, Number(button.dataset.step));
  });
  const body = article.querySelector(".body");
  body.addEventListener("keydown", (event) => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!direction || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    step(article, direction);
  });
  body.addEventListener("scroll", placeNote, { passive: true });
  body.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-m]")) showNote(event.target);
  });
  body.addEventListener("pointerover", (event) => {
    const stretch = event.target.closest("[data-m]");
    clearTimeout(timer);
    if (stretch && event.pointerType === "mouse") timer = setTimeout(() => showNote(stretch), 150);
  });
  body.addEventListener("click", (event) => {
    const stretch = event.target.closest("[data-m]");
    if (stretch && window.getSelection().isCollapsed && isMarked(stretch)) focusMark(stretch);
  });
  article.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "mouse" || !current || document.activeElement === current) return;
    clearTimeout(timer);
    timer = setTimeout(hideNote, 300);
  });
}
note.addEventListener("pointerover", () => clearTimeout(timer));
document.addEventListener("focusout", (event) => {
  const next = event.relatedTarget;
  if (current && next && next !== current && !note.contains(next) && !next.closest(".steps")) hideNote();
});
byId("note-close").addEventListener("click", hideNote);
window.addEventListener("scroll", placeNote, { passive: true });
window.addEventListener("resize", hideNote);
