#!/bin/sh
# The placements 'huge' and 'numa' are of the vectors that workers read in place: they
# are recorded, refused for other strategies, and skipped with the reason where this
# machine cannot give such memory. Nothing else counts as a huge page.
. "${0%/*}/lib.sh"
need sqlite3

for strategy in null pipe; do
	printf 'n,placement,strategy\n1000,huge,%s\n' $strategy >plan.csv
	refuse_plan 2:6 "'$strategy' has no placement 'huge'; known for it are: free pinned"
done

cat >plan.csv <<'PLAN'
strategy,n,workers,chunks,placement,repeats
serial shm fork ring,1000 500000,2,3,free huge numa,3
PLAN
expect_exit 0 "$DOTREC" plan plan.csv
expect_text out 'shm/native/f64/1000/2x3/huge' 'serial/native/f64/500000/1x1/numa' \
	'at most 15.3 MiB of memory and 7.63 MiB of huge pages'

# how many cells have the status $2 in x.db, of the placement $1
cells() {
	ask x.db "SELECT count(*) FROM v_cell WHERE placement = '$1' AND status = '$2'"
}
# $1: the placement; its cells must be ok
have() {
	expect_equal "$1 cells that ran" 8 "$(cells "$1" ok)"
	expect_equal "other bits than plain memory gives" 0 "$(ask x.db "SELECT count(*)
		FROM v_sample AS p JOIN v_sample AS q
		  ON (p.strategy, p.n, p.repeat) = (q.strategy, q.n, q.repeat)
		WHERE p.placement = '$1' AND q.placement = 'free'
		  AND p.result_bits <> q.result_bits")"
	expect_equal "bases of the same memory" 6 "$(ask x.db "SELECT count(*)
		FROM v_cell AS c JOIN v_cell AS b ON b.cell_id = c.base_id
		WHERE c.placement = '$1' AND b.placement = '$1'")"
}
# $1: the placement, $2: a part of the reason; its cells must be skipped
lack() {
	expect_equal "$1 cells skipped" 8 "$(cells "$1" skipped)"
	expect_equal "reasons" 24 "$(ask x.db "SELECT count(*) FROM v_sample
		WHERE placement = '$1' AND status = 'skipped' AND reason LIKE '%$2%'")"
}
run() {
	rm -f x.db
	expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
	expect_equal "plain cells" 8 "$(cells free ok)"
	expect_equal "contradictions" 0 "$(ask x.db "SELECT count(*) FROM v_contradiction")"
}

# the nodes that have memory, as numbers and ranges
nodes=$(cat /sys/devices/system/node/has_memory 2>/dev/null || echo none)
pages=/proc/sys/vm/nr_hugepages
free() {
	sed -n 's/^HugePages_Free: *//p' /proc/meminfo
}

run
case $nodes in
*[-,]*) [ "$(cells numa ok)" = 0 ] || have numa ;;
*) lack numa 'spread over nodes' ;;
esac
if [ "$(free)" = 0 ]; then lack huge 'huge pages'; fi

# with huge pages, which only root can reserve
before=$(cat $pages) || skip "this system has no huge pages"
restore() {
	echo "$before" >$pages
	clean_up
}
(echo $((before + 1)) >$pages) 2>/dev/null || skip "huge pages cannot be reserved here"
trap restore EXIT

# the advice counts the pages that are there already, of which a cell uses one
there=$(cat $pages)
rm -f x.db
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
[ "$(cells huge skipped)" -gt 0 ] || fail "all cells share a huge page"
expect_equal "advice that takes pages away, or adds none" 0 "$(ask x.db "SELECT count(*)
	FROM v_cell WHERE placement = 'huge' AND status = 'skipped'
	  AND CAST(substr(reason, instr(reason, 'nr_hugepages=') + 13) AS INTEGER) <= $there")"
echo $((before + 12)) >$pages
[ "$(free)" -ge 8 ] || skip "there is no room for huge pages"
run
have huge
expect_equal "huge pages left behind" "$(cat $pages)" "$(free)"

# too few: a cell is skipped, and the others run
echo $((before + 2)) >$pages
if [ "$(free)" = 2 ]; then
	run
	expect_equal "short huge cells" 4 "$(cells huge ok)"
	expect_equal "long huge cells" 4 "$(cells huge skipped)"
fi
