// Runs before the page is painted: tells the styles that scripts run, sets the colours that the reader chose here, and asks for the
// two fonts at once; on disk, where a browser refuses that, the styles take them in another way.
(function () {
  var root = document.documentElement, fonts = document.currentScript.dataset.fonts;
  root.classList.add("js");
  try {
    var chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch (e) { /* no storage: the system's colours */ }
  if (location.protocol === "file:") {
    root.classList.add("disk", "wait");
    var show = function () { root.classList.remove("wait"); };
    setTimeout(show, 500);
    addEventListener("DOMContentLoaded", function () {
      var load = function (font) { return document.fonts.load(font); };
      Promise.all(['1em "Attest Serif Disk"', '1em "Attest Sans Disk"'].map(load)).then(show, show);
    });
  } else if (fonts) {
    fonts.split(" ").forEach(function (address) {
      var link = document.createElement("link");
      link.rel = "preload";
      link.as = "font";
      link.type = "font/woff2";
      link.crossOrigin = "anonymous";
      link.href = address;
      document.head.append(link);
    });
  }
})();
