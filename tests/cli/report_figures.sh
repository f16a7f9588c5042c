#!/bin/sh
# In no SVG do two texts overlap, and none is empty, whatever the number of series
# and of nights.
. "${0%/*}/lib.sh"
long_test
need gnuplot chromium sqlite3

# look.html opens a report and prints the texts of its pictures that overlap, and the
# pictures without a curve
cat >look.html <<'HTML'
<!DOCTYPE html><meta charset="utf-8"><pre id="seen"></pre><script>
"use strict";
var seen = document.getElementById("seen");
function say(line) { seen.textContent += line + "\n"; }
// the box of the letters: without the space above and below them
function box(text) {
  var r = text.getBoundingClientRect(), upright = r.height > 1.5 * r.width &&
    text.textContent.trim().length > 2;
  var x = upright ? r.width * 0.2 : 0.5, y = upright ? 0.5 : r.height * 0.2;
  return { left: r.left + x, right: r.right - x, top: r.top + y, bottom: r.bottom - y,
    text: text.textContent.trim().replace(/\s+/g, " ") };
}
function look(figure) {
  var svg = figure.querySelector("svg"), texts = [], i, k, a, b, frame;
  if (!svg.querySelector("g[id*=gnuplot_plot] :is(path, use, circle, rect, polygon)"))
    say("empty: " + figure.id);
  frame = svg.getBoundingClientRect();
  svg.querySelectorAll("text").forEach(function (text) {
    if (text.textContent.trim()) texts.push(box(text));
  });
  for (i = 0; i < texts.length; i++) {
    a = texts[i];
    if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 ||
        a.bottom > frame.bottom + 1)
      say("outside: " + figure.id + ": '" + a.text + "'");
    for (k = i + 1; k < texts.length; k++) {
      b = texts[k];
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        say("overlap: " + figure.id + ": '" + a.text + "' and '" + b.text + "'");
    }
  }
}
var frame = document.createElement("iframe");
frame.style.width = "1400px";
frame.style.height = "900px";
frame.onload = function () {
  var figures = frame.contentDocument.querySelectorAll("figure");
  figures.forEach(look);
  say("figures: " + figures.length + " end");
};
frame.src = location.hash.slice(1);
document.body.appendChild(frame);
</script>
HTML

# figures WHAT [OPTION...]: makes the report of x.db and looks at its pictures
figures() {
	_what=$1
	shift
	rm -rf rep
	expect_exit 0 "$DOTREC" report -d x.db -o rep "$@"
	browse --dump-dom "file://$work/look.html#rep/report.html"
	grep -q '^figures: [1-9]' out || grep -q '>figures: [1-9]' out ||
		fail "$_what: there is no picture"
	! grep -E '^(empty|outside|overlap):' out >told ||
		fail "$_what: $(wc -l <told) wrong: $(head -n 30 told)"
}

# series: 1, and many
printf 'strategy,n,workers,repeats\nserial,1000,1,2\n' >plan.csv
"$DOTREC" run -q -d x.db plan.csv >out 2>err || fail "the run"
figures "one series" --full

# what is looked for is found
sed -i 's|</svg>|<text x="100" y="100">one</text><text x="102" y="103">two</text>\
<text x="-200" y="100">three</text></svg>|; s/gnuplot_plot/another/' rep/report.html
browse --dump-dom "file://$work/look.html#rep/report.html"
expect_text out "overlap: figure-front: 'one' and 'two'" \
	"outside: figure-front: 'three'" 'empty: figure-front'

rm x.db
printf 'strategy,n,workers,repeats\nserial,100..100000*10,1,2\nshm fork,100..100000*10,2,2\n' \
	>plan.csv
"$DOTREC" run -q -d x.db plan.csv >out 2>err || fail "the run"
figures "a dozen series" --full

rm x.db
cat >plan.csv <<'PLAN'
strategy,kernel,dtype,n,workers,repeats
serial,native blas,f64 f32,100..100000*10,1,2
fork pipe shm ring thread,native blas,f64 f32,100..100000*10,2 3 5,2
PLAN
"$DOTREC" run -q -d x.db plan.csv >out 2>err || fail "the run"
# near, then far: the picture of the distances has curves for both
distances x.db 'CASE look % 4 WHEN 2 THEN 400 WHEN 3 THEN 450 ELSE 70 + look END'
figures "$(ask x.db 'SELECT count(*) FROM series') series"
figures "many series" --full

# sizes: many
rm x.db
printf 'strategy,n,workers,repeats\nserial shm,100..4000+100,2,2\n' >plan.csv
"$DOTREC" run -q -d x.db plan.csv >out 2>err || fail "the run"
figures "forty sizes" --full

# nights: 2, 30 and 3,000
rm x.db
printf 'strategy,n,workers,repeats\nserial shm,1000..100000*10,2,6\n' >plan.csv
"$DOTREC" run -q -d x.db plan.csv >out 2>err || fail "the run"
cp x.db first.db
for nights in 2 30 3000; do
	cp first.db x.db
	nights x.db $nights "UPDATE summary SET median_ns = median_ns * 1.2
		FROM night AS n, v_cell AS c WHERE c.cell_id = summary.cell_id
		AND n.run_id = c.run_id AND c.strategy = 'shm' AND n.i > 0.8 * $nights;"
	"$DOTREC" check -q -d x.db >out 2>err || [ $? -eq 1 ] || fail "the check"
	figures "$nights nights" --full
done
