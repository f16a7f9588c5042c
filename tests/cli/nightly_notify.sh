#!/bin/sh
# The command of 'nightly --notify' gets the night with series, effect, since and why; one
# cause alarms once; a command that fails costs the night nothing and has exit code 9,
# which is below that of a regression.
. "${0%/*}/lib.sh"
long_test
need sqlite3 gnuplot

printf 'strategy,kernel,n,workers,repeats\nserial shm,native,1000 2000,2,6\n' >plan.csv
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
# until three nights ago shm took a millionth of the time, at both sizes; serial has always
# varied by two fifths, so that a busy machine is nothing new
nights x.db 30 "UPDATE summary SET median_ns = median_ns * (SELECT 1 + 20 * e FROM noise
	WHERE noise.cell_id = summary.cell_id)
	WHERE cell_id IN (SELECT cell_id FROM v_cell WHERE strategy = 'serial')
	AND cell_id IN (SELECT cell_id FROM noise);
	UPDATE summary SET median_ns = median_ns / 1e6
	WHERE cell_id IN (SELECT c.cell_id FROM v_cell AS c
	JOIN night AS n ON n.run_id = c.run_id WHERE strategy = 'shm' AND i < 28);"
cp x.db again.db
told() { # JSON path: prints what the command was told
	ask :memory: "SELECT readfile('told.json') ->> '$1'"
}
night() { # DATABASE TIME CODE COMMAND
	expect_exit "$3" "$DOTREC" nightly -d "$1" --no-remeasure \
		--now "2026-04-0$2:00:00Z" --notify "$4" plan.csv
}

night x.db 1T01 1 'cat >told.json'
expect_equal "exit code" 1 "$(told '$.exit_code')"
line=$(told '$.line')
expect_text out "$line"
for words in '2 regressed' 'shm/native/f64/' '2x1' ' since 2026-03-29' ' %'; do
	case $line in *"$words"*) ;; *) fail "the line lacks '$words': $line" ;; esac
done
expect_equal "subjects" 'shm/native/f64/1000/2x1 shm/native/f64/2000/2x1' "$(ask :memory: "
	SELECT group_concat(s, ' ') FROM (SELECT value ->> 'subject' AS s
	FROM json_each(readfile('told.json'), '\$.verdicts')
	WHERE value ->> 'verdict' = 'regressed' AND value ->> 'effect_ratio' > 1e5
	  AND value ->> 'since_utc' LIKE '2026-03-29%' ORDER BY 1)")"

# a cause is told once: the same night again, and the next one
for time in 1T02 2T01; do
	night x.db $time 0 'cat >told.json'
	expect_empty out
	expect_equal "exit code, told again" 0 "$(told '$.exit_code')"
done

# a command that fails does not hide the regression, or anything that the night has done
night again.db 1T01 1 'cat >told.json; exit 3'
expect_text out '2 regressed' "the notification failed: 'cat >told.json; exit 3' exited with status 3"
expect_equal "stored" 'finished|2' "$(ask again.db "SELECT status, (SELECT count(*)
	FROM v_finding WHERE run_id = r.id AND told = 'regressed')
	FROM run AS r ORDER BY id DESC LIMIT 1")"
[ -s dotrec-nights/2026-04-01/report.pdf ] || fail "no report"
# and where all is well it is all that is told; the data is the same
night again.db 1T02 9 'exit 3'
expect_text out "the notification failed: 'exit 3' exited with status 3"
night again.db 1T03 9 'nosuch-command-here'
expect_text out "'nosuch-command-here' exited with status 127"
night again.db 1T04 9 'kill -9 $$'
expect_text out "'kill -9 \$\$' " 'signal 9'
# a command that reads nothing, of a night with much to tell, is no failure
night again.db 1T05 0 'exit 0'
expect_empty out err
