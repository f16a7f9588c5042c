#!/bin/sh
# Two runs with the same seed have equal result bits and equal orders.
. "${0%/*}/lib.sh"
need sqlite3

record --seed 7
record --seed 7
record --seed 8
bits() {
	ask x.db "SELECT series_id, repeat, result_bits FROM v_sample
		WHERE run_id = $1 AND strategy <> 'null'
		ORDER BY series_id, repeat"
}
orders() {
	ask x.db "SELECT n, round, series_id FROM v_sample
		WHERE run_id = $1 ORDER BY n, round, start_ns"
}
for run in 1 2 3; do
	bits "$run" >"bits.$run"
	orders "$run" >"orders.$run"
done
expect_equal "rows" 56 "$(grep -c '|-*[0-9][0-9]*$' bits.1)"
cmp bits.1 bits.2 || fail "equal seeds, other bits"
cmp orders.1 orders.2 || fail "equal seeds, other orders"
! cmp -s bits.1 bits.3 || fail "other seeds, equal bits"
! cmp -s orders.1 orders.3 || fail "other seeds, equal orders"
