#!/bin/sh
# The query 'counters' tells instructions and cycles of a call and an element, from
# repeats and from sketches. What was not counted is NULL, never 0.
. "${0%/*}/lib.sh"
need sqlite3

printf 'strategy,n,workers,repeats\nnull serial shm fork,1000,2,4\n' >plan.csv
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv

# as the machine has it, counters or not
expect_equal "never nothing" 0 "$(ask x.db "SELECT count(*) FROM sample
	WHERE instructions <= 0 OR cycles <= 0")"
expect_equal "a caller that sleeps" 0 "$(ask x.db "SELECT count(instructions)
	FROM v_sample WHERE strategy = 'fork'")"
expect_exit 0 "$DOTREC" query counters -d x.db --format csv
expect_equal "cells counted" "$(ask x.db "SELECT count(DISTINCT cell_id) FROM sample
	WHERE instructions IS NOT NULL")" "$(($(wc -l <out) - 1))"
ask x.db "SELECT host_before ->> 'counters' FROM run" >fact
grep -q . fact || fail "the run does not say which counters there are"

# given counts: 3 instructions and 2 cycles an element, 5 misses a repeat, of which
# one was not counted
ask x.db "UPDATE sample
	SET (instructions, cycles, cache_misses) = (
		SELECT 3000 * c.calls, 2000 * c.calls, iif(c.strategy = 'shm', NULL, 5 * c.calls)
		FROM v_cell AS c WHERE c.cell_id = sample.cell_id)
	WHERE cell_id IN (SELECT cell_id FROM v_cell WHERE strategy <> 'fork')
	  AND (repeat < 3 OR cell_id NOT IN (SELECT cell_id FROM v_cell WHERE strategy = 'null'))"
counted() {
	expect_exit 0 "$DOTREC" query counters -d x.db --format csv
	tr -d '\r' <out | cut -d, -f1-9
}
counted >got
cat >wanted <<'CSV'
series,repeats,call_instructions,call_cycles,call_cache_misses,element_instructions,element_cycles,element_cache_misses,instructions_per_cycle
null/native/f64/1000/1x1,3,3000,2000,5,,,,1.5
serial/native/f64/1000/1x1,4,3000,2000,5,3,2,0.005,1.5
shm/native/f64/1000/2x1,4,3000,2000,,,,,1.5
CSV
cmp wanted got || fail "$(cat got)"

# the counts travel, and a sketch keeps the sums of cells all of whose repeats have them
expect_exit 0 "$DOTREC" export -d x.db --all --format jsonl -o x.jsonl
expect_exit 0 "$DOTREC" import -d y.db x.jsonl
sums="SELECT sum(instructions), sum(cycles), sum(cache_misses) FROM sample"
expect_equal "imported" "$(ask x.db "$sums")" "$(ask y.db "$sums")"
expect_exit 0 "$DOTREC" query contradictions -d y.db
