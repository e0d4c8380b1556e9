// Events wait here, on this device, until the server has acknowledged them.
export class Queue {
  constructor({ enrolment, url, token, onAnswer, onState }) {
    this.name = `igot.events.${enrolment}`;
    Object.assign(this, { url, token, onAnswer, onState });
    this.sending = false;
    this.memory = [];
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.name) || "[]");
    } catch {
      return this.memory;
    }
  }

  write(events) {
    this.memory = events;
    try {
      if (events.length) localStorage.setItem(this.name, JSON.stringify(events));
      else localStorage.removeItem(this.name);
    } catch {
      // Storage may be full or forbidden: the events stay in this page's memory.
    }
  }

  add(event) {
    this.write([...this.read(), event]);
  }

  async flush({ leaving = false } = {}) {
    const events = this.read().slice(0, leaving ? 100 : 400);
    if (!events.length || (this.sending && !leaving)) return;
    this.sending = true;
    this.onState("saving");
    try {
      const response = await fetch(this.url, {
        method: "POST",
        keepalive: leaving,
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ events }),
      });
      await this.take(response, events);
    } catch {
      this.onState("kept");
    } finally {
      this.sending = false;
    }
  }

  async take(response, events) {
    if (response.ok) {
      const told = await response.json();
      const sent = new Set(events.map((event) => event.id));
      this.write(this.read().filter((event) => !sent.has(event.id)));
      this.onState(this.read().length ? "saving" : "saved");
      this.onAnswer(told);
    } else if (response.type === "opaqueredirect" || response.status === 403) {
      this.onState("signedOut");
    } else if (response.status === 422 || response.status === 404) {
      this.onState("closed");
    } else {
      this.onState("kept");
    }
  }
}
