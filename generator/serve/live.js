// Added by attest serve, and by nothing else: loads the page again when the site has changed, and lists what is wrong with it.
(function () {
  "use strict";
  var own = new URL(".", document.currentScript.src), key = "attest-live " + location.pathname;
  var known = loaded(), leaving = false, wait = 0;

  // The version that this page is of, where the browser tells.
  function loaded() {
    var entry = performance.getEntriesByType("navigation")[0];
    var timing = ((entry && entry.serverTiming) || []).find(function (t) { return t.name === "attest"; });
    return timing ? timing.description : "";
  }

  // What a reader has opened is known by its id, or by its place below an element that has one.
  function cards() {
    var seen = {}, found = new Map();
    document.querySelectorAll("details").forEach(function (card) {
      var name = card.id;
      if (!name) {
        var near = card.closest("[id]");
        name = (near ? near.id : "") + " ";
        seen[name] = (seen[name] || 0) + 1;
        name += seen[name];
      }
      found.set(name, card);
    });
    return found;
  }

  function reload() {
    if (leaving) return;
    leaving = true;
    var open = {};
    cards().forEach(function (card, name) { open[name] = card.open; });
    try {
      sessionStorage.setItem(key, JSON.stringify({ x: scrollX, y: scrollY, open: open }));
    } catch (e) { /* no storage: the page begins at its top */ }
    location.reload();
  }

  function restore() {
    var kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.removeItem(key);
    } catch (e) { /* no storage */ }
    if (!kept) return;
    cards().forEach(function (card, name) { if (name in kept.open) card.open = kept.open[name]; });
    var scroll = function () { scrollTo({ left: kept.x, top: kept.y, behavior: "instant" }); };
    scroll();
    if (document.readyState !== "complete") addEventListener("load", function () { setTimeout(scroll); });
  }

  function swap(version) {
    document.querySelectorAll('link[rel="stylesheet"]').forEach(function (old) {
      if (!/\/style\.css$/.test(new URL(old.href).pathname)) return;
      var link = old.cloneNode();
      link.href = old.href.split("?")[0] + "?v=" + version;
      link.addEventListener("load", function () { old.remove(); });
      link.addEventListener("error", function () { link.remove(); });
      old.after(link);
    });
  }

  function element(name, className, text) {
    var e = document.createElement(name);
    if (className) e.className = className;
    if (text !== undefined) e.textContent = text;
    return e;
  }

  // The list of problems. It stands in a tree of its own, which the styles of the site do not reach.
  var host = null;
  function show(errors, warnings, problems) {
    if (host) host.remove();
    host = null;
    if (!errors && !warnings) return;
    var broken = document.getElementById("attest-broken");
    if (broken) broken.remove();
    host = element("attest-live");
    var inner = host.attachShadow({ mode: "open" }), box = element("div", "box"), style = element("link");
    style.rel = "stylesheet";
    style.href = new URL("live.css", own).href;
    box.hidden = true; // until it has its styles
    style.onload = style.onerror = function () { box.hidden = false; };
    var counts = [[errors, "error"], [warnings, "warning"]].filter(function (c) { return c[0]; }).map(function (c) {
      return c[0] + " " + c[1] + (c[0] === 1 ? "" : "s");
    }).join(", ");
    var list = element("ol"), button = element("button", errors ? "count error" : "count warning", counts);
    button.type = "button";
    list.hidden = !errors;
    list.tabIndex = 0;
    if (errors) list.setAttribute("role", "alert");
    var tell = function () { button.setAttribute("aria-expanded", String(!list.hidden)); };
    button.onclick = function () { list.hidden = !list.hidden; tell(); };
    box.onkeydown = function (e) { if (e.key === "Escape") { list.hidden = true; tell(); button.focus(); } };
    tell();
    problems.forEach(function (p) {
      var item = element("li", p.level);
      if (p.file) item.append(element("p", "place", p.file + (p.line ? ":" + p.line + ":" + p.column : "")));
      item.append(element("p", "message", p.level + (p.code ? "[" + p.code + "]" : "") + ": " + p.message));
      if (p.excerpt) item.append(element("pre", "", p.excerpt));
      if (p.hint) item.append(element("p", "hint", "hint: " + p.hint));
      list.append(item);
    });
    var more = errors + warnings - problems.length;
    if (more > 0) list.append(element("li", "more", "and " + more + " more"));
    box.append(button, list);
    inner.append(style, box);
    document.documentElement.append(host);
  }

  // The first message of a stream tells the version only: the page may be older, or the server another.
  function hear(m, first) {
    if (leaving) return;
    if (m.reload || (first && known && m.version !== known)) return reload();
    if (m.css) swap(m.version);
    known = m.version;
    show(m.errors, m.warnings, m.problems);
  }

  function listen() {
    var address = new URL("live", own);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.search = "?page=" + encodeURIComponent(location.pathname);
    var socket = new WebSocket(address), first = true;
    socket.onopen = function () { wait = 0; };
    socket.onmessage = function (event) {
      hear(JSON.parse(event.data), first);
      first = false;
    };
    socket.onclose = function () {
      wait = Math.min(wait ? wait * 2 : 250, 4000);
      setTimeout(listen, wait);
    };
  }

  restore();
  listen();
})();
