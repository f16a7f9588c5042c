#!/bin/sh
# Canned queries that are empty if all is well return rows if something is wrong.
. "${0%/*}/lib.sh"
need sqlite3

record
record
ask x.db "UPDATE cell SET status = 'wrong', reason = 'off', exact = 0,
		reference = 2.5, reference_bits = 0x4004000000000000, bound = 0.25
	WHERE id = (SELECT cell_id FROM v_cell
		WHERE run_id = 2 AND series = 'shm/native/f64/2000/2x1');
	UPDATE sample SET status = 'wrong', result = 3.5,
		result_bits = 0x400c000000000000, reason = 'off by 1'
	WHERE repeat = 4 AND cell_id = (SELECT id FROM cell WHERE status = 'wrong');
	UPDATE cell SET status = 'skipped', reason = 'no pipes'
	WHERE id = (SELECT cell_id FROM v_cell
		WHERE run_id = 2 AND series = 'pipe/native/f64/1000/2x1');
	UPDATE sample SET status = 'skipped'
	WHERE cell_id = (SELECT id FROM cell WHERE status = 'skipped');
	UPDATE sample SET preemptions = 0, moved = 0, faults = 0;
	UPDATE sample SET preemptions = 3 WHERE repeat = 2 AND cell_id =
		(SELECT max(id) FROM cell); -- null/native/f64/1000/1x1
	UPDATE run SET noisy = iif(id = 1, 'others', '');
	UPDATE run SET host_before = json_object('kernel', iif(id = 1, '6.1-a', '6.2-b'),
		'clock_read_ns', iif(id = 1, '20', '40'), 'os', 'Debian', 'utc', id);
	UPDATE summary SET median_ns = (SELECT 2 * u.median_ns
			FROM summary AS u JOIN cell AS c ON c.id = u.cell_id
			JOIN cell AS d ON d.series_id = c.series_id
			WHERE c.run_id = 1 AND d.id = summary.cell_id)
	WHERE cell_id IN (SELECT id FROM cell WHERE run_id = 2)"

# rows NAME PARAMETER...: prints the answer without its header, fields separated by |
rows() {
	expect_exit 0 "$DOTREC" query -d x.db --format tsv "$@"
	sed 1d out | tr '\t' '|'
}
expect_equal "wrong" \
	'shm/native/f64/2000/2x1|4|4|3.5|2.5|1|0.25|400c000000000000|4004000000000000|off by 1' \
	"$(rows wrong)"
expect_equal "wrong results of the first run" '' "$(rows wrong run=1)"
expect_equal "failures" \
	'pipe/native/f64/1000/2x1|skipped|no pipes|7|0|0|0|0|7|0
shm/native/f64/2000/2x1|wrong|off|7|6|1|0|0|0|0' "$(rows failures)"
expect_equal "failures of the first run" '' "$(rows failures run=1)"
expect_equal "disturbed" 'null/native/f64/1000/1x1|2|3' \
	"$(rows disturbed | cut -d '|' -f 1,2,5)"
expect_equal "noisy" '1|finished|others' "$(rows noisy | cut -d '|' -f 1,4,5)"
expect_equal "host_differences" 'kernel|6.1-a|6.2-b|
clock_read_ns|20|40|1' "$(rows host_differences)"
expect_equal "host_differences, the other way round" 'kernel|6.2-b|6.1-a|
clock_read_ns|40|20|-0.5' "$(rows host_differences run=1 before=2)"
expect_equal "changes" 9 "$(rows changes | grep -c '|1|[01]$')"
expect_equal "no run before the first" '' "$(rows changes run=1)"
expect_equal "nights" '2|9|2|9|9|0
1|9|0|0|0|0' "$(rows nights | cut -d '|' -f 1,9-13)"
