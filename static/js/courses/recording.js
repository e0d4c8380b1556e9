// A video or an audio: which seconds were really played, where to go on, speed and keys.
const JUMP = 10;

export class Recording {
  constructor(element, settings) {
    this.element = element;
    this.ranges = [];
    this.from = null;
    this.listeners = [];
    this.resume(settings.position);
    this.tools();
    element.addEventListener("playing", () => this.begin());
    element.addEventListener("seeking", () => this.cut(this.last));
    element.addEventListener("seeked", () => this.begin());
    element.addEventListener("timeupdate", () => {
      if (!element.seeking) this.last = element.currentTime;
    });
    for (const name of ["pause", "ended", "waiting"]) {
      element.addEventListener(name, () => {
        this.cut(element.currentTime);
        if (name !== "waiting") this.listeners.forEach((call) => call());
      });
    }
    document.addEventListener("keydown", (event) => this.key(event));
  }

  get playing() {
    return !this.element.paused && !this.element.ended;
  }

  get position() {
    return Math.floor(this.element.currentTime);
  }

  onPause(call) {
    this.listeners.push(call);
  }

  resume(position) {
    if (!position) return;
    const go = () => {
      if (Math.abs(this.element.currentTime - position) > 1) this.element.currentTime = position;
    };
    if (this.element.readyState > 0) go();
    else this.element.addEventListener("loadedmetadata", go, { once: true });
  }

  begin() {
    if (this.playing && this.from === null) this.from = this.last = this.element.currentTime;
  }

  cut(until) {
    if (this.from !== null && until > this.from) this.ranges.push([this.from, until]);
    this.from = null;
  }

  // Whole seconds; the part of a second at the end belongs to the next report.
  takeRanges() {
    if (this.playing && !this.element.seeking && this.from !== null) {
      const until = this.element.currentTime;
      this.cut(until);
      this.from = Math.floor(until);
    }
    const taken = this.ranges.map(([low, high]) => [Math.round(low), Math.round(high)]).filter(([low, high]) => high > low);
    this.ranges = [];
    return taken;
  }

  tools() {
    const speed = document.getElementById("speed");
    speed.hidden = false;
    document.getElementById("keys").hidden = false;
    document.getElementById("speed-choice").addEventListener("change", (event) => {
      this.element.playbackRate = Number(event.target.value);
    });
    document.getElementById("from-start").addEventListener("click", () => {
      this.element.currentTime = 0;
      this.element.play();
    });
  }

  key(event) {
    const busy = event.target.closest("input, select, textarea, button, a, summary");
    if (busy || event.ctrlKey || event.metaKey || event.altKey) return;
    // The player's own controls handle its keys while they have the focus; only ours are added then.
    const own = event.target === this.element && event.key === " ";
    const actions = {
      " ": () => (this.playing ? this.element.pause() : this.element.play()),
      k: () => (this.playing ? this.element.pause() : this.element.play()),
      ArrowLeft: () => (this.element.currentTime = Math.max(0, this.element.currentTime - JUMP)),
      ArrowRight: () => (this.element.currentTime += JUMP),
      c: () => this.captions(),
    };
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action || own) return;
    event.preventDefault();
    action();
  }

  captions() {
    const tracks = [...this.element.textTracks];
    const shown = tracks.find((track) => track.mode === "showing");
    if (shown) {
      shown.mode = "hidden";
      this.lastTrack = shown;
    } else if (tracks.length) {
      (this.lastTrack || tracks[0]).mode = "showing";
    }
  }
}
