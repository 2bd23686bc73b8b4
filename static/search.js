// Search, loaded by attest.js on search.html: finds in scripts of data, which are loaded as they are needed, so that it also runs from disk.
// What these hold is said in generator/export/search.go and search_index.go; how words are made of a text, in fold.go.
(() => {
  "use strict";
  const { root, make, load, sought, note } = window.attest, doc = document, words = doc.querySelector(".search").dataset;
  const input = doc.getElementById("q"), list = doc.getElementById("results"), state = doc.querySelector(".search-state");
  const groups = [...list.children], shelves = [...Array(+words.shelves).keys()];
  // How many results of a kind there are at most; how many are shown at first, or if no further script is needed for that; how many more.
  const most = 200, atFirst = 3, atOnce = 10, further = 20;

  // Numbers: of the 88 digits, which are those of ASCII from # on but for <, > and \, half end one, and half go on with it. Past the end there
  // is none (NaN).
  function reader(text = "") {
    let i = 0;
    function digit() {
      const c = text.charCodeAt(i++);
      return c - 35 - (c > 60) - (c > 62) - (c > 92);
    }
    return [() => {
      let n = 0, unit = 1, d;
      for (; (d = digit()) > 43; unit *= 44) n += (d - 44) * unit;
      return n + d * unit;
    }, digit];
  }

  // Scripts of data, each by its tier, number and shelf. One that cannot be had is asked for again by the next search.
  const asked = {}, come = {};
  let failed;
  window.attestSearch = (tier, shelf, script, data) => { come[[tier, script, shelf]] = data; };
  const get = (...key) => asked[key] ||= new Promise(done => load(`data/search/${key.join("-")}.js`, () => {
    if (come[key] == null) failed = asked[key] = "";
    done(come[key]);
  }));
  const begins = {}; // the first object of each script of rows
  async function factsOf(shelf) {
    const facts = await get("shelf", 0, shelf);
    if (!facts || begins[shelf]) return facts;
    const [number] = reader(facts.rows);
    begins[shelf] = [];
    for (let n = 0; (n += number()) >= 0;) begins[shelf].push(n);
    return facts;
  }
  // The number of the last script that begins with, or before, what is looked for.
  const last = (firsts, what) => Math.max(0, firsts.findLastIndex(f => f <= what));

  // lookUp finds the terms of a tier that are, or begin with, the one needed, and what is said of them.
  async function lookUp(tier, shelf, { term, prefix }) {
    const firsts = (await factsOf(shelf))?.[tier].split(" ") || [], found = new Map(), jobs = [];
    for (let i = last(firsts, term); i <= last(firsts, prefix ? term + "\uffff" : term); i++) jobs.push(get(tier, i, shelf));
    for (const data of await Promise.all(jobs)) {
      data?.split(" ").forEach((t, i, all) => {
        if (i % 2 === 0 && (prefix ? t.startsWith(term) : t === term)) found.set(t, all[i + 1]);
      });
    }
    return found;
  }
  // matches finds the objects that have what is needed: of a term that very many have only the best, if that is enough. An object is named by
  // its place on its shelf and by that, in one number. A hit is its kind, its score and, if asked for, its places.
  async function matches(need, best, placed) {
    const hits = new Map(), totals = groups.map(() => 0);
    let sure = true;
    await Promise.all(shelves.map(async shelf => {
      const found = await lookUp("best", shelf, need), cut = [...found.values()].some(text => reader(text)[1]() & 32);
      const [more, at] = await Promise.all(["more", "at"].map((tier, i) => (i ? placed : cut && !best) ? lookUp(tier, shelf, need) : new Map()));
      sure &&= !(cut && best && found.size > 1);
      const here = groups.map(() => 0), least = groups.map(() => 0);
      for (const [term, text] of found) {
        const whole = more.get(term), [number, digit] = reader(whole || text), kinds = digit();
        const [place] = reader(at.get(term));
        groups.forEach((_, kind) => {
          if (!(kinds >> kind & 1)) return;
          const total = number();
          least[kind] = Math.max(least[kind], total);
          for (let object = 0, left = whole ? total : Math.min(total, words.best); left--;) {
            const id = (object += number()) * shelves.length + shelf, score = digit() * (need.within || term === need.term ? 1 : .75);
            let hit = hits.get(id);
            if (!hit) {
              hits.set(id, hit = [kind, score, placed && new Set()]);
              here[kind]++;
            }
            hit[1] = Math.max(hit[1], score);
            if (placed) for (let n = place(), p = 0; n-- > 0;) hit[2].add(p += place());
          }
        });
      }
      groups.forEach((_, kind) => { totals[kind] += Math.max(least[kind], here[kind]); });
    }));
    return { hits, totals, sure };
  }
  // search returns, for each kind, how many objects there are, whether that is all, and the best of them.
  async function search(parts) {
    const best = !parts[1] && !parts[0][1], found = await Promise.all(parts.map(async needs => {
      const [first, ...others] = await Promise.all(needs.map(need => matches(need, best, needs[1])));
      for (const [id, hit] of needs[1] ? first.hits : []) {
        const beside = others.map(o => o.hits.get(id));
        if (beside.every(b => b) && [...hit[2]].some(p => beside.every((b, i) => b[2].has(p + needs[i + 1].at)))) hit[1] = Math.min(hit[1], ...beside.map(b => b[1]));
        else first.hits.delete(id);
      }
      return first;
    }));
    return groups.map((group, kind) => {
      const all = found.map(f => new Map([...f.hits].filter(([, hit]) => hit[0] === kind)));
      const hits = [...all[0].keys()].filter(id => all.every(a => a.has(id))).map(id => [
        all.reduce((sum, a) => sum + a.get(id)[1] * (best ? 1 : Math.log(1 + (group.dataset.n - a.size + .5) / (a.size + .5))), 0), id,
      ]).sort((a, b) => b[0] - a[0] || a[1] - b[1]).map(h => h[1]);
      return { total: best ? found[0].totals[kind] : hits.length, sure: found[0].sure, hits: hits.slice(0, most) };
    });
  }

  // Words. What a text is folded to, and where it is parted, is the same as when the site was built.
  const spelled = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", ى: "ي", ة: "ه" };
  const fold = text => text.normalize("NFKC").replace(/[^\0-\x7f]/gu, c => [
    ...c.normalize("NFD").replace(/[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670\u200c-\u200f]/g, ""),
  ].map(p => spelled[p = p.toLowerCase()] || p).join("").normalize("NFC")).toLowerCase();
  const grams = "[ー" + "Han Hiragana Katakana Hangul Thai Lao Khmer Myanmar".replace(/(\w+) ?/g, "\\p{sc=$1}") + "]", letters = "[\\p{L}\\p{N}\\p{M}]";
  const runs = RegExp(`([${grams}&&${letters}]+)|[${letters}--${grams}]+`, "gv");
  // parse takes a query apart: what must be there, each a word or several side by side; and the runs of letters to mark.
  function parse(query) {
    const parts = [], marks = [];
    for (const m of query.matchAll(/["“”„«»]([^"“”„«»]*)(["“”„«»]?)|[^\s"“”„«»]+/g)) {
      const needs = [];
      let at = 0, need;
      for (const [run, within] of fold(m[1] ?? m[0]).matchAll(runs)) {
        const all = [...run], n = all.length;
        need = { run, within, prefix: within && n < 4 };
        marks.push(need);
        // All terms of three letters that it takes to cover the run; or the word.
        for (let i = 0; i < (within ? n : 1); i += 3) {
          const from = within ? Math.max(0, Math.min(i, n - 3)) : 0;
          needs.push(Object.assign(i ? { within } : need, { term: all.slice(from, from + (within ? 3 : 64)).join(""), at: at + from }));
        }
        at += within ? n : 1;
      }
      if (!need) continue;
      // The word that is being written may go on.
      if (!m[2] && m.index + m[0].length === query.length) need.prefix ||= !need.within && [...need.run].length > 1;
      parts.push(needs);
    }
    return [parts, marks];
  }
  // mark appends a text with the words that were looked for marked.
  function mark(to, text, marks) {
    let from = 0;
    const put = (start, end) => {
      if (start < from) return;
      to.append(text.slice(from, start), make("mark", "", text.slice(start, end)));
      from = end;
    };
    for (const m of text.matchAll(runs)) {
      const word = fold(m[0]);
      for (const { run, within, prefix } of marks) {
        if (m[1] && within) for (let i = -1; (i = word.indexOf(run, i + 1)) >= 0;) put(m.index + i, m.index + i + run.length);
        else if (word === run || prefix && word.startsWith(run)) put(m.index, m.index + m[0].length);
      }
    }
    to.append(text.slice(from));
    return to;
  }

  // Results.
  const scriptOf = id => ["rows", last(begins[id % shelves.length], Math.floor(id / shelves.length)), id % shelves.length];
  async function option(id, marks) {
    const [, script, shelf] = scriptOf(id), rows = await get(...scriptOf(id)), a = make("a", "found"), meta = make("span", "meta");
    if (!rows) return "";
    let i = Math.floor(id / shelves.length) - begins[shelf][script];
    const [kind, href, title, about = "", more = ""] = rows[i], claim = kind === 1;
    while (rows[i][0] && claim) i--; // on the page of the briefing before it
    a.href = root + (claim ? rows[i][1] : "") + href;
    a.append(mark(make("span", "found-title"), title, marks), " ", meta);
    if (claim) meta.append(make("span", "st standing-" + about, words[about.replace("-s", "S")]), " ");
    mark(meta, claim ? rows[i][2] : about, marks);
    a.append(mark(make("span", "found-text"), more, marks));
    return own(a);
  }
  const own = e => Object.assign(e, { role: "option", tabIndex: -1 });
  let options = [], active = -1, turn = 0, timer;
  // add readies the results of a group up to the n-th, and returns what shows them, once all scripts are there.
  async function add(group, hits, from, n, marks) {
    const found = await Promise.all(hits.slice(from, n).map(id => option(id, marks)));
    return () => {
      group.append(...found);
      if (n >= hits.length) return;
      const more = own(make("div", "found more", words.more));
      more.onclick = async () => {
        const show = await add(group, hits, n, n + further, marks), at = options.indexOf(more);
        more.remove();
        show();
        number(at);
      };
      group.append(more);
    };
  }
  // number counts the results, and selects one of them; -1 for none.
  function number(selected) {
    options = [...list.querySelectorAll("[role=option]")];
    options.forEach((o, i) => { o.id = "found-" + i; });
    select(selected);
  }
  function select(i) {
    active = i;
    options.forEach((o, k) => { o.ariaSelected = String(k === i); });
    options[i]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[i]?.id || "");
  }
  async function show() {
    const now = ++turn, query = input.value, [parts, marks] = parse(query);
    note(query && "q=" + encodeURIComponent(query));
    failed = 0;
    const found = parts[0] ? await search(parts) : [];
    await Promise.all(found.flatMap(f => f.hits.slice(0, atFirst).map(id => get(...scriptOf(id)))));
    const ready = await Promise.all(found.map(({ hits }, kind) => {
      let n = atFirst;
      while (n < Math.min(atOnce, hits.length) && come[scriptOf(hits[n])]) n++;
      return add(groups[kind], hits, 0, n, marks);
    }));
    if (now !== turn) return; // another search has begun
    groups.forEach((group, kind) => {
      const f = found[kind];
      group.replaceChildren(group.firstElementChild);
      group.hidden = !f?.hits.length;
      group.querySelector(".n").textContent = f ? f.total + (f.sure ? "" : "+") : "";
      ready[kind]?.();
    });
    number(-1);
    list.hidden = !options[0];
    input.ariaExpanded = String(!list.hidden);
    state.textContent = failed === "" ? words.failed : parts[0] && list.hidden ? words.none : groups.filter(g => !g.hidden).map(g => g.firstElementChild.textContent).join("script.comma");
    list.dataset.query = query;
  }

  input.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(show, 15); // so that what comes at once is looked for once
  };
  input.onkeydown = event => {
    const n = options.length + 1, step = { ArrowDown: 1, ArrowUp: -1 }[event.key], leave = event.key === "Escape";
    if (event.isComposing) return;
    if (step) select((active + 1 + step + n) % n - 1);
    else if (event.key === "Enter") active < 0 ? select(0) : options[active].click();
    else if (leave && input.value) {
      input.value = "";
      show();
    } else if (leave) history.back();
    else return;
    event.preventDefault();
  };
  input.value = sought().get("q") || "";
  shelves.forEach(factsOf);
  if (input.value) show();
  input.focus();
})();
