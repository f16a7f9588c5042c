#!/bin/sh
# report.html and the site of nights in a browser: no errors, nothing fetched, every
# figure visible, tables that sort and filter, readable at 390 and 1400 pixels, A4 in
# print; and nothing from a hostile database is executed.
. "${0%/*}/lib.sh"
long_test
. "$top_srcdir/tests/cli/hostile.sh"
need gnuplot chromium pdfinfo

record
# shellcheck disable=SC2046 # one word per report
expect_exit 0 "$DOTREC" report -d x.db -o rep $(all_reports)
plant x.db
# shellcheck disable=SC2046 # one word per report
expect_exit 0 "$DOTREC" report -d x.db -o hostile $(all_reports)
mkdir site
expect_exit 0 "$DOTREC" report -d x.db --site site

# look.html opens a report in frames of two widths and prints what it finds
cat >look.html <<'HTML'
<!DOCTYPE html><meta charset="utf-8"><pre id="seen"></pre><script>
"use strict";
var seen = document.getElementById("seen"), errors = [];
function say(what, value) { seen.textContent += what + ": " + value + "\n"; }
function look(frame, width, next) {
  frame.style.width = width + "px";
  setTimeout(function () {
    var doc = frame.contentDocument, root = doc.documentElement;
    say("too wide at " + width, root.scrollWidth > width);
    var hidden = 0;
    doc.querySelectorAll("figure svg").forEach(function (svg) {
      var box = svg.getBoundingClientRect();
      var small = svg.closest(".multiple"); // of the site
      if (box.width < (small ? 150 : 300) || box.height < (small ? 40 : 150) ||
          (!small && !svg.getBBox().width)) hidden++;
    });
    say("figures hidden at " + width, hidden);
    var small = 0;
    doc.querySelectorAll("p, td, th, li, figcaption").forEach(function (e) {
      if (parseFloat(frame.contentWindow.getComputedStyle(e).fontSize) < 12) small++;
    });
    say("small texts at " + width, small);
    next();
  }, 200);
}
function sort(doc) {
  var table = doc.querySelector("#time table"), at = 1;
  var button = table.tHead.rows[0].cells[0].querySelector("button");
  function first() { return table.tBodies[0].rows[0].cells[0].textContent; }
  button.click(); var up = first();
  button.click(); var down = first();
  say("sorted by n", up + " " + down);
}
function filter(doc) {
  var table = Array.from(doc.querySelectorAll("table")).find(function (t) {
    return t.tBodies[0].rows.length > 12 && !t.closest("#calendar");
  });
  var input = table.closest(".scroll").previousElementSibling;
  var words = table.tBodies[0].rows[5].cells[0].textContent;
  input.value = words;
  input.dispatchEvent(new Event("input"));
  var rows = Array.from(table.tBodies[0].rows);
  var shown = rows.filter(function (row) { return row.offsetParent; });
  say("filtered", shown.length > 0 && shown.length < rows.length &&
    shown.every(function (row) { return row.textContent.indexOf(words) >= 0; }));
  input.value = "";
  input.dispatchEvent(new Event("input"));
  say("all again", rows.every(function (row) { return row.offsetParent; }));
}
var frame = document.createElement("iframe");
frame.style.height = "900px";
frame.onload = function () {
  var doc = frame.contentDocument;
  say("title", doc.title.slice(0, 14));
  say("figures", doc.querySelectorAll("figure svg").length);
  say("fetched", frame.contentWindow.performance.getEntriesByType("resource").length);
  say("scripts", doc.querySelectorAll("script").length);
  say("images", doc.querySelectorAll("img, iframe, object, embed").length);
  say("handlers", doc.querySelectorAll("[onclick], [onerror], [onload], [onmousemove]").length);
  say("values under the mouse", doc.querySelectorAll(
    "#time svg g > title, .multiple path > title").length > 8);
  var ids = {}, twice = 0;
  doc.querySelectorAll("[id]").forEach(function (e) { twice += e.id in ids; ids[e.id] = 1; });
  say("ids given twice", twice);
  if (doc.querySelector("#time")) { sort(doc); filter(doc); }
  look(frame, 1400, function () { look(frame, 390, function () { say("end", "end"); }); });
};
frame.src = location.hash.slice(1);
document.body.appendChild(frame);
</script>
HTML

# readable PAGE: what holds for each page that was looked at
readable() {
	expect_text out 'too wide at 1400: false' 'figures hidden at 1400: 0' \
		'too wide at 390: false' 'figures hidden at 390: 0' \
		'small texts at 1400: 0' 'small texts at 390: 0' 'end: end'
	! grep -E 'CONSOLE|Uncaught|Refused' err >told ||
		fail "the console of $1: $(head -n 3 told)"
}

figures=$(find "$top_srcdir/reports" -name '*.gp' | wc -l)
for dir in rep hostile; do
	browse --dump-dom "file://$work/look.html#$dir/report.html"
	expect_text out 'title: dotrec: run 1' \
		"figures: $((figures - 6))" 'fetched: 0' 'scripts: 1' \
		'images: 0' 'handlers: 0' 'values under the mouse: true' \
		'ids given twice: 0' 'sorted by n: 1000 2000' \
		'filtered: true' 'all again: true'
	readable $dir
done

browse --dump-dom "file://$work/look.html#site/index.html"
expect_text out 'title: dotrec: run 1' 'fetched: 0' 'scripts: 1' 'images: 0' \
	'handlers: 0' 'ids given twice: 0'
readable site

browse --no-pdf-header-footer --print-to-pdf=paper.pdf \
	"file://$work/rep/report.html"
pdfinfo paper.pdf >out
expect_text out 'A4'
