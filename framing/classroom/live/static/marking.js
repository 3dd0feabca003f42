// An article in which sentences and words are chosen, by touch, mouse and keyboard, and what is marked in it is shown.
"use strict";

const VOICES = ["own", "reported", "quoted"];
const SAID = { own: "own words", reported: "reported", quoted: "quoted", loaded: "loaded" };

class MarkedArticle {
  constructor(element, onChoice) {
    this.element = element;
    this.letter = element.dataset.article;
    this.words = [...element.querySelectorAll("[data-w]")];
    this.lines = [...element.querySelectorAll(".line")];
    this.onChoice = onChoice;
    this.first = this.last = null; // the chosen words
    this.anchor = null; // the word from which a choice was begun
    const text = element.querySelector(".text");
    text.addEventListener("click", (event) => this.tap(event));
    text.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("selectionchange", () => this.drag());
  }

  numberOf(word) {
    return Number(word.dataset.w);
  }

  rangeOf(line) {
    const words = line.querySelectorAll("[data-w]");
    return [this.numberOf(words[0]), this.numberOf(words[words.length - 1])];
  }

  choose(first, last, anchor = null) {
    this.first = first;
    this.last = last;
    this.anchor = anchor;
    for (const word of this.words) {
      const number = this.numberOf(word);
      word.classList.toggle("chosen", first !== null && first <= number && number <= last);
    }
    for (const line of this.lines) {
      const [a, b] = this.rangeOf(line);
      const here = first !== null && a <= last && first <= b;
      line.setAttribute("aria-pressed", String(here));
      line.classList.toggle("open", here);
      if (here && a <= first) for (const one of this.lines) one.tabIndex = one === line ? 0 : -1;
    }
    this.onChoice(this);
  }

  chosenText() {
    if (this.first === null) return "";
    return this.words.slice(this.first, this.last + 1).map((word) => word.textContent).join(" ");
  }

  tap(event) {
    const line = event.target.closest(".line");
    if (!line || !window.getSelection().isCollapsed) return;
    const word = event.target.closest("[data-w]");
    const [a, b] = this.rangeOf(line);
    const inside = this.first !== null && a <= this.first && this.last <= b;
    if (!word || !inside) return this.choose(a, b);
    const number = this.numberOf(word);
    if (this.anchor === null) return this.choose(number, number, number);
    if (number === this.anchor && this.first === this.last) return this.choose(a, b);
    this.choose(Math.min(number, this.anchor), Math.max(number, this.anchor), this.anchor);
  }

  drag() {
    if (this.element.hidden) return;
    const selection = window.getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const touched = this.words.filter((word) => range.intersectsNode(word) && covers(range, word));
    if (!touched.length) return;
    this.choose(this.numberOf(touched[0]), this.numberOf(touched[touched.length - 1]), this.numberOf(touched[0]));
  }

  key(event) {
    const line = event.target.closest(".line");
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = this.lines.indexOf(line);
    const [a, b] = this.rangeOf(line);
    const inside = this.first !== null && a <= this.first && this.last <= b;
    switch (event.key) {
      case "Enter":
      case " ":
        this.choose(a, b);
        break;
      case "ArrowDown":
      case "ArrowUp": {
        const next = this.lines[place + (event.key === "ArrowDown" ? 1 : -1)];
        if (next) {
          this.choose(...this.rangeOf(next));
          next.focus();
          next.scrollIntoView({ block: "nearest" });
        }
        break;
      }
      case "ArrowLeft":
      case "ArrowRight": {
        const step = event.key === "ArrowRight" ? 1 : -1;
        const whole = !inside || (this.first === a && this.last === b && this.anchor === null);
        if (event.shiftKey && !whole) {
          const edge = this.first < this.anchor ? this.first : this.last;
          const moved = Math.max(a, Math.min(b, edge + step));
          this.choose(Math.min(moved, this.anchor), Math.max(moved, this.anchor), this.anchor);
        } else {
          const from = whole ? (step > 0 ? a - 1 : b + 1) : step > 0 ? this.last : this.first;
          const moved = Math.max(a, Math.min(b, from + step));
          this.choose(moved, moved, moved);
        }
        break;
      }
      case "Escape":
        this.choose(null, null);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  // What stands after all marks in their order: a label and whether it is loaded, word by word.
  show(marks) {
    const voices = new Array(this.words.length).fill("");
    const loaded = new Array(this.words.length).fill(false);
    for (const mark of marks) {
      if (mark.article !== this.letter || (mark.task !== "voices" && mark.task !== "loaded")) continue;
      for (let at = mark.first; at <= mark.last; at++) {
        if (mark.task === "voices") voices[at] = mark.label === "none" ? "" : mark.label;
        else loaded[at] = mark.label === "loaded";
      }
    }
    this.words.forEach((word, at) => {
      for (const voice of VOICES) word.classList.toggle(voice, voices[at] === voice);
      word.classList.toggle("loaded", loaded[at]);
    });
    for (const line of this.lines) {
      const [a, b] = this.rangeOf(line);
      const told = new Set([...voices.slice(a, b + 1).filter(Boolean), ...(loaded.slice(a, b + 1).includes(true) ? ["loaded"] : [])]);
      line.querySelector(".unseen").textContent = told.size ? ` (marked: ${[...told].map((one) => SAID[one]).join(", ")})` : "";
    }
  }

  // After the end: what the tool hears, beside one's own marks.
  showTool(found) {
    this.words.forEach((word, at) => {
      word.dataset.tool = found.voices[at];
      word.classList.toggle("tool-loaded", found.loaded.includes(at));
      word.title = `Tool: ${SAID[found.voices[at]]}${found.loaded.includes(at) ? ", loaded" : ""}`;
    });
    this.element.querySelector("[data-outlet]").textContent = found.outlet ? `: ${found.outlet}` : "";
  }
}

function covers(range, word) {
  // A range that ends where a word begins touches it and holds nothing of it.
  const own = document.createRange();
  own.selectNodeContents(word);
  return range.compareBoundaryPoints(Range.END_TO_START, own) < 0 && range.compareBoundaryPoints(Range.START_TO_END, own) > 0;
}
