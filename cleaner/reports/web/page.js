"use strict";
// Texts are put into the page as text alone: nothing of a document is ever read as markup.
const $ = (id) => document.getElementById(id);
const PAGE = 100; // documents in the list at a time

async function unpacked(id) {
  const bytes = Uint8Array.from(atob($(id).textContent.trim()), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") element.className = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const number = (value) => value.toLocaleString("en");
const share = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(1)} %` : "0 %");
let index, shown = [], page = 0, open = -1, found = null, tipped = null;
const chunks = new Map();

// A document of the index: [title, name, site, language, characters, removed, [[rule, removals, characters, least confidence]]]
const TITLE = 0, NAME = 1, SITE = 2, LANGUAGE = 3, CHARACTERS = 4, REMOVED = 5, RULES = 6;

const category = (rule) => index.rules[rule].split(".")[0];
let hues;
const hue = (rule) => hues.get(category(rule));

async function documentAt(at) {
  const chunk = Math.floor(at / index.each);
  if (!chunks.has(chunk)) {
    if (chunks.size > 8) chunks.delete(chunks.keys().next().value);
    chunks.set(chunk, unpacked(`chunk-${chunk}`));
  }
  return (await chunks.get(chunk))[at % index.each];
}

// Overview

function sums(keyOf) {
  const rows = new Map();
  for (const doc of index.documents) {
    const met = new Set();
    for (const [rule, removals, characters] of doc[RULES]) {
      const key = keyOf(doc, rule);
      const row = rows.get(key) ?? [key, 0, 0, 0];
      if (!met.has(key)) row[1] += 1;
      met.add(key);
      row[2] += removals;
      row[3] += characters;
      rows.set(key, row);
    }
  }
  return [...rows.values()];
}

function table(name, rows, hueOf, pick) {
  const most = Math.max(1, ...rows.map((row) => row[3]));
  const heads = [name, "documents", "removals", "characters"];
  let by = 3, down = true;
  const body = make("tbody");
  const cells = heads.map((head, at) =>
    make("th", { scope: "col" }, make("button", { type: "button", onclick: () => { down = by === at ? !down : at > 0; by = at; draw(); } }, head)));
  function draw() {
    cells.forEach((cell, at) => cell.setAttribute("aria-sort", at === by ? (down ? "descending" : "ascending") : "none"));
    rows.sort((a, b) => (a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : 0) * (down ? -1 : 1));
    body.replaceChildren(...rows.map((row) => {
      const bar = make("span", { class: "bar" });
      bar.style.width = `${(100 * row[3]) / most}%`;
      bar.style.setProperty("--hue", hueOf(row[0]));
      return make("tr", {},
        make("td", {}, make("button", { type: "button", onclick: () => pick(row[0]) }, row[0] || "(none)")),
        ...row.slice(1).map((value) => make("td", {}, number(value))), make("td", {}, bar));
    }));
  }
  draw();
  return [make("h2", {}, `By ${name}`),
    make("div", { class: "scroll" }, make("table", {}, make("thead", {}, make("tr", {}, ...cells, make("th", { scope: "col" }, "share"))), body))];
}

function overview() {
  const all = index.documents;
  const sum = (at) => all.reduce((total, doc) => total + doc[at], 0);
  const figures = [
    [number(all.length), "documents"], [number(sum(CHARACTERS)), "characters"], [share(sum(REMOVED), sum(CHARACTERS)), "removed"],
    [number(all.reduce((total, doc) => total + doc[RULES].reduce((count, row) => count + row[1], 0), 0)), "removals"],
    [number(all.filter((doc) => !doc[REMOVED]).length), "documents that lost nothing"],
  ];
  const go = (field) => (value) => { $("filters").reset(); $(field).value = value; filter(); show("documents"); };
  const plain = () => 215;
  $("overview").replaceChildren(
    make("ul", { class: "figures" }, ...figures.map(([value, name]) => make("li", {}, make("b", {}, value), name))),
    ...table("category", sums((doc, rule) => category(rule)), (name) => hues.get(name), go("category")),
    ...table("rule", sums((doc, rule) => index.rules[rule]), (name) => hues.get(name.split(".")[0]), go("rule")),
    ...table("site", sums((doc) => index.sites[doc[SITE]]), plain, go("site")),
    ...table("language", sums((doc) => index.languages[doc[LANGUAGE]]), plain, go("language")));
}

// Filters

function options(id, values, any) {
  $(id).replaceChildren(make("option", { value: "\u0000" }, any), ...values.map((value) => make("option", { value }, value || "(none)")));
}

const chosen = (id) => ($(id).value === "\u0000" ? null : $(id).value);

function fits(rule, confidence) {
  const wanted = chosen("category"), name = chosen("rule"), below = chosen("confidence");
  return (wanted === null || category(rule) === wanted) && (name === null || index.rules[rule] === name)
    && (below === null || confidence < Number(below));
}

function filter() {
  const site = chosen("site"), language = chosen("language"), words = $("search").value.toLowerCase();
  const narrow = ["category", "rule", "confidence"].some((id) => chosen(id) !== null);
  shown = [];
  index.documents.forEach((doc, at) => {
    if (site !== null && index.sites[doc[SITE]] !== site) return;
    if (language !== null && index.languages[doc[LANGUAGE]] !== language) return;
    if (narrow && !doc[RULES].some(([rule, , , confidence]) => fits(rule, confidence))) return;
    if (found ? !found.has(at) : words && !`${doc[TITLE]}\n${doc[NAME]}`.toLowerCase().includes(words)) return;
    shown.push(at);
  });
  page = 0;
  list();
  if (shown.length && !shown.includes(open)) draw(shown[0]);
  else if (open >= 0) draw(open);
}

async function searchTexts() {
  const words = $("search").value.toLowerCase();
  found = null;
  if (words) {
    found = new Set();
    for (let chunk = 0; chunk * index.each < index.documents.length; chunk += 1) {
      const docs = await unpacked(`chunk-${chunk}`);
      docs.forEach((doc, at) => {
        const text = doc.segments.map((one) => (typeof one === "string" ? one : one[0])).join("");
        if (text.toLowerCase().includes(words)) found.add(chunk * index.each + at);
      });
      say(`searching: ${share(Math.min((chunk + 1) * index.each, index.documents.length), index.documents.length)}`);
    }
    say(`${number(found.size)} documents hold it`);
  }
  filter();
}

function list() {
  const last = Math.max(0, Math.ceil(shown.length / PAGE) - 1);
  page = Math.min(Math.max(page, 0), last);
  const from = page * PAGE, to = Math.min(from + PAGE, shown.length);
  $("page").textContent = shown.length ? `${number(from + 1)}–${number(to)} of ${number(shown.length)}` : "no document";
  $("page-before").disabled = page === 0;
  $("page-after").disabled = page === last;
  $("list").replaceChildren(...shown.slice(from, to).map((at) => {
    const doc = index.documents[at];
    return make("li", {}, make("button", { type: "button", "data-at": at, "aria-current": at === open, onclick: () => draw(at, true) },
      doc[TITLE] || doc[NAME], make("small", {}, `${doc[NAME]} · ${share(doc[REMOVED], doc[CHARACTERS])} removed`)));
  }));
}

// A document

function removal(segment) {
  const [text, rule, reason, confidence, more] = segment;
  const element = make("del", { tabindex: 0, "aria-label": `removed by ${index.rules[rule]}: ${reason} ${text.trim()}`,
    class: fits(rule, confidence) ? "" : "other" }, text);
  element.style.setProperty("--hue", hue(rule));
  element.told = { rule: index.rules[rule], reason, confidence, ...more };
  return element;
}

function kept(text) {
  if (!document.body.classList.contains("reviewing")) return [text];
  return text.split(/(?<=\n)/).map((line) => (line.trim() ? make("span", { class: "line", tabindex: 0 }, line) : line));
}

async function draw(at, focus = false) {
  open = at;
  const row = index.documents[at], doc = await documentAt(at);
  if (open !== at) return;
  hideTip();
  const facts = [row[NAME], index.sites[row[SITE]], index.languages[row[LANGUAGE]], doc.kind, doc.author, doc.date].filter(Boolean);
  const text = make("div", { class: "text", dir: "auto" });
  for (const segment of doc.segments) {
    if (typeof segment === "string") { text.append(...kept(segment)); continue; }
    text.append(removal(segment));
    const put = segment[4].replacement;
    if (put) text.append(make("span", { class: "put", title: "stands there instead" }, put));
  }
  const step = (way) => () => move(way);
  $("document").replaceChildren(
    make("h2", { dir: "auto" }, row[TITLE] || row[NAME]),
    make("p", { class: "facts" }, `${facts.join(" · ")} · ${share(row[REMOVED], row[CHARACTERS])} of ${number(row[CHARACTERS])} characters removed`),
    ...doc.warnings.map((warning) => make("p", { class: "warning" }, warning)),
    make("div", { class: "tools" },
      make("button", { type: "button", onclick: step(-1) }, "◂ removal"), make("button", { type: "button", onclick: step(1) }, "removal ▸"),
      make("button", { type: "button", onclick: () => turn(-1) }, "◂ document"), make("button", { type: "button", onclick: () => turn(1) }, "document ▸"),
      make("button", { type: "button", class: "review", onclick: () => decide("keep") }, "Keep this"),
      make("button", { type: "button", class: "review", onclick: () => decide("remove") }, "Also remove this")),
    text);
  for (const button of $("list").querySelectorAll("button")) button.setAttribute("aria-current", Number(button.dataset.at) === at);
  if (location.hash !== `#document-${at}`) history.replaceState(null, "", `#document-${at}`);
  if (focus) $("document").focus({ preventScroll: matchMedia("(min-width: 801px)").matches });
}

let last = null; // the removal or line that had the focus
function move(way) {
  const all = [...document.querySelectorAll(".text del:not(.other)")];
  if (!all.length) { say("nothing was removed here"); return; }
  const at = all.indexOf(last);
  const next = all[(at + way + all.length) % all.length] ?? all[0];
  next.focus();
  next.scrollIntoView({ block: "center" });
}

function turn(way) {
  const at = shown.indexOf(open) + way;
  if (at < 0 || at >= shown.length) { say("no more documents"); return; }
  page = Math.floor(at / PAGE);
  open = shown[at];
  list();
  draw(open, true);
}

function tip(element) {
  if (tipped === element) return;
  tipped = element;
  const { rule, reason, confidence, lifted, also, path } = element.told;
  const more = [`confidence ${confidence}`, lifted && `goes to ${lifted}`, also && `also ${also.join(", ")}`, path].filter(Boolean);
  $("tip").replaceChildren(make("b", {}, rule), reason, make("br"), more.join(" · "));
  $("tip").hidden = false;
  element.setAttribute("aria-describedby", "tip");
  const box = element.getClientRects()[0] ?? element.getBoundingClientRect(), own = $("tip").getBoundingClientRect();
  $("tip").style.left = `${Math.max(4, Math.min(box.left, innerWidth - own.width - 4))}px`;
  $("tip").style.top = `${box.top > own.height + 8 ? box.top - own.height - 6 : box.bottom + 6}px`;
}

function hideTip() {
  tipped?.removeAttribute("aria-describedby");
  tipped = null;
  $("tip").hidden = true;
}

const say = (text) => { $("status").textContent = text; };

// Review

async function decide(what) {
  if (!document.body.classList.contains("reviewing")) return;
  const element = last?.isConnected ? last : null;
  if (what === "keep" ? !element?.told : !element || element.told) {
    say(what === "keep" ? "choose a removal first" : "choose a line that stays first");
    return;
  }
  const order = { what, document: open, rule: element.told?.rule ?? null, text: element.textContent };
  const answer = await fetch("decisions", {
    method: "POST", headers: { "Content-Type": "application/json", "X-Token": index.token }, body: JSON.stringify(order),
  }).then((response) => response.json()).catch((error) => ({ error: `${error}` }));
  say(answer.error ? `not written: ${answer.error}` : answer.done);
  if (!answer.error) element.classList.add(what === "keep" ? "kept" : "gone");
}

// All together

function show(view) {
  for (const name of ["overview", "documents"]) {
    $(name).hidden = name !== view;
    $(`show-${name}`).setAttribute("aria-pressed", name === view);
  }
  if (view === "documents" && open < 0 && shown.length) draw(shown[0]);
}

async function start() {
  index = await unpacked("index");
  document.body.classList.toggle("reviewing", Boolean(index.token));
  const names = [...new Set(index.rules.map((rule) => rule.split(".")[0]))].sort();
  hues = new Map(names.map((name, at) => [name, Math.round((360 * at) / names.length)]));
  overview();
  options("category", names, "any");
  options("rule", [...index.rules].sort(), "any");
  options("site", [...index.sites].sort(), "any");
  options("language", [...index.languages].sort(), "any");
  options("confidence", [], "any");
  for (const below of ["0.95", "0.9", "0.8", "0.7", "0.6"]) $("confidence").append(make("option", { value: below }, `below ${below}`));
  shown = index.documents.map((_, at) => at);
  list();
  const asked = location.hash.match(/^#document-(\d+)$/);
  if (asked && Number(asked[1]) < index.documents.length) { await draw(Number(asked[1])); show("documents"); }

  $("show-overview").addEventListener("click", () => show("overview"));
  $("show-documents").addEventListener("click", () => show("documents"));
  $("page-before").addEventListener("click", () => { page -= 1; list(); });
  $("page-after").addEventListener("click", () => { page += 1; list(); });
  $("help").addEventListener("click", () => $("keys").showModal());
  $("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  $("filters").addEventListener("input", (event) => { if (event.target.id === "search") found = null; filter(); });
  $("filters").addEventListener("reset", () => setTimeout(() => { found = null; filter(); }));
  $("filters").addEventListener("submit", (event) => { event.preventDefault(); searchTexts(); });
  $("document").addEventListener("focusin", (event) => {
    const element = event.target.closest(".text del, .text .line");
    if (element) last = element;
    if (element?.told) tip(element); else hideTip();
  });
  $("document").addEventListener("focusout", hideTip);
  $("document").addEventListener("mouseover", (event) => { const element = event.target.closest("del"); if (element) tip(element); });
  $("document").addEventListener("mouseout", (event) => { if (event.target.closest("del")) hideTip(); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea, dialog")) return;
    const act = { n: () => move(1), p: () => move(-1), "]": () => turn(1), "[": () => turn(-1), "/": () => $("search").focus(),
      k: () => decide("keep"), r: () => decide("remove"), Escape: hideTip }[event.key];
    if (!act) return;
    event.preventDefault();
    if (event.key !== "Escape") show("documents");
    act();
  });
  document.documentElement.dataset.ready = "true";
}

start();
