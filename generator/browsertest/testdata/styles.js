// What the tests ask of a stylesheet. It is evaluated in a page and sets window.styles.
window.styles = (() => {
  // The rules and declarations of a block of a stylesheet as it is written: [[what stands before "{", [what stands in it]], "declaration", …].
  function blocks(text) {
    let i = 0;
    function block() {
      const out = [];
      let word = "", depth = 0;
      const end = () => { if (word.trim()) out.push(word.trim()); word = ""; };
      for (; i < text.length; i++) {
        const c = text[i];
        if (c === '"' || c === "'") {
          const from = i;
          do { i++; } while (text[i] !== c);
          word += text.slice(from, i + 1);
        } else if (text.startsWith("/*", i)) {
          i = text.indexOf("*/", i) + 1;
        } else if (c === "{") {
          i++;
          out.push([word.trim(), block()]);
          word = "";
        } else if (c === "}") {
          end();
          return out;
        } else if (c === ";" && !depth) {
          end();
        } else {
          depth += (c === "(") - (c === ")");
          word += c;
        }
      }
      end();
      return out;
    }
    return block();
  }

  // The parts of a list of selectors.
  function selectors(text) {
    const out = [""];
    let depth = 0;
    for (const c of text) {
      depth += (c === "(") - (c === ")");
      if (c === "," && !depth) out.push(""); else out[out.length - 1] += c;
    }
    return out;
  }

  const split = declaration => { const at = declaration.indexOf(":"); return [declaration.slice(0, at).trim(), declaration.slice(at + 1).trim()]; };
  const descriptors = /^@(font-face|page|bottom|top|left|right)/;

  // What of a stylesheet this browser does not take.
  function refused(text) {
    const out = [];
    function look(parts, within) {
      for (const part of parts) {
        if (typeof part === "string") {
          if (part.startsWith("@")) continue;
          const [name, value] = split(part);
          if (!descriptors.test(within) && !name.startsWith("--") && !CSS.supports(name, value)) out.push(within + " { " + part + " }");
          continue;
        }
        const [head, inside] = part;
        if (!head.startsWith("@")) selectors(head).forEach(s => { if (!CSS.supports("selector(" + s + ")")) out.push("the selector " + s); });
        if (head.startsWith("@supports") && !CSS.supports(head.slice("@supports".length).trim())) out.push(head);
        look(inside, head);
      }
    }
    look(blocks(text), "");
    const written = parts => parts.filter(p => typeof p !== "string").reduce((n, p) => n + 1 + written(p[1]), 0);
    const read = rules => [...rules].reduce((n, r) => n + 1 + read(r.cssRules || []), 0);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    if (written(blocks(text)) !== read(sheet.cssRules)) out.push(written(blocks(text)) + " rules are written, " + read(sheet.cssRules) + " are read");
    const faces = blocks(text).filter(p => p[0] === "@font-face");
    [...sheet.cssRules].filter(r => r instanceof CSSFontFaceRule).forEach((r, i) => {
      if (r.style.length !== faces[i][1].length) out.push("of a font face, " + r.style.length + " of " + faces[i][1].length + " lines: " + faces[i][1][0] + "; " + faces[i][1][1]);
    });
    return out;
  }

  // The rules of a stylesheet as the browser reads them, without the spaces and digests that say nothing.
  function rules(text) {
    const sheet = new CSSStyleSheet(), out = [];
    sheet.replaceSync(text);
    const walk = (rules, path) => [...rules].forEach(r => {
      if (r.cssRules && r.cssRules.length) walk(r.cssRules, path + " " + (r.conditionText || r.selectorText || ""));
      out.push(path + " " + r.cssText);
    });
    walk(sheet.cssRules, "");
    return out.map(r => r.replace(/\?v=\w+/g, "").replace(/\s+/g, " ").replace(/ ?([,/(){};:]) ?/g, "$1"));
  }

  return { refused, rules };
})();
