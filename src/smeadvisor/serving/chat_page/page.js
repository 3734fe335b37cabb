/* What the browser does by itself: it keeps the conversations, leads from a mark to its quote, gives
   the tabs addresses, and copies. Words of documents and readers are only ever set as text.

   To the server it speaks by filling a hidden box and pressing a hidden button. */
(() => {
  "use strict";
  const PREFIX = "smeadvisor.conversation.";
  const OPEN = "smeadvisor.open";
  const MOST = 50;

  const by = (id) => document.getElementById(id);
  const box = (id) => by(id)?.querySelector("textarea, input");
  const valueOf = (id) => box(id)?.value ?? "";

  function fill(id, text) {
    const field = box(id);
    if (!field) return false;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  function press(id) {
    const button = by(id);
    (button?.matches("button") ? button : button?.querySelector("button"))?.click();
  }

  function say(sentence) {
    let status = by("said");
    if (!status) {
      status = document.createElement("p");
      status.id = "said";
      status.className = "unseen";
      status.setAttribute("role", "status");
      document.body.append(status);
    }
    status.textContent = sentence;
  }

  /* ---- Conversations, each under a key of its own, so that two tabs do not overwrite each other */

  // A browser may forbid storage; the page then works, and forgets.
  function stored(key) {
    try { return localStorage.getItem(key); } catch { return null; }
  }
  function store(key, text) {
    try { localStorage.setItem(key, text); return true; } catch { return false; }
  }
  function unstore(key) {
    try { localStorage.removeItem(key); } catch { /* there is none */ }
  }
  function keys() {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; }
  }
  function openHere(id) {
    // Per tab first: two tabs may have different conversations open.
    try { sessionStorage.setItem(OPEN, id); } catch { /* forgets */ }
    store(OPEN, id);
  }
  function lastOpen() {
    let here = null;
    try { here = sessionStorage.getItem(OPEN); } catch { /* none */ }
    return here ?? stored(OPEN) ?? "";
  }

  function parsed(text) {
    try {
      const value = JSON.parse(text);
      return value && typeof value === "object" ? value : null;
    } catch { return null; }
  }

  function record(id) {
    const text = stored(PREFIX + id);
    if (text === null) return null;
    const value = parsed(text) ?? {};
    return {
      id,
      name: typeof value.name === "string" ? value.name : "",
      at: typeof value.at === "number" ? value.at : 0,
      text: typeof value.text === "string" ? value.text : text,
    };
  }

  function records() {
    return keys().map((key) => record(key.slice(PREFIX.length))).filter(Boolean)
      .sort((one, other) => other.at - one.at);
  }

  function save(entry) {
    const text = JSON.stringify({ name: entry.name, at: entry.at, text: entry.text });
    while (!store(PREFIX + entry.id, text)) {
      // The browser's room is used up: the oldest conversation makes way.
      const oldest = records().filter((one) => one.id !== entry.id).pop();
      if (!oldest) return;
      unstore(PREFIX + oldest.id);
    }
    for (const old of records().slice(MOST)) unstore(PREFIX + old.id);
  }

  const titleOf = (entry) =>
    entry.name || parsed(entry.text)?.turns?.[0]?.question || "A conversation that cannot be read";

  const given = {};   // the files that were last handed over, by the box they came in
  let seen = "";     // the conversation as it was when it was last looked at
  let current = "";  // its id
  let asked = null;  // the id that the server was last asked to open

  function keep() {
    const text = valueOf("kept");
    if (text === seen) return;
    seen = text;
    const value = parsed(text);
    const turns = value?.turns?.length ?? 0;
    if (asked !== null && value && !turns) {
      // The server could not read what it was given.
      unstore(PREFIX + asked);
    }
    asked = null;
    current = value && turns ? String(value.id) : "";
    if (current) {
      const before = record(current);
      const isNew = before?.text !== text;
      save({
        id: current, name: before?.name ?? "", text,
        at: isNew || !before ? Date.now() : before.at,
      });
    }
    openHere(current);
    list();
  }

  /* A file from the server: the browser saves it, and neither of them keeps it. */
  function take(home, sentence) {
    const text = valueOf(home);
    if (text === (given[home] ?? "")) return;
    given[home] = text;
    const file = parsed(text);
    if (!file) return;
    const bytes = Uint8Array.from(atob(file.content), (one) => one.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say(sentence);
  }

  function open(id) {
    const entry = id ? record(id) : null;
    asked = entry ? id : null;
    fill("sent", entry?.text ?? "");
    press("open-conversation");
    if (!entry) {
      current = "";
      openHere("");
      list();
    }
  }

  function remove(id) {
    unstore(PREFIX + id);
    if (id === current) open("");
    list();
    say("The conversation was deleted.");
  }

  function button(label, name, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  let renaming = "";
  let deleting = "";

  function list() {
    const home = by("conversations");
    if (!home) return;
    const wasOpen = home.querySelector("details")?.open ?? false;
    const all = records();
    const here = all.find((entry) => entry.id === current);
    const folded = document.createElement("details");
    folded.open = wasOpen;
    const summary = document.createElement("summary");
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = here ? titleOf(here) : "New conversation";
    summary.append(name);
    const items = document.createElement("ul");
    for (const entry of all) items.append(item(entry));
    if (!all.length) {
      const none = document.createElement("li");
      none.className = "none";
      none.textContent = "What you ask is kept here, in this browser only.";
      items.append(none);
    }
    folded.append(summary, items);
    home.replaceChildren(folded, button("New", "new", () => { open(""); box("question")?.focus(); }));
  }

  function item(entry) {
    const line = document.createElement("li");
    const title = titleOf(entry);
    if (entry.id === current) line.className = "current";
    if (renaming === entry.id) {
      const field = document.createElement("input");
      field.value = title;
      field.maxLength = 120;
      field.setAttribute("aria-label", "New name of the conversation");
      const done = (isKept) => {
        renaming = "";
        const name = field.value.trim();
        if (isKept && name) save({ ...entry, name });
        list();
      };
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter") done(true);
        if (event.key === "Escape") done(false);
      });
      line.append(field, button("Save", "save", () => done(true)));
      queueMicrotask(() => { field.focus(); field.select(); });
      return line;
    }
    const chosen = button(title, "title", () => {
      by("conversations").querySelector("details").open = false;
      open(entry.id);
    });
    if (entry.id === current) chosen.setAttribute("aria-current", "true");
    const rename = button("Rename", "rename", () => { renaming = entry.id; list(); });
    rename.setAttribute("aria-label", `Rename “${title}”`);
    const isSure = deleting === entry.id;
    const gone = button(isSure ? "Really delete?" : "Delete", isSure ? "delete sure" : "delete", () => {
      if (isSure) { deleting = ""; remove(entry.id); } else { deleting = entry.id; list(); }
    });
    gone.setAttribute("aria-label", `${isSure ? "Really delete" : "Delete"} “${title}”`);
    if (isSure) {
      queueMicrotask(() => gone.focus());
      gone.addEventListener("blur", () => { deleting = ""; setTimeout(list); });
    }
    line.append(chosen, rename, gone);
    return line;
  }

  /* ---- From a mark to its quote */

  let wanted = null; // turn and number of the mark whose quote is to be shown

  const marks = () => [...document.querySelectorAll("#chat a.cited")];
  const spot = (link) => /^#citation-(\d+)-(\d+)$/.exec(link?.getAttribute("href") ?? "");

  function follow(link) {
    const found = spot(link);
    if (!found) return;
    for (const other of marks()) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    wanted = { turn: found[1], number: found[2] };
    if (!reveal()) {
      fill("sent", wanted.turn);
      press("show-evidence");
    }
  }

  function reveal() {
    const panel = wanted && by(`evidence-${wanted.turn}`);
    if (!panel) return false;
    for (const old of panel.querySelectorAll(".chosen")) old.classList.remove("chosen");
    const quotes = [...panel.querySelectorAll(`mark.q${wanted.number}`)];
    for (const quote of quotes) quote.classList.add("chosen");
    const first = quotes[0];
    if (first) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
      first.scrollIntoView({ block: "center", inline: "nearest", behavior: calm ? "auto" : "smooth" });
      const place = first.closest("article")?.querySelector("h3")?.textContent ?? "";
      say(`Quote ${wanted.number}: ${place}`);
    }
    wanted = null;
    return true;
  }

  // A long table scrolls inside its card: what is quoted of it is shown first, and keys can scroll it.
  function uncover() {
    for (const text of document.querySelectorAll("#panel .text")) {
      const isTall = text.scrollHeight > text.clientHeight;
      if (isTall || text.scrollWidth > text.clientWidth) text.tabIndex = 0;
      const quote = isTall && text.querySelector("mark");
      if (!quote || text.dataset.isUncovered) continue;
      text.dataset.isUncovered = "yes";
      text.scrollTop += quote.getBoundingClientRect().top - text.getBoundingClientRect().top - 60;
    }
  }

  function step(by_) {
    const all = marks();
    if (!all.length) return;
    const here = all.findIndex((link) => link.getAttribute("aria-current") === "true");
    const next = here < 0 ? (by_ > 0 ? 0 : all.length - 1) : (here + by_ + all.length) % all.length;
    follow(all[next]);
  }

  /* ---- Tabs with addresses: #ask, #documents; #documents/<id>/<start>-<end> opens a place */

  const tabButtons = () => [...document.querySelectorAll("#tabs > .tab-wrapper [role=tab]")];
  const tabName = (tab) => tab.textContent.trim().toLowerCase();

  function arrive() {
    const [name, id, range] = (location.hash.slice(1) || "ask").split("/");
    const tab = tabButtons().find((one) => tabName(one) === name);
    if (!tab) return;
    if (tab.getAttribute("aria-selected") !== "true") tab.click();
    const offsets = /^(\d+)-(\d+)$/.exec(range ?? "");
    if (id && offsets) {
      openPlace({ document: decodeURIComponent(id), start: Number(offsets[1]), end: Number(offsets[2]) }, 80);
    }
  }

  // What stands on a tab is only there some time after the tab is shown; and the document that it shows
  // first must have come, or it would come over the place.
  function openPlace(place, tries) {
    const isReady = document.querySelector("#document-text article") !== null;
    if ((isReady || !tries) && fill("open-at", JSON.stringify(place))) setTimeout(() => press("open-place"), 50);
    else if (tries) setTimeout(() => openPlace(place, tries - 1), 250);
  }

  /* ---- Copying */

  async function copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Where the page is not served from this machine or over HTTPS there is no clipboard to write to.
      const field = document.createElement("textarea");
      field.value = text;
      field.className = "unseen";
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    say(`${what} copied.`);
  }

  function copied(button) {
    const text = valueOf("plain");
    if (!text) return;
    const label = button.textContent;
    copy(text, "The answer was");
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = label; }, 1500);
  }

  /* ---- What readers do */

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest("a.cited");
    if (link) {
      event.preventDefault();
      follow(link);
      return;
    }
    if (target?.closest("a.back")) {
      event.preventDefault();
      const mark = marks().find((one) => one.getAttribute("aria-current") === "true") ?? marks().pop();
      mark?.focus({ preventScroll: true });
      (mark ?? by("chat")).scrollIntoView({ block: "center" });
      return;
    }
    const copying = target?.closest("#copy");
    if (copying) copied(copying);
    if (target?.closest("#clear") && current) unstore(PREFIX + current);
    const tab = target?.closest("#tabs > .tab-wrapper [role=tab]");
    if (tab && event.isTrusted) {
      const address = `#${tabName(tab)}`;
      if (location.hash.split("/")[0] !== address) history.pushState(null, "", address);
    }
  });

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "]") step(1);
    if (event.key === "[") step(-1);
  });

  addEventListener("hashchange", arrive);
  addEventListener("popstate", arrive);
  addEventListener("pagehide", keep);
  addEventListener("storage", (event) => {
    // Another tab changed something: the same conversation is shown in both, the list too. What is not
    // answered yet is waited for, and an answer that is coming in here is not broken off.
    const isHere = event.key === PREFIX + current && event.newValue;
    const text = isHere ? record(current)?.text ?? "" : "";
    const isWhole = Boolean(parsed(text)?.turns?.at(-1)?.answer);
    const isAnswering = document.querySelector("#question .stop-button") !== null;
    if (isWhole && text !== seen && !isAnswering) open(current);
    list();
  });

  /* ---- What the page shows is the server's; what it is called aloud is ours */

  function name(message) {
    const label = message.dataset.testid === "bot" ? "Answer" : "Question";
    // Gradio reads the markup aloud.
    if (message.getAttribute("aria-label") !== label) message.setAttribute("aria-label", label);
  }

  function watch() {
    const chat = by("chat");
    const panel = by("panel");
    let offered = null;
    const mend = () => {
      chat.querySelectorAll("[data-testid=bot], [data-testid=user]").forEach(name);
      // A list of buttons, none of which is an item of a list.
      chat.querySelector(".examples[role]")?.removeAttribute("role");
      const options = chat.querySelector(".options");
      if (options && options !== offered) options.scrollIntoView({ block: "nearest" });
      offered = options;
    };
    mend();
    panel.addEventListener("toggle", uncover, true);
    new MutationObserver(mend).observe(chat, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });
    new MutationObserver(() => { uncover(); if (wanted) reveal(); }).observe(panel, { subtree: true, childList: true });
    // Gradio sets the value of a box without an event.
    setInterval(() => {
      keep();
      take("taken", "The conversation was saved as a file.");
      take("taken-programmes", "The programmes were saved as a file.");
    }, 250);
  }

  /* ---- The last conversation, when the page is opened again; what is asked meanwhile waits for it */

  let isRestoring = false;
  let held = "";

  // Gradio hears nothing until it has finished setting up, and does not say when.
  function restore(tries) {
    const last = lastOpen();
    isRestoring = Boolean(tries && !current && last && record(last));
    if (!isRestoring) { askHeld(); return; }
    if (tries % 2) open(last);
    setTimeout(() => restore(asked === null ? 0 : tries - 1), 250);
  }

  function hold(event, question) {
    if (!isRestoring || !question?.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = question;
  }

  function askHeld() {
    if (!held) return;
    fill("question", held);
    held = "";
    setTimeout(() => document.querySelector("#question .submit-button")?.click(), 50);
  }

  document.addEventListener("keydown", (event) => {
    const isSent = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (isSent && event.target.closest?.("#question")) hold(event, event.target.value);
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#question .submit-button")) hold(event, valueOf("question"));
    hold(event, event.target.closest?.("#chat .example")?.textContent);
  }, true);

  function begin() {
    if (!by("chat") || !by("panel") || !box("kept") || !by("conversations") || !tabButtons().length) {
      setTimeout(begin, 100);
      return;
    }
    watch();
    list();
    if (location.hash) arrive();
    restore(41);
  }
  begin();
})();

/* Documents: the words that somebody wanted to see are brought into view as soon as they are there. */
(() => {
  "use strict";
  let shown = null;

  function look(text) {
    const mark = text.querySelector("mark.jump");
    if (!mark || mark === shown) return;
    shown = mark;
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center", inline: "nearest" });
  }

  function begin() {
    const text = document.getElementById("document-text");
    if (!text) {
      // Gradio makes a tab when it is first opened.
      setTimeout(begin, 300);
      return;
    }
    new MutationObserver(() => look(text)).observe(text, { subtree: true, childList: true });
    look(text);
  }
  begin();
})();
