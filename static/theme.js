// Runs before the page is painted: tells the styles that scripts run, sets the colours that the reader chose here, and asks for the
// two fonts at once; on disk, where a browser refuses that, the styles take them in another way.
(() => {
  const root = document.documentElement, fonts = document.currentScript.dataset.fonts;
  root.classList.add("js");
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch (e) { /* no storage: the system's colours */ }
  if (location.protocol === "file:") {
    root.classList.add("disk", "wait");
    const show = () => root.classList.remove("wait");
    setTimeout(show, 500);
    addEventListener("DOMContentLoaded", () => {
      const faces = ['1em "Attest Serif Disk"', 'italic 1em "Attest Serif Disk"', '1em "Attest Sans Disk"'];
      Promise.all(faces.map(face => document.fonts.load(face))).then(show, show);
    });
  } else {
    fonts?.split(" ").forEach(href => {
      const link = { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "anonymous", href };
      document.head.append(Object.assign(document.createElement("link"), link));
    });
  }
})();
