// Reports what is read and played, resumes recordings, and keeps the page's states up to date.
import { Queue } from "./queue.js";
import { Recording } from "./recording.js";

const EVERY = 10_000;
const settings = JSON.parse(document.getElementById("player").textContent);
const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
const saving = document.getElementById("saving");
let sequence = 0;

const queue = new Queue({
  enrolment: settings.enrolment,
  url: settings.events,
  token,
  onState(state) {
    if (!saving) return;
    saving.hidden = false;
    saving.textContent = saving.dataset[state];
  },
  onAnswer(told) {
    for (const key of told.completed) markDone(key);
    const progress = document.querySelector("#course-progress progress");
    progress.value = told.percent;
    document.querySelector("#course-progress .progress-number").textContent = `${told.percent}%`;
    if (told.percent === 100) document.getElementById("course-done").hidden = false;
  },
});

function markDone(key) {
  const entry = document.querySelector(`[data-key="${key}"]`);
  if (entry && !entry.classList.contains("outline-done")) {
    entry.className = "outline-done";
    const use = entry.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#check-circle"));
    entry.querySelector(".outline-word").textContent = document.getElementById("word-done").innerHTML;
  }
  if (key === settings.resource) {
    document.getElementById("state-done").hidden = false;
    document.getElementById("confirm")?.remove();
  }
}

function report(kind, more = {}) {
  sequence += 1;
  queue.add({
    id: crypto.randomUUID ? crypto.randomUUID() : makeId(),
    resource: settings.resource,
    session: settings.session,
    seq: sequence,
    kind,
    at: new Date().toISOString(),
    ...more,
  });
}

// Without a secure context (http on a private address) there is no crypto.randomUUID.
function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const element = document.getElementById("recording");
const recording = element ? new Recording(element, settings) : null;

function tell(kind) {
  if (!recording) {
    report(kind);
    return;
  }
  const ranges = recording.takeRanges();
  if (ranges.length || kind === "leave") report(ranges.length ? "play" : kind, { ranges, position: recording.position });
}

if (settings.kind !== "assessment") {
  report("open");
  queue.flush();
  setInterval(() => {
    if (document.visibilityState === "visible" || (recording && recording.playing)) tell("ping");
    queue.flush();
  }, EVERY);
  recording?.onPause(() => {
    tell("ping");
    queue.flush();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    tell("leave");
    queue.flush({ leaving: true });
  });
  addEventListener("online", () => queue.flush());
  document.querySelectorAll("[data-follow]").forEach((link) =>
    link.addEventListener("click", () => {
      report(link.dataset.follow);
      queue.flush();
    }),
  );
}

// On a wide screen the document is shown in the page; on a narrow one, or to save data, it is one tap away.
const frame = document.getElementById("pdf-frame");
if (frame && matchMedia("(min-width: 768px)").matches && !navigator.connection?.saveData) {
  const shown = document.createElement("iframe");
  shown.src = frame.dataset.src;
  shown.title = frame.dataset.title;
  frame.append(shown);
}
