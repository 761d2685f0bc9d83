// The chat page: what is typed and tapped goes out by Outgoing, what is said comes by Stream.

import { Outgoing, newKey, sendFile } from "./outgoing.js";
import { Stream } from "./stream.js";
import { View, element } from "./view.js";

const $ = (id) => document.getElementById(id);
const page = document.body.dataset.page;
const words = JSON.parse(document.body.dataset.words);
const [log, text, quiet, typing] = [$("log"), $("text"), $("quiet"), $("typing")];
const draft = `troly.${page}.draft`;
const touch = matchMedia("(pointer: coarse)").matches;
let [oldest, offline, uploads, ended] = [null, 0, 0, false];
// The first line said since the person last spoke, and where we left the log to show it.
let [unread, left] = [null, -1];

const view = new View($("lines"), words, say, (choice) => {
  outgoing.add("/chat/press", { choice });
  [unread, left] = [null, log.scrollTop];
  work();
});
const outgoing = new Outgoing(page, settled, () => say(words.unsent));
const stream = new Stream(page, hear, connected);

function say(sentence, time = 4000) {
  quiet.textContent = sentence;
  clearTimeout(say.timer);
  if (time) say.timer = setTimeout(() => (quiet.textContent = offline ? words.reconnecting : ""), time);
}

function connected(yes) {
  if (ended) return;
  if (yes) {
    clearTimeout(offline);
    if (offline) quiet.textContent = "";
    offline = 0;
    outgoing.nudge();
  } else {
    offline ||= setTimeout(() => say(words.reconnecting, 0), 1500);
  }
}

function hear(event, data) {
  if (event === "line" || event === "mine") show(data);
  if (event === "who") introduce(data);
  if (event === "toast") (say(data.words), view.release());
  if (event === "ended") end();
}

function show(entry) {
  const near = follows();
  const made = view.show(entry);
  if (!entry.mine) rest();
  if (entry.mine) (unread = null), toEnd();
  else if (near) read(made);
  else if (made) $("newer").hidden = false;
}

function introduce({ who, commands }) {
  $("who").textContent = who;
  $("commands").replaceChildren(
    ...commands.map(([command, label]) =>
      element("button", { type: "button", "data-command": command }, element("span", {}, label), element("code", {}, command)),
    ),
  );
}

function end() {
  ended = true;
  stream.close();
  rest();
  say(words.ended, 0);
  outgoing.forget();
  clear();
  for (const part of $("composer").elements) part.disabled = true;
}

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;
function toEnd() {
  log.scrollTop = log.scrollHeight;
  $("newer").hidden = true;
}
/** Whether the person stays where we left them, or at the end: not gone back to read. */
const follows = () => atEnd() || Math.abs(log.scrollTop - left) < 2;
/** Go on to what was just said, but never past where it begins: an echo, a refusal stands there. */
function read(made) {
  if (!unread?.isConnected) unread = made;
  toEnd();
  if (!unread) return;
  const above = unread.getBoundingClientRect().top - log.getBoundingClientRect().top - 8;
  if (above < 0) log.scrollTop += above;
  left = log.scrollTop;
  $("newer").hidden = atEnd();
}

function work() {
  const near = follows();
  typing.hidden = false;
  clearTimeout(work.timer);
  work.timer = setTimeout(rest, 10000);
  if (near) toEnd();
}
function rest() {
  typing.hidden = true;
  view.release();
}

function settled(job, outcome, reason) {
  const made = $(`k${job.key}`);
  if (outcome === "ended") return end();
  if (quiet.textContent === words.unsent) say("");
  if (outcome === "refused") rest();
  if (made) view.mark(made, outcome === "sent" ? "sent" : "failed", outcome === "sent" ? "" : (reason ?? words.refused));
  else if (outcome === "refused") say(reason ?? words.refused);
}

function sayText(words_) {
  const job = outgoing.add("/chat/say", { text: words_ });
  show({ mine: true, key: job.key, text: words_, at: new Date(job.at).toISOString(), state: "sending" });
  work();
}

// Composer
function grow() {
  if (!CSS.supports("field-sizing", "content")) {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  }
}
function keepDraft() {
  try {
    localStorage.setItem(draft, text.value);
  } catch {
    // Without a store the draft lives as long as the page.
  }
}
text.addEventListener("input", () => (grow(), keepDraft()));
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || touch) return;
  event.preventDefault();
  $("composer").requestSubmit();
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = text.value.trim();
  if (!$("chosen").hidden) return upload();
  if (typed) sayText(typed);
  clear();
  text.focus();
});
function clear() {
  text.value = "";
  grow();
  keepDraft();
}

// Files
$("attach").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", () => $("file").files[0] && choose($("file").files[0]));
$("chosen-drop").addEventListener("click", () => (drop(), $("attach").focus()));
$("chosen-send").addEventListener("click", upload);
function choose(file) {
  const known = /\.(pdf|jpe?g|png|docx|xlsx)$/i.test(file.name);
  if (!known || file.size > document.body.dataset.megabytes * 1048576) {
    drop();
    return say(known ? words.file_big : words.file_kind, 8000);
  }
  $("chosen").hidden = false;
  $("chosen-name").textContent = file.name;
  $("chosen-size").textContent = size(file.size);
  $("chosen-send").focus();
}
function drop() {
  $("chosen").hidden = true;
  $("file").value = "";
}
const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`);

async function upload() {
  const file = $("file").files[0];
  const job = { key: newKey(), text: text.value.trim(), at: Date.now() };
  show({ mine: true, ...job, at: new Date(job.at).toISOString(), state: "sending", file: { name: file.name, size: size(file.size) } });
  drop();
  clear();
  const bar = element("progress", { max: 1, "aria-label": words.sending });
  $(`k${job.key}`).querySelector(".attached").after(bar);
  uploads += 1;
  let outcome;
  for (let wait = 1000; ; wait = Math.min(wait * 2, 20000)) {
    outcome = await sendFile(page, file, job, (part) => (bar.value = part));
    if (outcome[0] !== "later") break;
    say(words.unsent);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  uploads -= 1;
  bar.remove();
  settled(job, ...outcome);
  if (outcome[0] === "sent") work();
}
addEventListener("beforeunload", (event) => uploads && event.preventDefault());

// Menu, scrolling, keyboard on phones
$("menu").addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-command]");
  if (!chosen) return;
  $("menu").open = false;
  sayText(chosen.dataset.command);
});
addEventListener("click", (event) => event.target.closest("#menu") || ($("menu").open = false));
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && $("menu").open) {
    $("menu").open = false;
    $("menu").querySelector("summary").focus();
  }
});
$("newer").addEventListener("click", toEnd);
log.addEventListener("scroll", () => atEnd() && ($("newer").hidden = true), { passive: true });
visualViewport?.addEventListener("resize", () => {
  const near = atEnd();
  document.body.style.height = `${visualViewport.height}px`;
  scrollTo(0, 0);
  if (near) toEnd();
});
addEventListener("online", () => (stream.open(), outgoing.nudge()));
document.addEventListener("visibilitychange", () => document.hidden || outgoing.nudge());

// History
async function history(before) {
  const answer = await fetch(`/chat/messages?p=${page}${before ? `&before=${before}` : ""}`);
  if (answer.status === 401) return end();
  if (!answer.ok) throw new Error(answer.status);
  const told = await answer.json();
  const height = log.scrollHeight;
  for (const entry of told.entries) view.show(entry);
  if (before) log.scrollTop += log.scrollHeight - height;
  oldest = told.before;
  $("older").hidden = oldest === null;
  return told;
}
$("older").addEventListener("click", () => history(oldest).catch(() => say(words.reconnecting)));

async function begin() {
  $("noscript").remove();
  text.value = localStorage.getItem(draft) ?? "";
  grow();
  for (let wait = 500; ; wait = Math.min(wait * 2, 20000)) {
    try {
      const told = await history(null);
      if (!told) return;
      stream.last = told.last;
      break;
    } catch {
      say(words.reconnecting, 0);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  say("");
  for (const job of outgoing.jobs.filter((job) => job.body.text)) {
    if (!$(`k${job.key}`)) view.show({ mine: true, key: job.key, text: job.body.text, at: new Date(job.at).toISOString(), state: "sending" });
  }
  toEnd();
  $("lines").setAttribute("aria-live", "polite");
  stream.open();
  if (!touch) text.focus();
}
begin();
