// What a reader's browser adds to pages that are whole without it: the switch of colours, words and cards that light each other up,
// copying, filters over all pages of a list, previews. A classic script without requests, so that it also runs from disk.
(function () {
  "use strict";
  const doc = document, root = doc.body.dataset.root || "";

  const one = (selector, within = doc) => within.querySelector(selector);
  const all = (selector, within = doc) => [...within.querySelectorAll(selector)];
  const on = (events, does, what = doc) => events.split(" ").forEach(event => what.addEventListener(event, does));
  const make = (tag, className = "", ...inside) => {
    const e = doc.createElement(tag);
    e.className = className;
    e.append(...inside);
    return e;
  };

  // A redirect keeps the fragment.
  const moved = one("a.moved")?.href;
  if (moved) {
    location.replace(new URL(location.hash || moved, moved));
    return;
  }

  // Colours.
  const toggle = one(".switch"), theme = doc.documentElement.dataset;
  const other = () => (theme.theme ? theme.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches) ? "light" : "dark";
  const label = () => { toggle.ariaLabel = toggle.title = other() === "light" ? "script.light" : "script.dark"; };
  if (toggle) {
    label();
    on("click", () => {
      theme.theme = other();
      try { localStorage.setItem("theme", theme.theme); } catch (e) { /* for this page only */ }
      label();
    }, toggle);
  }

  // Where a link leads; one in a picture has no such property.
  const address = a => new URL(a.getAttribute("href"), location.href).href;
  // The element of this page that an address leads to, or null.
  function target(address) {
    const [page, id = ""] = address.split("#");
    if (page !== location.href.split("#")[0]) return null;
    try { return doc.getElementById(decodeURIComponent(id)); } catch (e) { return null; }
  }

  // Words and their cards.
  let lit = [];
  function light(event) {
    let e = event.target.closest?.(".cw[data-claims], article.claim, .cref");
    if (e?.matches(".cref")) e = target(address(e));
    const claims = e?.dataset.claims, pair = claims ? claims.split(" ").map(c => doc.getElementById(c)) : e ? all(`.cw[data-claims~="${e.id}"]`) : [];
    lit.forEach(l => l.classList.remove("lit"));
    lit = [e, ...pair].filter(Boolean);
    lit.forEach(l => l.classList.add("lit"));
  }
  if (one("article.claim")) on("mouseover focusin", light);

  // A card that an address leads to is open.
  function open() {
    const details = target(location.href)?.querySelector(":scope.claim > details");
    if (details) details.open = true;
  }
  on("hashchange", open, window);
  open();

  on("click", event => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    const text = button.dataset.copy;
    function say(what) {
      const was = button.dataset.was ||= button.textContent;
      button.textContent = what;
      setTimeout(() => { button.textContent = was; }, 2000);
    }
    function byHand() {
      const area = make("textarea");
      area.value = text;
      button.after(area);
      area.select();
      say(doc.execCommand("copy") ? "script.copied" : "script.uncopied");
      area.remove();
      button.focus();
    }
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => say("script.copied"), byHand);
    else byHand();
  });

  // Scripts run in the order in which they are asked for.
  function load(address, done) {
    const s = Object.assign(make("script"), { src: root + address, async: false });
    s.onload = s.onerror = () => {
      s.remove();
      done?.();
    };
    doc.head.append(s);
  }

  // What a reader looks for stands in the address: as its query, or as its fragment where a browser lets no script change the query, as
  // from disk.
  const sought = () => new URLSearchParams(location.search || location.hash.slice(1));
  function note(query) {
    try { history.replaceState(null, "", location.pathname + (query && "?" + query)); } catch (e) { location.replace("#" + query); }
  }

  // Search has its own script, and a key that leads to it.
  const search = one(".search");
  window.attest = { root, make, load, sought, note };
  if (search) load(search.dataset.script);
  on("keydown", e => {
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input,select,textarea")) return;
    e.preventDefault();
    if (search) doc.getElementById("q").focus();
    else location.href = root + "search.html";
  });

  // Filters. A chunk calls attestRows(list, rows); a row is an array of what the columns of its list name. What an event or a source has
  // for date is the first day that it can mean, and for last the last one.
  const form = one("form.filter"), rows = [];
  const columns = {
    claims: "href title briefing briefingHref standing tally confidence likelihood date dateWords actor source topic finding status claimant",
    timeline: "href title dateWords date last actor topic standing",
    sources: "href title grade claims status type publisher published date last tier origin language",
  };
  // What stands below the title of a row, in these words.
  const labels = {
    tally: "{1}", publisher: "{1}", published: "{1}", likelihood: "script.likelihood", confidence: "script.confidence", finding: "script.finding",
    claimant: "script.claimant", claims: "script.claims", tier: "{1}", origin: "script.origin", language: "script.language",
  };
  window.attestRows = (list, more) => {
    if (!form || list !== form.dataset.list) return;
    const names = columns[list].split(" ");
    more.forEach(row => rows.push(Object.fromEntries(names.map((name, i) => [name, row[i] || ""]))));
  };
  if (form) filter();

  function filter() {
    const list = doc.getElementById("list"), kind = form.dataset.list, whole = [...list.children], start = list.start, fields = form.elements;
    const around = all(".pager,.overview:has(.sum),.years,.total"), marks = all(".overview .mark:not(.sum)"), state = one(".filter-state", form);
    const chunks = +form.dataset.chunks; // of which each is a script, data/<list>-<n>.js
    let loaded, left, shown;

    const values = () => Object.fromEntries([...new FormData(form)].filter(v => v[1]));
    const option = (name, value) => [...fields[name]?.options || []].findIndex(o => o.value === value);
    const tests = {
      from: (r, day) => (r.last ?? r.date) ? (r.last ?? r.date) >= day : r.date,
      to: (r, day) => r.date ? r.date <= day : r.last,
      words: (r, words) => words.toLowerCase().split(/\s+/).every(w => [r.title, r.briefing, r.publisher, r.claimant, r.language].join(" ").toLowerCase().includes(w)),
      sort: () => true,
    };
    const fits = r => ([name, value]) => tests[name] ? tests[name](r, value) : [].concat(r[name]).includes(value);
    // Rows without the value that is sorted by come last. One that a filter offers has its place there.
    function sort(found, by) {
      const down = by[0] === "-", name = down ? by.slice(1) : by;
      found.sort((a, b) => {
        const order = fields[name] ? option(name, a[name]) - option(name, b[name]) : ("" + a[name]).localeCompare(b[name], "en", { numeric: true });
        return !a[name] - !b[name] || (down ? -order : order);
      });
    }
    const link = (href, text) => Object.assign(make("a", "", text), { href: root + href });
    const word = (name, value) => fields[name]?.options?.[option(name, value)]?.textContent || value;
    const standing = value => make("span", "st standing-" + value, word("standing", value));
    const anchor = r => decodeURI(r.href.split("#")[1] || "");
    function item(r) {
      const event = kind === "timeline", meta = make("p", "meta"), standings = [].concat(r.standing || []).map(standing);
      const add = (...what) => meta.append(" ", make("span", "", ...what));
      for (const name in labels) if (r[name]) add(labels[name].replace("{1}", () => word(name, r[name])));
      if (event) standings.forEach(s => add(s));
      if (r.status) meta.append(" ", make("span", "flag", r.status));
      if (r.briefing) add("script.in/0", link(r.briefingHref, r.briefing), r.dateWords && "script.comma" + r.dateWords, "script.in/1");
      const mark = event ? [r.dateWords] : r.grade ? [make("span", "grade", r.grade), " ", r.type] : standings;
      const li = make("li", "row " + kind.replace(/s$/, "") + "-row", make("p", "row-mark", ...mark), make("div", "", make(event ? "h3" : "p", "row-title", link(r.href, r.title)), meta));
      if (event) li.id = anchor(r);
      return li;
    }
    function more(found) {
      list.append(...found.slice(shown, shown += 200).map(item));
      const rest = found.length - shown;
      if (rest <= 0) return;
      const button = make("button", "", "script.more/0" + Math.min(200, rest) + "script.more/1"), li = make("li", "row", button);
      button.type = "button";
      on("click", () => { li.remove(); more(found); }, button);
      list.append(li);
    }
    function show() {
      const f = values(), set = Object.entries(f), off = !set.length, found = off ? rows : rows.filter(r => set.every(fits(r)));
      around.forEach(e => { e.hidden = !off; });
      list.start = off ? start : 1;
      list.replaceChildren(...off ? whole : []);
      state.textContent = off ? "" : "script.found/0" + found.length + "script.found/1" + rows.length + "script.found/2";
      const there = new Set(found.map(anchor));
      marks.forEach(e => e.classList.toggle("off", !off && !there.has(decodeURI(e.getAttribute("href").slice(1)))));
      if (off) return;
      if (f.sort) sort(found, f.sort);
      shown = 0;
      more(found);
    }
    function apply() {
      if (left || !loaded && !Object.keys(values()).length) return;
      if (loaded || !chunks) return show();
      loaded = true;
      state.textContent = "…";
      left = chunks;
      for (let n = 1; n <= chunks; n++) load("data/" + kind + "-" + n + ".js", () => { if (!--left) show(); });
    }
    function change() {
      note("" + new URLSearchParams(values()));
      apply();
    }
    sought().forEach((v, k) => {
      const e = fields.namedItem(k);
      if (!e) return;
      e.value = v;
      if (e.options && e.value !== v) e.add(new Option(v.replace(/-/g, " "), v, true, true)); // one of those that are too many to offer
    });
    apply();
    on("submit", e => e.preventDefault(), form);
    on("input", change, form);
    on("reset", () => setTimeout(change), form);
  }

  // Previews: what stands on this page about the target of a link, else what a chunk says of it. A chunk, data/previews/<n>.js, calls
  // attestPreviews({address: [title, words below it, text]}); n is the FNV-1a hash of the address modulo the number of chunks.
  const count = doc.body.dataset.previews, known = { __proto__: null }; // null of what was asked for
  const base = new URL(root || ".", location.href).href;
  let box, timer, at, finger; // at is the link or the preview that is pointed at
  window.attestPreviews = more => { Object.assign(known, more); };

  function chunkOf(address) {
    let h = 0x811c9dc5;
    new TextEncoder().encode(address).forEach(b => { h = Math.imul(h ^ b, 0x01000193) >>> 0; });
    return h % count;
  }
  const copy = (e, parts) => make("div", "", ...all(parts, e).map(p => p.cloneNode(true)));
  // What of this page shows where a link to a place in it leads; null for nothing.
  function here(url) {
    const e = target(url);
    if (!e) return null;
    if (e.matches(".event-row")) return copy(e, ":scope > .row-mark, :scope > div > .row-title");
    if (e.matches(".bibliography li")) return copy(e, ".entry");
    const r = e.getBoundingClientRect();
    if (!e.matches("article.claim") || r.bottom > 0 && r.top < innerHeight) return null; // a card in sight lights up
    return copy(e, ":scope > .claim-head, :scope > .levels, :scope > .claim-text");
  }
  function preview(a) {
    const url = address(a);
    let e = here(url);
    if (!e && count && url.startsWith(base)) {
      const page = decodeURI(url.slice(base.length)), k = known[page];
      if (k) {
        e = make("div", "", make("p", "row-title", k[0]), make("p", "meta", k[1]), make("p", "", k[2]));
      } else if (k !== null) {
        known[page] = null;
        load("data/previews/" + chunkOf(page) + ".js", () => { if (at === a) preview(a); });
      }
    }
    if (!e || a.closest(".row-title") && a.closest(".cast, .bibliography")) return;
    box = make("div", "preview", e);
    all(".back", box).forEach(i => i.remove()); // ways back into the text
    // It is to be read: no id stands twice, and the keyboard stays where it is.
    all("[id], [href]", box).forEach(i => ["id", "href"].forEach(name => i.removeAttribute(name)));
    box.role = "tooltip";
    box.id = "preview";
    a.setAttribute("aria-describedby", "preview");
    doc.body.append(box);
    const r = a.getBoundingClientRect(), b = box.getBoundingClientRect();
    box.style.left = scrollX + Math.max(8, Math.min(r.left, doc.documentElement.clientWidth - b.width - 8)) + "px";
    box.style.top = scrollY + (r.bottom + 8 + b.height > innerHeight && r.top > b.height + 8 ? r.top - b.height - 8 : r.bottom + 8) + "px";
  }
  function hide() {
    clearTimeout(timer);
    all("[aria-describedby=preview]").forEach(a => a.removeAttribute("aria-describedby"));
    box = box?.remove();
  }
  // What is shown goes a moment after it was left, so that a pointer can be led onto it.
  function over(event) {
    const e = event.target.closest?.("main a[href], .preview");
    if (e === at) return;
    at = e;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (e && e === box) return;
      hide();
      // A browser itself shows a pointer what an event in a picture is.
      if (e && !(e.closest("svg") && event.type === "mouseover")) preview(e);
    }, 250);
  }
  on("mouseover focusin", over);
  on("keydown", e => { if (e.key === "Escape") hide(); });

  // A finger that rests on a link sees the preview and does not follow the link; a tap does.
  on("pointerdown", e => {
    finger = e.pointerType === "touch";
    if (!finger) return;
    hide();
    at = null;
    over(e);
  });
  on("pointerup pointercancel", () => {
    if (!finger || box) return;
    clearTimeout(timer);
    at = null;
  });
  on("contextmenu click", e => { if (finger && box && e.target.closest("a") === at) e.preventDefault(); });
})();
