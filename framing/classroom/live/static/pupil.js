// The pupil's page: what is chosen becomes a mark, marks go into the queue, and the page shows what stands.
"use strict";

const OFTEN = 4000;
const NOT_SAVED = "Your teacher’s machine cannot save just now. Tell your teacher. Your marks wait in this page and are sent again by themselves: do not close it.";
const page = document.body.dataset;
const savedLine = document.getElementById("saved");
const message = document.getElementById("message");
const chosen = document.getElementById("chosen");
const articles = [...document.querySelectorAll("article")].map((one) => new MarkedArticle(one, showChoice));
const byLetter = new Map(articles.map((one) => [one.letter, one]));
const tabs = [...document.querySelectorAll(".tab")];
const facts = document.getElementById("facts"); // what the tool found of what is missing, after the end

let current = articles[0];
let saved = []; // marks that the server has, and those of this page that wait
let undoable = [];
let state = "marking";
let loaded = false;
let unsaved = false;

const queue = new Queue(`framing-${page.session}-${page.pupil}`, hear);

// --- what is told ---------------------------------------------------------------------------------------------

function say(text, kind = "problem") {
  message.textContent = text;
  message.className = kind;
  message.hidden = !text;
}

function showStatus(waiting, away, unsaved = false) {
  const marks = waiting === 1 ? "1 mark waits" : `${waiting} marks wait`;
  const text = waiting && unsaved ? `Not saved: ${marks}. Do not close this page.` : waiting ? (away ? `No network: ${marks}. Go on, do not close this page.` : `Saving … ${marks}`) : away ? "No network. Go on: nothing is lost." : "All saved";
  if (savedLine.textContent !== text) savedLine.textContent = text;
  savedLine.classList.toggle("away", Boolean(away || (waiting && unsaved)));
}

function hear(news) {
  if (news.gone) {
    localStorage.removeItem(queue.key);
    location.replace("/");
    return;
  }
  if ("unsaved" in news || !news.waiting) unsaved = Boolean(news.unsaved);
  showStatus(news.waiting, news.away, unsaved);
  if (unsaved) say(NOT_SAVED);
  else if (message.textContent === NOT_SAVED) say("");
  if (news.refused?.length) {
    say(`Not saved: ${news.refused[0]}.`);
    refresh();
  }
  if (news.lost) {
    say(news.state && news.state !== "marking" ? "The class has stopped marking. Your last marks came too late." : "Some marks could not be saved. Tell your teacher.");
    refresh();
  }
  if (news.state) setState({ state: news.state });
}

function setState(told) {
  const changed = told.state !== state;
  state = told.state;
  document.body.dataset.state = state;
  for (const one of document.querySelectorAll(".tools button, .missing input, .missing textarea, .missing button:not(.to-facts), .done")) one.disabled = state !== "marking";
  if (changed && state !== "marking") for (const one of articles) one.choose(null, null);
  if (changed) say(state === "comparing" ? "The class has stopped marking. Look at the board." : state === "named" ? "The outlets are named. The tool’s marks stand under yours." : "", "notice");
  if (told.articles) for (const [letter, found] of Object.entries(told.articles)) byLetter.get(letter)?.showTool(found);
  else if (changed && state === "named") poll();
  if (state === "named") loadFacts();
  else if (facts && !facts.hidden) showTab(tabs[0]);
}

async function loadFacts() {
  const place = document.getElementById("found");
  if (!place || place.hasChildNodes()) return;
  try {
    const response = await fetch("/facts");
    if (!response.ok) return; // the next question after the state tries again
    place.innerHTML = await response.text(); // made and escaped by the server's template
    show();
  } catch {
    // Without a network nothing is shown; the next question after the state tries again.
  }
}

async function poll() {
  if (document.hidden) return;
  try {
    const response = await fetch("/state");
    if (response.status === 401) return hear({ gone: true });
    setState(await response.json());
    showStatus(queue.waiting.length, false, unsaved);
    if (!loaded) refresh();
    queue.send();
  } catch {
    showStatus(queue.waiting.length, true);
  }
}

// --- what stands ----------------------------------------------------------------------------------------------

async function refresh() {
  try {
    const response = await fetch("/marks");
    if (response.status === 401) return hear({ gone: true });
    const told = await response.json();
    const held = new Set(told.marks.map((mark) => mark.id));
    saved = told.marks;
    loaded = true;
    for (const change of queue.waiting) apply(change, held);
    setState(told);
    showStatus(queue.waiting.length, false, unsaved);
  } catch {
    showStatus(queue.waiting.length, true);
  }
  show();
}

function apply(change, held = new Set()) {
  if (change.do === "undo") saved = saved.filter((mark) => mark.id !== change.mark);
  else if (!held.has(change.id)) saved.push({ ...change, task: change.do, first: change.first ?? change.fact, text: change.text ?? "" });
}

function show() {
  for (const article of articles) {
    const marks = saved.filter((mark) => mark.article === article.letter);
    article.show(marks);
    const missing = new Map(marks.filter((mark) => mark.task === "missing").map((mark) => [mark.first, mark.label]));
    for (const box of article.element.querySelectorAll("[data-fact]")) box.checked = missing.get(Number(box.dataset.fact)) === "missing";
    const done = marks.filter((mark) => mark.task === "done").pop()?.label === "done";
    article.element.querySelector(".done").setAttribute("aria-pressed", String(done));
    tabs.find((tab) => tab.dataset.article === article.letter).classList.toggle("finished", done);
    showNotes(article, marks.filter((mark) => mark.task === "notes"));
  }
  showMine();
  document.querySelector("[data-undo]").setAttribute("aria-disabled", String(!undoable.length));
}

// In the table of what the tool found: what this pupil has ticked.
function showMine() {
  for (const field of document.querySelectorAll("#found button")) {
    const { fact, article } = field.dataset;
    field.querySelector(".mine").hidden = !document.querySelector(`#article-${article} [data-fact="${fact}"]`).checked;
  }
}

function showNotes(article, notes) {
  const list = article.element.querySelector(".notes");
  list.replaceChildren(...notes.map((note) => {
    const item = document.createElement("li");
    const remove = document.createElement("button");
    item.append(note.text, " ", remove);
    remove.type = "button";
    remove.textContent = "Remove";
    remove.disabled = state !== "marking";
    remove.setAttribute("aria-label", `Remove: ${note.text}`);
    remove.addEventListener("click", () => {
      undoable = undoable.filter((id) => id !== note.id);
      change({ do: "undo", mark: note.id });
      article.element.querySelector("textarea").focus();
    });
    return item;
  }));
}

// --- what is done ---------------------------------------------------------------------------------------------

function change(what) {
  if (state !== "marking") return;
  const one = { id: newId(), ...what };
  apply(one);
  if (one.do !== "undo") undoable.push(one.id);
  show();
  queue.add(one);
}

function mark(task, label) {
  if (current.first === null) {
    chosen.textContent = "First tap a sentence, then say what it is.";
    return;
  }
  change({ do: task, article: current.letter, first: current.first, last: current.last, label });
  chosen.textContent = `${label === "none" ? "Marks taken off" : `Marked as ${SAID[label]}`}: ${shorten(current.chosenText())}`;
}

function clear() {
  if (current.first === null) return mark("voices", "none");
  mark("voices", "none");
  mark("loaded", "none");
}

function undo() {
  const last = undoable.pop();
  if (!last) {
    chosen.textContent = "Nothing to undo.";
    return;
  }
  change({ do: "undo", mark: last });
  chosen.textContent = "Undone.";
}

function shorten(text) {
  return text.length > 60 ? `${text.slice(0, 57)} …` : text;
}

function showChoice(article) {
  if (article !== current) return;
  chosen.textContent = article.first === null ? "Tap a sentence." : shorten(article.chosenText());
}

for (const button of document.querySelectorAll(".tools [data-task]")) button.addEventListener("click", () => mark(button.dataset.task, button.dataset.label));
// A press on a tool must not take away what is chosen with the mouse.
document.querySelector(".tools").addEventListener("mousedown", (event) => event.preventDefault());
document.querySelector("[data-clear]").addEventListener("click", clear);
document.querySelector("[data-undo]").addEventListener("click", undo);

const KEYS = { 1: ["voices", "own"], 2: ["voices", "reported"], 3: ["voices", "quoted"], 4: ["loaded", "loaded"] };
document.addEventListener("keydown", (event) => {
  if (event.target.matches("textarea, input") || event.altKey) return;
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey ? key === "z" : key === "u") && !event.shiftKey) undo();
  else if (event.ctrlKey || event.metaKey) return;
  else if (KEYS[key]) mark(...KEYS[key]);
  else if (key === "0" || key === "delete") clear();
  else return;
  event.preventDefault();
});

// Shows an article, or the table of what is missing.
function showTab(tab) {
  window.getSelection().removeAllRanges();
  const letter = tab.dataset.article;
  current = byLetter.get(letter) ?? current;
  for (const one of articles) one.element.hidden = one.letter !== letter;
  if (facts) facts.hidden = Boolean(letter);
  for (const one of tabs) one.setAttribute("aria-pressed", String(one === tab));
  showChoice(current);
  window.scrollTo(0, 0);
}

for (const tab of tabs) tab.addEventListener("click", () => showTab(tab));
for (const button of document.querySelectorAll(".to-facts")) {
  button.addEventListener("click", () => {
    const tab = tabs.find((one) => !one.dataset.article);
    showTab(tab);
    tab.focus();
  });
}

for (const article of articles) {
  const { element, letter } = article;
  for (const box of element.querySelectorAll("[data-fact]")) {
    box.addEventListener("change", () => change({ do: "missing", article: letter, fact: Number(box.dataset.fact), label: box.checked ? "missing" : "none" }));
  }
  element.querySelector("form.note").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = element.querySelector("textarea");
    const text = field.value.trim();
    if (text) change({ do: "notes", article: letter, text });
    field.value = "";
  });
  const done = element.querySelector(".done");
  done.addEventListener("click", () => change({ do: "done", article: letter, label: done.getAttribute("aria-pressed") === "true" ? "none" : "done" }));
}

refresh().then(() => queue.send());
setInterval(poll, OFTEN);
document.addEventListener("visibilitychange", poll);
