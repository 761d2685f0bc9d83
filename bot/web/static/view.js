// Lines on the screen. Markup comes from the server already reduced to a few harmless tags;
// what the person typed is only ever set as text.

const ZONE = "Asia/Ho_Chi_Minh";
const clock = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const dayKey = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });
const dayName = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" });

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export class View {
  constructor(lines, words, say, pressed) {
    this.lines = lines;
    this.words = words;
    this.say = say; // a short word beside the composer
    this.pressed = pressed; // the id of a live button that was tapped
  }

  /** Show one entry of the conversation, new or again; return its element when it is new. */
  show(entry) {
    const id = entry.mine ? `k${entry.key}` : `m${entry.place}`;
    const old = document.getElementById(id);
    const made = entry.mine ? this.#mine(entry) : this.#line(entry);
    made.id = id;
    made.dataset.at = old?.dataset.at ?? entry.at;
    if (old) old.replaceWith(made);
    else this.#place(made);
    if (entry.asks) this.#retire(entry.asks);
    return old ? null : made;
  }

  #place(made) {
    const after = [...this.lines.children].reverse().find((other) => other.dataset.at <= made.dataset.at);
    if (after) after.after(made);
    else this.lines.prepend(made);
    this.#separate(made);
  }

  #separate(made) {
    const day = dayKey.format(new Date(made.dataset.at));
    const start = document.getElementById(`d${day}`);
    if (start && start.compareDocumentPosition(made) & Node.DOCUMENT_POSITION_FOLLOWING) return;
    start?.remove();
    made.before(element("p", { class: "day", id: `d${day}`, "data-at": made.dataset.at }, this.#dayWords(day, made.dataset.at)));
  }

  #dayWords(day, at) {
    const now = Date.now();
    if (day === dayKey.format(now)) return this.words.today;
    if (day === dayKey.format(now - 86400000)) return this.words.yesterday;
    return dayName.format(new Date(at));
  }

  #stamp(entry) {
    return element("div", { class: "stamp" }, element("time", { datetime: entry.at }, clock.format(new Date(entry.at))));
  }

  #line(entry) {
    const text = element("div", { class: "text" });
    text.innerHTML = entry.html;
    const bubble = element("div", { class: "bubble" }, element("span", { class: "unseen" }, this.words.assistant), text);
    if (entry.file) bubble.append(this.#file(entry.file));
    bubble.append(this.#stamp(entry));
    const made = element("article", { class: "line", "data-asks": entry.asks }, bubble);
    if (entry.choices.length) made.append(this.#buttons(entry, made));
    return made;
  }

  #file(file) {
    const label = element("span", {}, element("b", {}, file.name), element("small", {}, file.size));
    return element("a", { class: "attached", href: file.href, download: file.name }, icon("file"), label);
  }

  #buttons(entry, made) {
    const box = element("div", { class: "buttons", role: "group", "aria-label": this.words.choices });
    for (const choice of entry.choices) box.append(this.#button(entry, choice, made));
    return box;
  }

  #button(entry, choice, made) {
    const extra = [choice.own_row && "own-row", choice.copy && "copy"].filter(Boolean).join(" ");
    if (choice.url) {
      const away = choice.url.startsWith("/") ? null : "_blank";
      return element("a", { class: extra, href: choice.url, target: away, rel: "noopener noreferrer" }, choice.label, icon("open"));
    }
    const button = element("button", { type: "button", class: extra }, choice.label);
    if (choice.copy) {
      button.prepend(icon("copy"));
      button.addEventListener("click", () => this.#copy(button, choice));
      return button;
    }
    if (entry.pressed.includes(choice.id)) this.#use(button);
    button.addEventListener("click", () => {
      if (made.classList.contains("retired")) return this.say(this.words.old_button);
      if (made.classList.contains("waiting")) return;
      made.classList.add("waiting");
      this.#use(button);
      this.pressed(choice.id);
    });
    return button;
  }

  /** A used button shows that it was used. */
  #use(button) {
    button.setAttribute("aria-pressed", "true");
    if (!button.querySelector("svg")) button.prepend(icon("sent"));
  }

  /** The answer to a press is here: what is still asked may be pressed again. */
  release() {
    this.lines.querySelectorAll(".waiting").forEach((made) => made.classList.remove("waiting"));
  }

  /** Of several lines that ask about one thing, only the last is live; older ones stay visible. */
  #retire(asks) {
    const all = [...this.lines.querySelectorAll(`[data-asks="${asks}"]:not(.retired)`)];
    for (const made of all.slice(0, -1)) {
      made.classList.add("retired");
      made.querySelectorAll(".buttons button:not(.copy)").forEach((button) => button.setAttribute("aria-disabled", "true"));
    }
  }

  async #copy(button, choice) {
    try {
      await navigator.clipboard.writeText(choice.copy);
    } catch {
      const field = element("textarea", { readonly: "", class: "unseen" });
      field.value = choice.copy;
      button.after(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    button.lastChild.textContent = this.words.copied;
    this.say(this.words.copied);
    setTimeout(() => (button.lastChild.textContent = choice.label), 2500);
  }

  #mine(entry) {
    const text = element("div", { class: "text" });
    text.textContent = entry.text;
    const bubble = element("div", { class: "bubble" }, element("span", { class: "unseen" }, this.words.you));
    if (entry.file) {
      const label = element("span", {}, element("b", {}, entry.file.name), element("small", {}, entry.file.size));
      bubble.append(element("div", { class: "attached" }, icon("file"), label));
    }
    if (entry.text) bubble.append(text);
    bubble.append(this.#stamp(entry));
    const made = element("article", { class: "line mine" }, bubble);
    this.mark(made, entry.state ?? "sent");
    return made;
  }

  /** Show how far an own message has come: "sending", "sent" or "failed" with the reason. */
  mark(made, state, reason = "") {
    const stamp = made.querySelector(".stamp");
    made.classList.toggle("failed", state === "failed");
    stamp.querySelectorAll("svg, span").forEach((old) => old.remove());
    const words = element("span", { class: reason ? null : "unseen" }, reason || this.words[state]);
    stamp.append(words, icon(state));
  }
}
