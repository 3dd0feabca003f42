// The teacher's screen: how far the class is, asked every two seconds; nobody is removed or let in again without being asked about.
"use strict";

// Who is still let in comes here with the link's secret: it goes before the room sees it.
if (location.hash) history.replaceState(null, "", location.pathname);
addEventListener("hashchange", () => location.reload());

const progress = document.getElementById("progress");
const ask = document.getElementById("ask");
const message = document.getElementById("message");
let shown = "";

async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch("/teacher/progress");
    if (response.status === 401) return location.reload(); // started again: the server asks for the new secret
    if (!response.ok) throw new Error(String(response.status));
    // Another page of the teacher may have gone on.
    if (response.headers.get("Class-State") !== document.body.dataset.state) return location.reload();
    const told = await response.text();
    if (progress && told !== shown) {
      shown = told;
      const focus = document.activeElement?.id;
      progress.innerHTML = told; // made and escaped by the server's template
      if (focus && progress.contains(document.getElementById(focus))) document.getElementById(focus).focus();
    }
    if (message) message.hidden = true;
  } catch {
    if (!message) return;
    message.textContent = "The class cannot be reached. Is framing still running? Start it again with the same command.";
    message.hidden = false;
  }
}

if (document.body.dataset.state) setInterval(refresh, 2000);
if (progress) {
  progress.addEventListener("click", (event) => {
    const button = event.target.closest(".remove, .again");
    if (!button) return;
    const { pupil, nickname } = button.dataset;
    const again = button.classList.contains("again");
    document.getElementById("ask-what").textContent = again
      ? `Let ${nickname} in again? Who joins next under this nickname has these marks; the phone or browser that had them until now is out.`
      : pupil === "idle" ? `Remove the ${nickname}? With the join code they can join again.` : `Remove ${nickname}, with all marks?`;
    document.getElementById("do").textContent = again ? "Let in again" : "Remove";
    ask.querySelector("form").action = again ? "/teacher/again" : "/teacher/remove";
    ask.querySelector("[name=pupil]").value = pupil;
    ask.showModal();
  });
  document.getElementById("keep").addEventListener("click", () => ask.close());
}
