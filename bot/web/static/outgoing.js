// What the person said and we have not yet brought to the server. It waits in localStorage, in
// order, each with its own key: the server takes a key once, so trying again is always safe.

export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

export class Outgoing {
  #running = false;
  #wake = null;

  /** `settled(job, outcome, words)` hears "sent", "refused" (words say why) or "ended". */
  constructor(page, settled, waiting) {
    this.page = page;
    this.name = `troly.${page}.unsent`;
    this.settled = settled;
    this.waiting = waiting;
    this.memory = [];
  }

  get jobs() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? [];
    } catch {
      return this.memory;
    }
  }

  #keep(jobs) {
    this.memory = jobs;
    try {
      localStorage.setItem(this.name, JSON.stringify(jobs));
    } catch {
      // A full or forbidden store: memory serves until the page closes.
    }
  }

  add(path, body) {
    const job = { key: newKey(), path, body, at: Date.now() };
    this.#keep([...this.jobs, job]);
    this.pump();
    return job;
  }

  /** The session is over: nothing of it stays on this machine. */
  forget() {
    localStorage.removeItem(this.name);
    this.memory = [];
  }

  #drop(job) {
    this.#keep(this.jobs.filter((other) => other.key !== job.key));
  }

  /** Try at once what waits for its next try (the net is back). */
  nudge() {
    this.#wake?.();
    this.pump();
  }

  async pump() {
    if (this.#running) return;
    this.#running = true;
    try {
      let failures = 0;
      for (let job; (job = this.jobs[0]); ) {
        const outcome = await this.#try(job);
        if (outcome) {
          failures = 0;
          this.#drop(job);
          this.settled(job, ...outcome);
          if (outcome[0] === "ended") return;
        } else {
          this.waiting();
          await this.#pause(Math.min(1000 * 2 ** failures++, 20000));
        }
      }
    } finally {
      this.#running = false;
    }
  }

  #pause(time) {
    return new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, time);
    });
  }

  /** Return the outcome, or null when it is to be tried again. */
  async #try(job) {
    try {
      const answer = await fetch(job.path, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Troly-Page": this.page },
        body: JSON.stringify({ ...job.body, key: job.key, age: Math.max(0, Date.now() - job.at) }),
        signal: AbortSignal.timeout?.(20000),
      });
      if (answer.ok) return ["sent"];
      if (answer.status === 401) return ["ended"];
      if (answer.status === 429 || answer.status >= 500) return null;
      return ["refused", (await answer.json().catch(() => ({}))).words];
    } catch {
      return null;
    }
  }
}

/** Bring one file to the server; `progress` hears 0..1. Resolves to [outcome, words]. */
export function sendFile(page, file, { key, text, at }, progress) {
  return new Promise((resolve) => {
    const form = new FormData();
    form.append("key", key);
    form.append("text", text);
    form.append("age", String(Math.max(0, Date.now() - at)));
    form.append("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", "/chat/file");
    request.setRequestHeader("X-Troly-Page", page);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = request.ontimeout = request.onabort = () => resolve(["later"]);
    request.onload = () => {
      if (request.status === 200) resolve(["sent"]);
      else if (request.status === 401) resolve(["ended"]);
      else if (request.status === 429 || request.status >= 500) resolve(["later"]);
      else resolve(["refused", request.response?.words]);
    };
    request.send(form);
  });
}
