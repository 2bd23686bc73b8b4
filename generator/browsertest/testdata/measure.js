// What the tests measure on an open page. It is evaluated in the page and sets window.measure.
window.measure = (() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (e.classList.length ? "." + Array.from(e.classList).join(".") : "");
  const box = r => ({ left: r.left + scrollX, right: r.right + scrollX, top: r.top + scrollY, bottom: r.bottom + scrollY });
  const cut = (a, b) => ({ left: Math.max(a.left, b.left), right: Math.min(a.right, b.right), top: Math.max(a.top, b.top), bottom: Math.min(a.bottom, b.bottom) });
  const hit = (a, b, by = 1) => a.left < b.right - by && b.left < a.right - by && a.top < b.bottom - by && b.top < a.bottom - by;

  const ancestors = e => { const out = []; for (let a = e.parentElement; a && a !== document.body; a = a.parentElement) out.push(a); return out; };
  const scrolls = e => /auto|scroll/.test(getComputedStyle(e).overflow);

  // Whether the element is painted with some room, once it is near the window, and not cut away by what is around it but for what can be
  // scrolled.
  function painted(e) {
    if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const r = e.getBoundingClientRect();
    return r.width >= 2 && r.height >= 2 && ancestors(e).every(a => getComputedStyle(a).overflow === "visible" || scrolls(a) || hit(r, a.getBoundingClientRect()));
  }

  // Whether the beginning of a rectangle lies within an element.
  function within(r, e) {
    const o = e.getBoundingClientRect(), x = r.left + Math.min(r.width / 2, 8), y = r.top + r.height / 2;
    return x >= o.left && x <= o.right && y >= o.top && y <= o.bottom;
  }

  // Whether a reader sees the element without scrolling anything but the page, on which it has a place.
  function seen(e) {
    const r = e.getBoundingClientRect();
    return painted(e) && r.right + scrollX > 0 && r.left < innerWidth && ancestors(e).every(a => !scrolls(a) || within(r, a));
  }

  // The words of the text that state a card's claim.
  const wordsOf = card => all(".body .cw[data-claims]").filter(w => w.dataset.claims.split(" ").some(c => c === card.id || "claim-" + c === card.id));

  // The cards beside or below the text, with the words and the paragraph that each belongs to.
  function cards() {
    return all(".body > .cards > article.claim").map(card => {
      const words = wordsOf(card)[0], aside = card.parentElement, paragraph = aside.previousElementSibling, next = aside.nextElementSibling;
      return {
        id: card.id, seen: seen(card), box: box(card.getBoundingClientRect()),
        words: words ? box(words.getClientRects()[0]) : null,
        paragraph: paragraph ? box(paragraph.getBoundingClientRect()) : null,
        next: next ? box(next.getBoundingClientRect()) : null,
      };
    });
  }

  // Lines of text that do not belong to a card and lie under one, and cards that lie on each other.
  function collisions() {
    const found = [], boxes = all("article.claim").filter(seen).map(c => [c.id, box(c.getBoundingClientRect())]);
    boxes.forEach(([a, ra], i) => boxes.slice(i + 1).forEach(([b, rb]) => { if (hit(ra, rb)) found.push(a + " lies on " + b); }));
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let n = walk.nextNode(); n; n = walk.nextNode()) {
      const e = n.parentElement;
      if (!n.data.trim() || e.closest("article.claim, .sr, script") || !seen(e)) continue;
      range.selectNodeContents(n);
      for (const r of range.getClientRects()) {
        const line = ancestors(e).concat(e).filter(scrolls).reduce((l, a) => cut(l, box(a.getBoundingClientRect())), box(r)), card = boxes.find(([, c]) => hit(c, line));
        if (card) { found.push(card[0] + " lies on the text “" + n.data.trim().slice(0, 60) + "” in " + name(e)); break; }
      }
    }
    return found;
  }

  // What makes the page scroll sideways; empty where it does not.
  function sideways() {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width && document.body.scrollWidth <= width) return [];
    const found = all("body *").filter(e => {
      const r = e.getBoundingClientRect();
      if (!r.width || r.right <= width + .5 && r.left >= -.5) return false;
      for (let a = e.parentElement; a; a = a.parentElement) if (a !== document.body && a !== document.documentElement && getComputedStyle(a).overflowX !== "visible") return false;
      return true;
    });
    return ["the page is " + document.documentElement.scrollWidth + " wide, the window " + width].concat(found.slice(0, 5).map(e => name(e) + " reaches to " + Math.round(e.getBoundingClientRect().right)));
  }

  // For each card: which sides its evidence has, and which a reader sees.
  function sides() {
    const stance = { supports: "for", disputes: "against", refutes: "against" };
    return all(".body article.claim, .unstated article.claim").map(card => {
      const out = { id: card.id, has: [], sees: [], sizes: [], tally: "", talks: false };
      all(".lines .line", card).forEach(line => {
        const s = line.querySelector(".stance"), side = s && stance[s.textContent.trim()];
        if (!side) return;
        if (!out.has.includes(side)) {
          const c = getComputedStyle(line);
          out.has.push(side);
          out.sizes.push([c.fontSize, c.color, c.fontWeight].join(" "));
        }
        if (seen(line) && !out.sees.includes(side)) out.sees.push(side);
      });
      const tally = card.querySelector(".tally");
      if (tally) { out.tally = tally.textContent; out.talks = seen(tally); }
      return out;
    });
  }

  // Whether a link that is faded out, such as a heading's own, appears when the keyboard is on it.
  function appears(e) {
    if (getComputedStyle(e).opacity !== "0") return false;
    e.focus({ focusVisible: true });
    const shown = painted(e);
    e.blur();
    return shown;
  }

  // Cards, quotes and links that a reader can neither see nor, by opening what is closed, come to see. It leaves everything open.
  function lost() {
    const closed = all("details:not([open])").filter(d => !d.parentElement.closest("details:not([open])"));
    const shut = closed.filter(d => !painted(d.querySelector(":scope > summary")));
    all("details").forEach(d => d.open = true);
    return shut.concat(all("article.claim, main blockquote, main q, main a[href], main summary").filter(e => !e.closest("svg") && !painted(e) && !appears(e)))
      .map(e => name(e) + " “" + e.textContent.trim().slice(0, 40) + "” in " + name(e.parentElement));
  }

  // What the keyboard is on.
  function focus() {
    const e = document.activeElement, c = getComputedStyle(e), r = e.getBoundingClientRect();
    return {
      name: name(e), text: e.textContent.trim().slice(0, 40), seen: painted(e) || !!e.closest("svg"),
      ring: c.outlineStyle !== "none" && parseFloat(c.outlineWidth) >= 2 || c.boxShadow !== "none",
      inside: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth,
      index: all("*").indexOf(e),
    };
  }

  const colour = (e, property) => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = getComputedStyle(e)[property];
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
    return (r * .2126 + g * .7152 + b * .0722) / 255;
  };

  // How light the paper and the ink are, from 0 to 1.
  const light = () => ({ paper: colour(document.body, "backgroundColor"), ink: colour(document.body, "color") });

  // The sum of all shifts of the layout so far, and what moved.
  const shifts = () => new Promise(done => {
    const out = { sum: 0, moved: [] };
    new PerformanceObserver(list => list.getEntries().forEach(e => {
      out.sum += e.value;
      e.sources.forEach(s => out.moved.push((s.node && s.node.tagName ? name(s.node) : "text") + " from " + Math.round(s.previousRect.y) + " to " + Math.round(s.currentRect.y)));
    })).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(out), 150);
  });

  return { all, name, box, seen, painted, wordsOf, cards, collisions, sideways, sides, lost, focus, light, shifts };
})();
