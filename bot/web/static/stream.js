// Lines as they come, by server-sent events. The browser tells the server the last id it saw;
// a watchdog notices a connection that died silently, as they do on mobile nets.

const SILENCE = 45000;

export class Stream {
  #source = null;
  #watch = 0;
  #failures = 0;
  last = 0;

  /** `hear(event, data)` for every event; `state(connected)` when the connection turns. */
  constructor(page, hear, state) {
    this.page = page;
    this.hear = hear;
    this.state = state;
  }

  open() {
    this.close();
    const source = new EventSource(`/chat/events?p=${this.page}&after=${this.last}`);
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.state(true);
      this.#listen();
    };
    source.onerror = () => {
      this.state(false);
      if (source.readyState === EventSource.CLOSED) this.#again();
    };
    for (const name of ["line", "mine", "who", "toast", "ended", "beat"]) {
      source.addEventListener(name, (event) => {
        this.#listen();
        if (event.lastEventId) this.last = event.lastEventId;
        this.hear(name, event.data ? JSON.parse(event.data) : null);
      });
    }
    this.#listen();
  }

  close() {
    clearTimeout(this.#watch);
    this.#source?.close();
    this.#source = null;
  }

  #listen() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      this.state(false);
      this.open();
    }, SILENCE);
  }

  #again() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.open(), Math.min(1000 * 2 ** this.#failures++, 20000));
  }
}
