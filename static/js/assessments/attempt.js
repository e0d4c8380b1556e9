// Saves each answer as it is given, shows the receipt, and keeps time by the server's count of seconds.
// Without this file the page works by its Save and Hand in buttons.

const form = document.getElementById("paper");
const trouble = document.querySelector("[data-trouble]");
const pending = new Map(); // place -> the question's state while something is not saved
const RETRY_AFTER = 5000;
const TYPING_PAUSE = 700;
const LONGEST_WAIT = 20000;
let leaving = false;

const questions = [...form.querySelectorAll("[data-question]")].map((box) => ({
  box,
  place: Number(box.dataset.question),
  sequence: Number(box.dataset.sequence),
  receipt: box.querySelector("[data-receipt]"),
  advice: box.querySelector("[data-advice]"),
  state: document.querySelector(`[data-state="${box.dataset.question}"]`),
  busy: false,
  timer: null,
}));

// Signing in again in another tab changes the token: the cookie knows the present one.
function token() {
  const found = document.cookie.match(/(?:^|;\s*)(?:csrftoken|__Host-csrf)=([^;]+)/);
  return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
}

function given(question) {
  const fields = [...question.box.querySelectorAll(`[name="answer-${question.place}"]`)];
  if (fields[0].type === "text") return fields[0].value;
  return fields.filter((field) => field.checked).map((field) => field.value);
}

function say(question, text, wrong = false) {
  question.receipt.textContent = text;
  question.receipt.toggleAttribute("data-wrong", wrong);
}

function warn(text) {
  trouble.hidden = !text;
  trouble.querySelector("[data-trouble-text]").textContent = text;
}

async function put(question, response, sequence) {
  return fetch(`${form.dataset.attempt}answers/${question.place}/`, {
    method: "PUT",
    credentials: "same-origin",
    signal: AbortSignal.timeout(LONGEST_WAIT),
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ response, sequence }),
  });
}

// Another tab of the same attempt may have counted further: take up its count.
async function catchUp(question) {
  const answer = await fetch(form.dataset.attempt, { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const body = await answer.json();
  const found = body.questions.find((asked) => asked.place === question.place);
  if (found) question.sequence = Math.max(question.sequence, found.sequence);
}

async function save(question) {
  if (question.busy) return;
  question.busy = true;
  try {
    while (pending.has(question.place)) {
      const response = given(question);
      const shown = JSON.stringify(response);
      say(question, form.dataset.saving);
      const answer = await put(question, response, question.sequence + 1);
      if (answer.status === 409) {
        await catchUp(question);
        continue;
      }
      if (answer.status === 401 || answer.status === 403) {
        wait(question, form.dataset.signedOut);
        break;
      }
      // 429: too many at once. The answer waits in the page, as it does without a connection.
      if (answer.redirected || answer.status === 429 || answer.status >= 500) throw new Error(String(answer.status));
      const body = await answer.json();
      if (!answer.ok) {
        refuse(question, body);
        break;
      }
      question.sequence = Math.max(question.sequence, body.latest_sequence);
      if (JSON.stringify(given(question)) === shown) kept(question, body, response);
    }
    if (pending.size === 0) warn("");
  } catch {
    wait(question, form.dataset.offline);
  } finally {
    question.busy = false;
  }
}

function wait(question, text) {
  say(question, form.dataset.unsaved, true);
  warn(text);
  setTimeout(retry, RETRY_AFTER);
}

function kept(question, body, response) {
  pending.delete(question.place);
  say(question, `${form.dataset.saved} ${body.saved}`);
  question.advice.textContent = body.advice;
  question.state.textContent = response.length ? form.dataset.answered : form.dataset.blank;
}

function refuse(question, problem) {
  pending.delete(question.place);
  say(question, form.dataset.refused, true);
  warn(problem.errors ? problem.errors.flatMap((error) => error.messages).join(" ") : problem.detail);
  if (problem.code === "attempt_closed" || problem.code === "time_over") {
    leaving = true;
    setTimeout(() => window.location.assign(form.dataset.result), 4000);
  }
}

function retry() {
  for (const question of questions) if (pending.has(question.place)) save(question);
}

for (const question of questions) {
  question.box.addEventListener("input", (event) => {
    pending.set(question.place, question);
    clearTimeout(question.timer);
    question.timer = setTimeout(() => save(question), event.target.type === "text" ? TYPING_PAUSE : 0);
  });
  question.box.addEventListener("focusout", () => {
    if (pending.has(question.place)) save(question);
  });
}

window.addEventListener("online", retry);
// The form is sent by this page, not by the browser: without a connection the browser would show its own error in the
// place of answers that are not saved yet.
function post(url, step) {
  form.elements.csrfmiddlewaretoken.value = token();
  const body = new FormData(form);
  if (step) body.append("step", step);
  return fetch(url, {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    signal: AbortSignal.timeout(LONGEST_WAIT),
    body,
  });
}

function leaveFor(url) {
  leaving = true;
  window.location.assign(url);
}

// What the server would not take is sent again by the browser, which shows the server's page.
function sendOpenly(url, step) {
  leaving = true;
  form.action = url;
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "step", value: step });
  if (step) form.append(field);
  form.submit();
}

async function settled() {
  retry();
  while (questions.some((question) => question.busy)) await new Promise((done) => setTimeout(done, 100));
  return pending.size === 0;
}

let sending = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending) return;
  sending = true;
  const step = event.submitter?.value || "save";
  try {
    if (!(await settled())) return; // what is wrong stands above
    const answer = await post(form.action, step);
    if (answer.type === "opaqueredirect") leaveFor(step === "check" ? form.dataset.handIn : form.action);
    else if (answer.status === 429 || answer.status >= 500) throw new Error(String(answer.status));
    else sendOpenly(form.action, step);
  } catch {
    warn(form.dataset.offline);
  } finally {
    sending = false;
  }
});
window.addEventListener("pageshow", () => {
  leaving = false;
});
window.addEventListener("beforeunload", (event) => {
  if (pending.size && !leaving) event.preventDefault();
});

// When the time is over. Without a connection it is tried again: the server takes visible answers for two minutes more,
// and after that what was saved in time.
async function handIn() {
  try {
    const answer = await post(form.dataset.handIn, "");
    if (answer.type === "opaqueredirect" || answer.ok) leaveFor(form.dataset.result);
    else if (answer.status === 429 || answer.status >= 500) throw new Error(String(answer.status));
    else sendOpenly(form.dataset.handIn, "");
  } catch {
    warn(`${clock.dataset.over} ${form.dataset.offline}`);
    setTimeout(handIn, RETRY_AFTER);
  }
}

function startClock(clock) {
  const end = performance.now() + Number(clock.dataset.seconds) * 1000;
  const shown = clock.querySelector("[data-shown]");
  const announce = document.querySelector("[data-announce]");
  const marks = [
    [300, clock.dataset.five],
    [60, clock.dataset.one],
  ].filter(([seconds]) => Number(clock.dataset.seconds) > seconds);
  const tick = () => {
    const left = Math.max(Math.round((end - performance.now()) / 1000), 0);
    const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const two = (number) => String(number).padStart(2, "0");
    shown.textContent = `${clock.dataset.left}: ${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds)}`;
    clock.classList.toggle("exam-clock-short", left <= 300);
    while (marks.length && left <= marks[0][0]) announce.textContent = marks.shift()[1];
    if (left > 0) return;
    clearInterval(ticking);
    announce.textContent = clock.dataset.over;
    warn(clock.dataset.over);
    handIn();
  };
  const ticking = setInterval(tick, 1000);
  tick();
}

const clock = document.querySelector("[data-clock]");
if (clock) startClock(clock);
