// A run's live events. The browser resumes a broken stream by itself; where the site refused it, it is opened anew.

const EVENTS = ["state", "second", "progress", "end"];
const AGAIN_MS = 3000;
const TRIES = 20;

export class Stream {
  /** `hears` has a function for each event, `open` before the first of them (and again when all are repeated), and `lost`. */
  constructor(url, hears) {
    Object.assign(this, { url, hears, tries: 0 });
    this.connect();
  }

  connect() {
    this.hears.open();
    this.source = new EventSource(this.url);
    for (const kind of EVENTS) {
      this.source.addEventListener(kind, (event) => {
        this.tries = 0;
        this.hears[kind](JSON.parse(event.data));
      });
    }
    this.source.addEventListener("error", () => this.source.readyState === EventSource.CLOSED && this.again());
  }

  again() {
    this.tries += 1;
    if (this.tries > TRIES) this.hears.lost();
    else this.timer = setTimeout(() => this.connect(), AGAIN_MS);
  }

  close() {
    clearTimeout(this.timer);
    this.source.close();
  }
}
