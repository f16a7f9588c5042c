#!/bin/sh
# The length of a report follows what there is to say: a first run has at most 6 pages,
# a night with a history at most 10, and nothing empty; what is left out is listed;
# --full and back leaves no file of the other.
. "${0%/*}/lib.sh"
long_test
need gnuplot pdfinfo pdftotext sqlite3

pages() {
	pdfinfo "$1/report.pdf" | sed -n 's/^Pages: *//p'
}
# made DIR: prints the reports in DIR
made() {
	sed -n 's/^report,\([a-z]*\),.*/\1/p' "$1/manifest.csv" | paste -s -d ' ' -
}

# more strategies and sizes than fit on the first page
cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native blas,100..1000000*10,1,7
fork pipe shm ring thread,native,100..1000000*10,2 3 4,7
PLAN
"$DOTREC" run -q -d x.db plan.csv >out 2>err || fail "the run"
# what a busy machine gives to distrust would push the table from the first page
ask x.db "UPDATE sample SET preemptions = 0, faults = 0, moved = 0;
	UPDATE run SET noisy = NULL; DELETE FROM control"
expect_exit 0 "$DOTREC" report -d x.db -o first
expect_equal "reports of a first run" \
	'front time speedup breakeven phases about' "$(made first)"
[ "$(pages first)" -le 6 ] || fail "a first run has $(pages first) pages"
pdftotext -f 1 -l 1 -layout first/report.pdf page.txt
expect_text page.txt 'when does splitting a dot product' 'Is the parallelisation' \
	'run 1, ' "the course's table: median time" 'one session' \
	'Speed-up: above 1' 'Time of one dot product'
expect_text first/about.md 'nothing to show: page, night, history' "'dotrec report --full' adds, where"
expect_equal "how often the answer is given" 1 \
	"$(pdftotext first/report.pdf - | grep -c 'Is the parallelisation')"
expect_exit 0 "$DOTREC" report --verify first -d x.db

cp -r first both
expect_exit 0 "$DOTREC" report -d x.db -o both --full
expect_text both/manifest.csv report,course report,account report,repeats
expect_exit 0 "$DOTREC" report --verify both -d x.db
echo mine >both/mine.txt
expect_exit 0 "$DOTREC" report -d x.db -o both
expect_equal "what --full leaves behind" "mine.txt $(names first)" "$(names both |
	sed 's/\(.*\) mine.txt/mine.txt \1/')"

# nights with a step, and one that is measured
nights x.db 12 "UPDATE summary SET median_ns = median_ns * 1.3
	FROM night AS n, v_cell AS c WHERE c.cell_id = summary.cell_id
	AND n.run_id = c.run_id AND c.strategy = 'shm' AND n.i > 9;"
"$DOTREC" run -q -d x.db plan.csv >out 2>err || fail "the last night"
"$DOTREC" check -q -d x.db >out 2>err || [ $? -eq 1 ] || fail "the check"
expect_exit 0 "$DOTREC" report -d x.db -o night
expect_equal "reports of a night" \
	'front time speedup breakeven phases night history about' "$(made night)"
[ "$(pages night)" -le 10 ] || fail "a night has $(pages night) pages"
expect_text night/front.txt 'The night: '
