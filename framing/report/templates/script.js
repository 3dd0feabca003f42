"use strict";
(() => {
  const evidence = JSON.parse(document.getElementById("evidence").textContent);
  const voices = ["own words", "attributed", "quoted"];
  const panel = document.getElementById("panel");
  const head = document.getElementById("panel-head");
  const list = document.getElementById("panel-list");
  const characters = new Map();
  let opener = null;

  function add(parent, tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.textContent = text;
    parent.append(element);
    return element;
  }

  // Offsets count whole characters, so the text is split into them once and kept.
  function textOf(article, where) {
    const key = article + "/" + where;
    if (!characters.has(key)) characters.set(key, Array.from(evidence.articles[article].texts[where]));
    return characters.get(key);
  }

  function slice(text, start, end) {
    return text.slice(Math.max(0, start), end).join("").replace(/\s+/g, " ");
  }

  function amountText(amount) {
    return Number.isInteger(amount) ? amount.toLocaleString("en") : amount.toFixed(2).replace("-", "−");
  }

  function fillPassage(item, passage, unit) {
    const [article, amount, voice, source, entry, where, edges, distanced] = passage;
    const text = textOf(article, where);
    const label = evidence.articles[article].outlet;
    const facts = [label, voices[voice]];
    if (source) facts.push("source: " + source);
    if (distanced) facts.push("held at a distance");
    if (amount !== 1 || unit === "words" || unit === "score") facts.push(amountText(amount) + " " + (amount === 1 ? unit.replace(/s$/, "") : unit));
    add(item, "span", "where", facts.join(" · "));
    const quote = add(item, "bdi", "", "");
    const last = edges.length - 2;
    for (let place = 0; place <= last; place += 2) {
      const [start, end] = [edges[place], edges[place + 1]];
      const before = slice(text, place === 0 ? start - 60 : Math.max(edges[place - 1], start - 30), start);
      add(quote, "span", "context", (place === 0 && start > 60 ? "…" : "") + before);
      const long = end - start > 420;
      add(quote, "strong", "", long ? slice(text, start, start + 300) + " […] " + slice(text, end - 100, end) : slice(text, start, end));
      if (place === last) add(quote, "span", "context", slice(text, end, end + 60) + (end + 60 < text.length ? "…" : ""));
    }
    if (entry) add(item, "span", "where", "counted by: " + entry);
    const link = add(item, "a", "", "Show in the article");
    link.href = "#article-" + article;
    link.addEventListener("click", (event) => { event.preventDefault(); show(article, where, edges); });
  }

  function open(button) {
    clearHits();
    if (opener) opener.setAttribute("aria-expanded", "false");
    opener = button;
    button.setAttribute("aria-expanded", "true");
    const data = button.dataset;
    const ids = data.passages ? data.passages.split(" ") : [];
    const unit = data.unit || "passages";
    head.textContent = data.heading;
    const [numerator, denominator] = [Number(data.numerator), Number(data.denominator)];
    const sum = document.getElementById("panel-sum");
    if (data.shown === "count") sum.textContent = amountText(numerator) + " " + unit;
    else if (data.shown === "mean") sum.textContent = button.textContent.trim() + ": the scores add up to " + amountText(numerator) + " over " + amountText(denominator) + " sentences";
    else if (data.shown) sum.textContent = button.textContent.trim() + ": " + amountText(numerator) + " " + unit + " out of " + amountText(denominator) + (data.shown === "rate" ? " words" : "");
    else sum.textContent = button.textContent.trim();
    document.getElementById("panel-detail").textContent = data.detail || "";
    list.replaceChildren();
    for (const id of ids) {
      const item = add(list, "li", "", "");
      item.dataset.amount = evidence.passages[id][1];
      fillPassage(item, evidence.passages[id], unit);
    }
    if (!ids.length) add(list, "li", "", "No passage is counted here.");
    panel.hidden = false;
    document.body.classList.add("opened");
    list.scrollTop = 0;
    head.focus({ preventScroll: true });
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    document.body.classList.remove("opened");
    clearHits();
    if (opener) {
      opener.setAttribute("aria-expanded", "false");
      opener.focus();
      opener = null;
    }
  }

  function clearHits() {
    for (const mark of document.querySelectorAll("mark.hit")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
  }

  // The article's text on the page is the text that the offsets count, character for character.
  function show(article, where, edges) {
    clearHits();
    const root = document.querySelector(`#article-${article} [data-where="${where}"]`)
      || document.querySelector(`#article-${article} [data-where="0"]`);
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
    let first = null;
    for (const [node, from, to] of pieces.reverse()) {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      const mark = document.createElement("mark");
      mark.className = "hit";
      range.surroundContents(mark);
      first = mark;
    }
    if (!first) return;
    if (window.matchMedia("(max-width: 40rem)").matches) panel.hidden = true;
    first.tabIndex = -1;
    first.scrollIntoView({ block: "center", inline: "center" });
    first.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-passages]");
    if (button) open(button);
  });
  document.getElementById("panel-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (panel.hidden && opener) panel.hidden = false;
    close();
  });
  for (const box of document.querySelectorAll("[data-switch]")) {
    const apply = () => document.body.classList.toggle("hide-" + box.dataset.switch, !box.checked);
    box.addEventListener("change", apply);
    apply();
  }
})();
