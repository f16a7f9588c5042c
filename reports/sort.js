"use strict";
// Tables sort by the column whose header is pressed; again: the other way. Long ones have
// a field: only rows that have all its words are shown.
(function () {
  // a time, a size or a plain number as one number, else NaN
  var unit = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, min: 60,
    B: 1, KiB: 1024, MiB: 1048576, GiB: 1073741824 };
  function number(text) {
    var m = /^([-+]?[0-9.]+(?:e[-+]?[0-9]+)?)(?: (ns|us|ms|s|min|B|KiB|MiB|GiB))?/.exec(text);
    return m ? Number(m[1]) * (unit[m[2]] || 1) : NaN;
  }
  function order(a, b) {
    var x = number(a), y = number(b);
    if (isNaN(x) !== isNaN(y)) return isNaN(x) ? 1 : -1;
    return isNaN(x) ? a.localeCompare(b) : x - y;
  }
  function filter(table, body) {
    var field = document.createElement("input"), box = table.closest(".scroll");
    field.type = "search";
    field.placeholder = "show rows with these words";
    field.setAttribute("aria-label", field.placeholder);
    box.parentNode.insertBefore(field, box);
    field.addEventListener("input", function () {
      var words = field.value.toLowerCase().split(/\s+/);
      Array.from(body.rows).forEach(function (row) {
        var text = Array.from(row.cells, function (cell) {
          return cell.textContent;
        }).join(" ").toLowerCase();
        row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
      });
    });
  }
  document.querySelectorAll("table").forEach(function (table) {
    var body = table.tBodies[0];
    if (!body || !table.tHead) return;
    if (body.rows.length > 12) filter(table, body);
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, at) {
      var button = document.createElement("button"), name = head.firstChild;
      button.type = "button";
      button.appendChild(name);
      head.appendChild(button);
      button.addEventListener("click", function () {
        var up = head.getAttribute("aria-sort") !== "ascending" ? 1 : -1;
        Array.prototype.forEach.call(table.tHead.rows[0].cells, function (h) {
          h.removeAttribute("aria-sort");
        });
        head.setAttribute("aria-sort", up > 0 ? "ascending" : "descending");
        Array.from(body.rows).sort(function (a, b) {
          return up * order(a.cells[at].textContent, b.cells[at].textContent);
        }).forEach(function (row) { body.appendChild(row); });
      });
    });
  });
})();
