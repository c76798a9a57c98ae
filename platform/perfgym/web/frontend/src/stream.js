// A run's live events over a connection that may break at any moment: each event is told once and none is left out.
//
// EventSource would do most of it, but it neither notices a connection that has died without a word (a laptop that
// slept, a network that went away), nor tells why a site refuses. Format: HTML standard, "Server-sent events".

const QUIET_MS = 15_000; // the site says something every five seconds; after so much silence the connection is dead
const BEAT_MS = 6000; // a little more than the longest silence of a connection that lives
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 15_000]; // between two tries
const SHORT_MS = 3000; // a stream that lived no longer than this tells us to come less often
const OVER = [401, 403, 404];
const FULL = 429;

export class Stream {
  /**
   * `hears` has a function for each kind of event, and: `away(ms, words)` when the connection is lost and will be tried
   * again in so many ms, `back()` when it is there again, `lost(words)` when it never will be.
   */
  constructor(url, hears) {
    Object.assign(this, { url, hears, last: "", tries: 0, closed: false, wake: () => {} });
    addEventListener("online", this.hurry);
    document.addEventListener("visibilitychange", this.look);
    this.run();
  }

  close() {
    this.closed = true;
    removeEventListener("online", this.hurry);
    document.removeEventListener("visibilitychange", this.look);
    this.controller?.abort();
    this.wake();
  }

  async run() {
    while (!this.closed) {
      const begun = performance.now();
      try {
        await this.read();
        if (this.closed) return;
        if (performance.now() - begun > SHORT_MS) continue; // its time was up, as it should be
        await this.pause("The live figures are away for now; the run goes on.");
      } catch (error) {
        if (this.closed) return;
        if (OVER.includes(error.status)) return this.end();
        await this.pause(error.status === FULL ? error.message : "");
      }
    }
  }

  end() {
    this.close();
    this.hears.lost("This run can no longer be followed from here. If you were signed out, sign in again and reload this page.");
  }

  /** One connection, until it ends. Throws when it could not be made or breaks. */
  async read() {
    this.controller = new AbortController();
    const headers = this.last ? { "Last-Event-ID": this.last } : {};
    this.listen();
    try {
      const response = await fetch(this.url, { headers, cache: "no-store", redirect: "manual", signal: this.controller.signal });
      if (response.type === "opaqueredirect" || !response.ok) throw await refusal(response);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        this.listen();
        const messages = (rest + value).split("\n\n");
        rest = messages.pop();
        for (const message of messages) this.hear(message);
        if (!messages.some((message) => message.startsWith("retry"))) this.back(); // a site that says "come again" is not
      }
    } finally {
      clearTimeout(this.watch);
    }
  }

  hear(message) {
    const fields = Object.fromEntries(message.split("\n").map((line) => line.split(/: ?(.*)/s, 2)));
    if (!fields.data || this.closed) return;
    if (fields.id) {
      if (this.last && !isAfter(fields.id, this.last)) return; // heard before
      this.last = fields.id;
    }
    this.hears[fields.event]?.(JSON.parse(fields.data));
  }

  /** Give the connection up when it stays silent from now on. */
  listen() {
    this.heard = performance.now();
    clearTimeout(this.watch);
    this.watch = setTimeout(() => this.controller.abort(), QUIET_MS);
  }

  async pause(words = "") {
    const ms = PAUSES_MS[Math.min(this.tries, PAUSES_MS.length - 1)];
    this.tries += 1;
    this.isAway = true;
    this.hears.away?.(ms, words);
    await new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, ms);
    });
  }

  back() {
    this.tries = 0;
    if (!this.isAway) return;
    this.isAway = false;
    this.hears.back?.();
  }

  /** The network is there again: a connection that has been silent is not waited for. */
  hurry = () => {
    this.tries = 0;
    if (performance.now() - this.heard > BEAT_MS) this.controller?.abort();
    this.wake();
  };

  /** Back from the background, or from sleep. */
  look = () => document.hidden || this.hurry();
}

async function refusal(response) {
  const words = response.status === FULL ? await response.text() : "";
  return Object.assign(new Error(words.trim()), { status: response.status || 401 });
}

/** Whether the id of an event ("milliseconds-number") comes after another. */
function isAfter(id, other) {
  const [[a, b = 0], [c, d = 0]] = [id, other].map((each) => each.split("-").map(Number));
  return a > c || (a === c && b > d);
}
