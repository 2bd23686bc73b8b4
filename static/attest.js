// What a reader's browser adds to pages that are whole without it: the switch of colours, words and cards that light each other up,
// copying, filters over all pages of a list, previews. A classic script without requests, so that it also runs from disk. A text
// that begins with script. is, in what is published, that of the language file.
(function () {
  "use strict";
  var doc = document, root = doc.body.dataset.root || "";

  function make(tag, className, text) {
    var e = doc.createElement(tag);
    if (className) e.className = className;
    if (text) e.textContent = text;
    return e;
  }

  // A redirect keeps the fragment.
  var moved = doc.querySelector("a.moved");
  if (moved) {
    location.replace(moved.href.split("#")[0] + (location.hash || new URL(moved.href).hash));
    return;
  }

  // Colours.
  var toggle = doc.querySelector(".switch");
  function dark() {
    var set = doc.documentElement.dataset.theme;
    return set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function label() { toggle.setAttribute("aria-label", dark() ? "script.light" : "script.dark"); toggle.title = toggle.getAttribute("aria-label"); }
  if (toggle) {
    label();
    toggle.addEventListener("click", function () {
      var theme = dark() ? "light" : "dark";
      doc.documentElement.dataset.theme = theme;
      try { localStorage.setItem("theme", theme); } catch (e) { /* for this page only */ }
      label();
    });
  }

  // Words and their cards.
  var words; // a card's id → the words, made when first needed
  function wordsOf(id) {
    if (!words) {
      words = Object.create(null);
      doc.querySelectorAll(".cw[data-claims]").forEach(function (e) {
        e.dataset.claims.split(" ").forEach(function (c) { (words[c] = words[c] || []).push(e); });
      });
    }
    return words[id] || [];
  }
  function partners(e) {
    if (e.classList.contains("cw")) {
      return e.dataset.claims.split(" ").map(function (c) { return c && doc.getElementById(c); }).filter(Boolean).concat(e);
    }
    return wordsOf(e.id).concat(e);
  }
  // Where a link leads; one in a picture has no such property.
  function address(a) { return new URL(a.getAttribute("href"), location.href).href; }
  // The element of this page that an address leads to, or null.
  function target(address) {
    var to = address.split("#");
    if (to[0] !== location.href.split("#")[0]) return null;
    try { return doc.getElementById(decodeURIComponent(to[1] || "")); } catch (e) { return null; }
  }
  var lit = [];
  function light(event) {
    var e = event.target.closest && event.target.closest(".cw[data-claims], article.claim, .cref");
    if (e && e.matches(".cref")) e = target(address(e));
    lit.forEach(function (l) { l.classList.remove("lit"); });
    lit = e ? partners(e) : [];
    lit.forEach(function (l) { l.classList.add("lit"); });
  }
  if (doc.querySelector("article.claim")) {
    doc.addEventListener("mouseover", light);
    doc.addEventListener("focusin", light);
  }

  // A card that an address leads to is open.
  function open() {
    var card = location.hash && target(location.href), details = card && card.matches("article.claim") && card.querySelector("details");
    if (details) details.open = true;
  }
  addEventListener("hashchange", open);
  open();

  doc.addEventListener("click", function (event) {
    var button = event.target.closest("button.copy");
    if (!button) return;
    function say(what) {
      var was = button.dataset.was || (button.dataset.was = button.textContent);
      button.textContent = what;
      setTimeout(function () { button.textContent = was; }, 2000);
    }
    function byHand() {
      var area = make("textarea");
      area.value = button.dataset.copy;
      button.after(area);
      area.select();
      say(doc.execCommand("copy") ? "script.copied" : "script.uncopied");
      area.remove();
      button.focus();
    }
    if (navigator.clipboard) navigator.clipboard.writeText(button.dataset.copy).then(function () { say("script.copied"); }, byHand);
    else byHand();
  });

  function load(address, done) {
    var s = make("script");
    s.src = root + address;
    s.async = false; // in the order of the requests
    s.onload = s.onerror = done;
    doc.head.append(s);
  }

  // Search has its own script, and a key that leads to it.
  var search = doc.querySelector(".search");
  if (search) load(search.dataset.script);
  doc.addEventListener("keydown", function (e) {
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, select, textarea")) return;
    e.preventDefault();
    if (search) doc.getElementById("q").focus();
    else location.href = root + "search.html";
  });

  // Filters. A chunk calls attestRows(list, rows); a row is an array, see columns.
  var form = doc.querySelector("form.filter");
  var rows = [];
  window.attestRows = function (list, more) { if (form && list === form.dataset.list) rows = rows.concat(more); };
  // href, title, …: the place of each in a row.
  var claim = { briefing: 2, briefingHref: 3, standing: 4, tally: 5, confidence: 6, likelihood: 7, date: 8, dateWords: 9, actors: 10, sources: 11, topics: 12, finding: 13, status: 14, claimant: 15 };
  var event = { dateWords: 2, earliest: 3, latest: 4, actors: 5, topics: 6, standings: 7 };
  if (form) filter();

  function filter() {
    var list = doc.getElementById("list"), whole = Array.from(list.children), start = list.start;
    var around = doc.querySelectorAll(".pager, .overview:has(.sum), .years, .total"), marks = doc.querySelectorAll(".overview .mark:not(.sum)"), state = form.querySelector(".filter-state");
    var chunks = form.dataset.chunks ? form.dataset.chunks.split(" ") : [], loaded = false, shown = 0;
    var isClaims = form.dataset.list === "claims";

    function values() {
      var out = {};
      new FormData(form).forEach(function (v, k) { if (v) out[k] = v; });
      return out;
    }
    function word(name, value) {
      var o = form.elements[name] && form.elements[name].querySelector && form.elements[name].querySelector('option[value="' + CSS.escape(value) + '"]');
      return o ? o.textContent : value.replace(/-/g, " ");
    }
    function has(list, v) { return !v || (list || []).indexOf(v) >= 0; }
    function fits(r, f) {
      if (isClaims) {
        return (!f.standing || r[claim.standing] === f.standing) && (!f.confidence || r[claim.confidence] === f.confidence) &&
          has(r[claim.actors], f.actor) && has(r[claim.sources], f.source) && has(r[claim.topics], f.topic) &&
          (!f.from || r[claim.date] >= f.from) && (!f.to || r[claim.date] && r[claim.date].slice(0, 10) <= f.to);
      }
      return has(r[event.standings], f.standing) && has(r[event.actors], f.actor) && has(r[event.topics], f.topic) &&
        (!f.from || !r[event.latest] || r[event.latest] >= f.from) && (!f.to || !r[event.earliest] || r[event.earliest] <= f.to);
    }
    function standing(value) { return make("span", "st standing-" + value, word("standing", value)); }
    function link(href, text) { var a = make("a", "", text); a.href = root + href; return a; }
    function anchor(r) { return decodeURI(r[0].split("#")[1] || ""); }
    function item(r) {
      var li = make("li", "row " + (isClaims ? "claim-row" : "event-row")), mark = make("p", "row-mark"), box = make("div");
      var title = make(isClaims ? "p" : "h3", "row-title"), meta = make("p", "meta");
      title.append(link(r[0], r[1]));
      function add(before, text, after) { if (text) meta.append(" ", make("span", "", before + text + (after || ""))); }
      if (isClaims) {
        mark.append(standing(r[claim.standing]));
        add("", r[claim.tally]);
        add("script.likelihood/0", r[claim.likelihood], "script.likelihood/1");
        add("script.confidence/0", r[claim.confidence] && word("confidence", r[claim.confidence]), "script.confidence/1");
        add("script.finding/0", r[claim.finding], "script.finding/1");
        add("script.claimant/0", r[claim.claimant], "script.claimant/1");
        if (r[claim.status]) meta.append(" ", make("span", "flag", r[claim.status]));
        if (r[claim.briefing]) {
          var s = make("span", "", "script.in/0");
          s.append(link(r[claim.briefingHref], r[claim.briefing]), r[claim.dateWords] ? "script.comma" + r[claim.dateWords] : "", "script.in/1");
          meta.append(" ", s);
        }
      } else {
        li.id = anchor(r);
        mark.textContent = r[event.dateWords];
        (r[event.standings] || []).forEach(function (s) { var e = make("span"); e.append(standing(s)); meta.append(" ", e); });
      }
      box.append(title, meta);
      li.append(mark, box);
      return li;
    }
    function more(found) {
      var next = found.slice(shown, shown + 200);
      shown += next.length;
      list.append.apply(list, next.map(item));
      if (shown >= found.length) return;
      var li = make("li", "row"), button = make("button", "", "script.more/0" + Math.min(200, found.length - shown) + "script.more/1");
      button.type = "button";
      button.addEventListener("click", function () { li.remove(); more(found); });
      li.append(button);
      list.append(li);
    }
    function show() {
      var f = values(), on = Object.keys(f).length > 0;
      around.forEach(function (e) { e.hidden = on; });
      marks.forEach(function (e) { e.classList.remove("off"); });
      if (!on) {
        list.replaceChildren.apply(list, whole);
        list.start = start;
        state.textContent = "";
        return;
      }
      var found = rows.filter(function (r) { return fits(r, f); });
      var left = Object.create(null);
      found.forEach(function (r) { left[anchor(r)] = true; });
      marks.forEach(function (e) { e.classList.toggle("off", !left[decodeURI(e.getAttribute("href").slice(1))]); });
      shown = 0;
      list.replaceChildren();
      list.start = 1;
      more(found);
      state.textContent = "script.found/0" + found.length + "script.found/1" + rows.length + "script.found/2";
    }
    function apply() {
      if (loaded || !Object.keys(values()).length) return show();
      loaded = true;
      state.textContent = "…";
      var left = chunks.length;
      if (!left) show();
      chunks.forEach(function (c) { load(c, function () { if (--left === 0) show(); }); });
    }
    function write() {
      var q = new URLSearchParams(values()).toString();
      try { history.replaceState(null, "", location.pathname + (q && "?" + q)); } catch (e) { location.hash = q; }
    }
    function read() {
      var q = new URLSearchParams(location.search || (location.hash.indexOf("=") > 0 ? location.hash.slice(1) : ""));
      q.forEach(function (v, k) {
        var e = form.elements[k];
        if (!e) return;
        e.value = v;
        if (e.options && e.value !== v) e.add(new Option(v.replace(/-/g, " "), v, true, true)); // one of those that are too many to offer
      });
      if (Object.keys(values()).length) apply();
    }
    form.addEventListener("submit", function (e) { e.preventDefault(); });
    form.addEventListener("change", function () { write(); apply(); });
    form.addEventListener("reset", function () { setTimeout(function () { write(); show(); }); });
    read();
  }

  // Previews: what stands on this page about the target of a link, else what a chunk says of it. A chunk, data/previews/<n>.js, calls
  // attestPreviews({address: [title, words below it, text]}); n is the FNV-1a hash of the address modulo the number of chunks.
  var count = Number(doc.body.dataset.previews) || 0, known = Object.create(null), asked = Object.create(null);
  var box, timer, rowsHere;
  var base = new URL(root || ".", location.href).href;
  window.attestPreviews = function (more) { Object.assign(known, more); };

  function chunkOf(address) {
    var h = 0x811c9dc5;
    new TextEncoder().encode(address).forEach(function (b) { h = Math.imul(h ^ b, 0x01000193) >>> 0; });
    return h % count;
  }
  function here(a) {
    var url = address(a), e = target(url);
    if (e) {
      if (e.matches(".event-row")) {
        var glance = make("div");
        e.querySelectorAll(":scope > .row-mark, :scope > div > .row-title").forEach(function (p) { glance.append(p.cloneNode(true)); });
        return glance;
      }
      if (e.matches("article.claim")) {
        var r = e.getBoundingClientRect();
        if (r.bottom > 0 && r.top < innerHeight) return null; // it can be seen, and lights up
        var part = make("div");
        e.querySelectorAll(":scope > .claim-head, :scope > .levels, :scope > .claim-text").forEach(function (p) { part.append(p.cloneNode(true)); });
        return part;
      }
      return e.matches(".bibliography li") ? e.firstElementChild.cloneNode(true) : null;
    }
    if (!rowsHere) {
      rowsHere = Object.create(null);
      doc.querySelectorAll(".cast .row, .bibliography .entry").forEach(function (r) {
        var a = r.querySelector(".row-title a");
        if (a) rowsHere[a.href] = r;
      });
    }
    return rowsHere[url] ? rowsHere[url].cloneNode(true) : null;
  }
  function preview(a) {
    var url = address(a), e = here(a);
    if (!e && count && url.indexOf(base) === 0) {
      var page = decodeURI(url.slice(base.length)), k = known[page];
      if (k) {
        e = make("div");
        e.append(make("p", "row-title", k[0]), make("p", "meta", k[1]), make("p", "", k[2]));
      } else if (!asked[page]) {
        asked[page] = true;
        load("data/previews/" + chunkOf(page) + ".js", function () { if (timer && timer.link === a) preview(a); });
      }
    }
    if (!e || a.closest(".row-title") && a.closest(".cast, .bibliography")) return;
    e.querySelectorAll("[id]").forEach(function (i) { i.removeAttribute("id"); });
    e.removeAttribute("id");
    hide();
    box = make("div", "preview");
    box.setAttribute("role", "tooltip");
    box.append(e);
    doc.body.append(box);
    var r = a.getBoundingClientRect(), b = box.getBoundingClientRect();
    var top = r.bottom + 8 + b.height > innerHeight && r.top > b.height + 8 ? r.top - b.height - 8 : r.bottom + 8;
    box.style.left = scrollX + Math.max(8, Math.min(r.left, doc.documentElement.clientWidth - b.width - 8)) + "px";
    box.style.top = scrollY + top + "px";
  }
  function hide() { if (box) box.remove(); box = null; }
  function over(event) {
    var a = event.target.closest && event.target.closest("main a[href]");
    if (timer && timer.link === a) return;
    if (timer) clearTimeout(timer.id);
    timer = null;
    hide();
    // A browser itself shows a pointer what an event in a picture is.
    if (a && !(a.closest("svg") && event.type === "mouseover")) timer = { link: a, id: setTimeout(function () { preview(a); }, 250) };
  }
  doc.addEventListener("mouseover", over);
  doc.addEventListener("focusin", over);
  doc.addEventListener("keydown", function (e) { if (e.key === "Escape") hide(); });
})();
