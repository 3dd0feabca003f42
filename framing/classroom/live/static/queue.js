// Changes that wait for the network: kept in the browser until the server says that they are on its disk.
// Each has an id of its own, so that one that is sent twice counts once.
"use strict";

const MOST_AT_ONCE = 40;
const LONGEST_WAIT = 10000;

function newId() {
  // crypto.randomUUID is missing where a page comes over http from a room's network.
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Queue {
  constructor(key, tell) {
    this.key = key;
    this.tell = tell;
    this.waiting = this.load();
    this.sending = false;
    this.wait = 0;
    this.atOnce = MOST_AT_ONCE;
    window.addEventListener("online", () => this.retry());
  }

  load() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? [];
    } catch {
      return [];
    }
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.waiting));
    } catch {
      // Without room in the browser the page itself still holds them.
    }
  }

  add(change) {
    this.waiting.push(change);
    this.keep();
    this.tell({ waiting: this.waiting.length });
    this.send();
  }

  retry() {
    clearTimeout(this.timer);
    this.wait = 0;
    this.timer = null;
    this.send();
  }

  async send() {
    if (this.sending || this.timer || !this.waiting.length) return;
    this.sending = true;
    const batch = this.waiting.slice(0, this.atOnce);
    let answer = null;
    let status = 0;
    try {
      const response = await fetch("/marks", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ marks: batch }),
        signal: AbortSignal.timeout ? AbortSignal.timeout(8000) : undefined,
      });
      status = response.status;
      answer = await response.json();
    } catch {
      // No answer: nobody knows whether they arrived, so they are sent again.
    }
    this.sending = false;
    if (status === 200 && answer) {
      this.wait = 0;
      this.atOnce = MOST_AT_ONCE;
      this.drop(new Set([...answer.saved, ...Object.keys(answer.refused), ...answer.unreadable.map((place) => batch[place].id)]));
      this.tell({ waiting: this.waiting.length, state: answer.state, refused: Object.values(answer.refused) });
      this.send();
    } else if (status === 401) {
      this.tell({ gone: true });
    } else if ((status === 400 || status === 413) && batch.length > 1) {
      // Something in it is wrong, or all of it too much: the others shall not be lost with it.
      this.atOnce = Math.ceil(batch.length / 2);
      this.send();
    } else if (status === 409 || status === 400 || status === 413) {
      // To send these again would not help: the class has stopped, or the server cannot read them.
      this.drop(new Set(batch.map((change) => change.id)));
      this.tell({ waiting: this.waiting.length, lost: batch.length, state: answer?.state });
    } else {
      this.wait = Math.min(LONGEST_WAIT, 2 * this.wait || 700);
      this.tell({ waiting: this.waiting.length, away: status !== 429 && status !== 507, unsaved: status === 507 });
      this.timer = setTimeout(() => {
        this.timer = null;
        this.send();
      }, this.wait * (0.75 + Math.random() / 2));
    }
  }

  drop(ids) {
    this.waiting = this.waiting.filter((change) => !ids.has(change.id));
    this.keep();
  }
}
