// Runs before the page is painted: tells the styles that scripts run, and sets the colours that the reader chose here.
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch (e) { /* no storage: the system's colours */ }
})();
