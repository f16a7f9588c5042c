#!/bin/sh
# Hostile text in a database appears literally in every format; nothing of it is
# executed, neither by the program nor by its scripts when run by hand.
. "${0%/*}/lib.sh"
long_test
. "$top_srcdir/tests/cli/hostile.sh"
need gnuplot python3 sqlite3

record
record # pictures of nights need two nights
ask x.db "UPDATE run SET started_utc = strftime('%Y-%m-%dT%H:%M:%SZ', started_utc,
	'-1 day') WHERE id = 1"
plant x.db
expect_equal "what was planted" "$hostile" "$(ask x.db 'SELECT label FROM run WHERE id = 1')"
# shellcheck disable=SC2046 # one word per report
expect_exit 0 "$DOTREC" report -d x.db -o rep $(all_reports)
expect_exit 0 "$DOTREC" report --verify rep -d x.db
for gp in rep/*.gp; do
	case $gp in */common.gp | */names.gp | */text.gp | */ranked.gp) continue ;; esac
	(cd rep && gnuplot -d "${gp##*/}") || fail "gnuplot -d $gp"
done
expect_exit 0 "$DOTREC" report --text -d x.db
# shellcheck disable=SC2046 # one word per report
expect_exit 0 "$DOTREC" report -d x.db -o again $(all_reports)
expect_exit 0 "$DOTREC" report --compare 1 2 -d x.db -o compared
expect_equal "what was executed" '' "$(find . -name '*planted*')"

# literally, except control characters, which become blanks
literal="\`touch planted-1\` \$(touch planted-2) ';!touch planted-3"
expect_text rep/about.txt "$literal" "<script>document.title='planted'"
expect_text rep/about.csv 'touch planted-3'
expect_text rep/about.md "\\\`touch planted-1\\\` \\\$(touch planted-2)" \
	'\<script\>' '\\write18{touch planted-7}' '\&amp;'
# shellcheck disable=SC2016 # it must not expand
expect_text rep/report.html '`touch planted-1` $(touch planted-2)' \
	'&lt;script&gt;document.title=&#39;planted&#39;&lt;/script&gt;' '&amp;amp;'
for text in '<script>document' '<img' '<i>'; do
	! grep -qF "$text" rep/report.html || fail "'$text' in report.html"
done
! grep -q "$(printf '\033')" rep/*.txt rep/*.md rep/*.html rep/*.svg out ||
	fail "an escape sequence is in the report"
if command -v pdftotext >/dev/null; then
	pdftotext -layout rep/report.pdf all.txt
	# shellcheck disable=SC2016 # it must not expand
	expect_text all.txt '`touch planted-1` $(touch planted-2)' '<script>' \
		'"|touch planted-6" @planted' '"|touch planted-14"'
fi

# every SVG is valid XML and contains the text, but no element made from it
cat >svg.py <<'PY'
import sys
import xml.etree.ElementTree as tree

for name in sys.argv[1:]:
    root = tree.parse(name).getroot()
    text = " ".join("".join(t.itertext()) for t in root.iter())
    for part in ("`touch planted-1`", "$(touch planted-2)", "\\n", "&amp;",
                 "<script>document", '"|touch planted-6"', "{/Symbol a}_{b}^c",
                 "`touch planted-11`';!touch planted-12",
                 '<i>$(touch planted-13)"|touch planted-14"',
                 "{/Symbol a}_b^c\\n@p%s&lt;"):
        # gnuplot cuts long names at an axis
        cut = name.endswith(("night.svg", "compare.svg")) and ("-14" in part or "&lt;" in part)
        # a busy machine may not tell the distance of its CPUs: no curve then
        cut = cut or (name.endswith("distance.svg") and
                      any(p in part for p in ("planted-11", "planted-13", "_b^c")) and
                      "planted-11" not in open(name[:-3] + "dat").read())
        # names beside the ends of curves are without their middle
        if name.endswith(("course.svg", "time.svg", "speedup.svg", "efficiency.svg",
                          "element.svg", "front.svg", "distance.svg")):
            cut = cut or ("…" in text and any(
                p in part for p in ("planted-11", "planted-13", "_b^c")))
        if part not in text and not cut:
            sys.exit(f"{name}: no {part}")
    for element in root.iter():
        if element.tag.split("}")[1] in ("script", "img", "a", "image"):
            sys.exit(f"{name}: {element.tag}")
        for key in element.keys():
            if key.startswith("on"):
                sys.exit(f"{name}: {key}")
PY
python3 svg.py again/*.svg compared/*.svg >err 2>&1 || fail "an SVG is wrong"

# a % is no format of a tic's label
ask x.db "UPDATE series SET kernel = 'na%dtive 50% %'"
expect_exit 0 "$DOTREC" report --compare 1 2 -d x.db -o percent
expect_text percent/compare.svg 'na%dtive 50% %/f64/'

# a phase below zero, which the table allows where another is not known
ask x.db "UPDATE sample SET total_ns = 10, spawn_ns = -1000, dispatch_ns = NULL, compute_ns = 5,
	collect_ns = NULL WHERE status = 'ok'"
for run in 1 2; do
	expect_exit 0 timeout 60 "$DOTREC" report --text phases -r $run -d x.db
done
