#!/bin/sh
# A slowdown planted in one phase: 'check' names the phase, what it contributed, and what
# else changed when it began; the changes of other nights are not named. Effects are
# against the accepted level; a recovery says how far from it; 'accept' is told the same
# night.
. "${0%/*}/lib.sh"
need sqlite3

cat >plan.csv <<'PLAN'
strategy,n,workers,repeats
serial shm,1000,2,6
PLAN
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
# A call of shm takes 30 us, 14.5 us of it for dispatch. From night 41 of 62 on dispatch
# takes 12.3 us longer (85 %), from night 52 on 0.1 us instead. The compiler and the
# program of a peer are replaced in night 41; the kernel of the system in night 38, the C
# library in night 43; another turbo setting is there on night 41 alone (a governor would
# be another state).
nights x.db 62 "
INSERT INTO build (id, version, source, compiler, flags, blas, sqlite, libc)
	SELECT 90 + value, version, source, iif(value > 1, 'cc 2', 'cc 1'), flags, blas,
		sqlite, iif(value > 2, 'libc 2', 'libc 1')
	FROM build, json_each('[1,2,3]') WHERE build.id = (SELECT max(id) FROM build);
UPDATE run SET
	build_id = (SELECT iif(i < 41, 91, iif(i < 43, 92, 93)) FROM night WHERE run_id = id),
	host_before = (SELECT json_object('kernel', iif(i < 38, '6.1', '6.2'),
			'peer_mine', iif(i < 41, 'mine 1', 'mine 2'),
			'turbo', iif(i = 41, 'off', 'on'),
			'load_1min', CAST(0.01 * (i % 9) AS TEXT))
		FROM night WHERE run_id = id)
	WHERE id IN (SELECT run_id FROM night);
UPDATE cell SET calls = 10 WHERE run_id IN (SELECT run_id FROM night);
CREATE TEMP TABLE takes AS
	SELECT u.cell_id, s.strategy = 'shm' AS shm, 1 + 0.25 * u.e AS f,
		iif(s.strategy <> 'shm' OR u.i < 41, 0, iif(u.i < 52, 12300, 100)) AS more
	FROM noise AS u JOIN series AS s ON s.id = u.series_id;
UPDATE summary SET samples = 6, median_ns =
	(SELECT iif(shm, 30000 * f + more, 50000 * f) FROM takes
	 WHERE takes.cell_id = summary.cell_id)
	WHERE cell_id IN (SELECT cell_id FROM takes);"
ask x.db "
WITH takes AS (
	SELECT c.id, s.strategy = 'shm' AS shm,
		CAST(10 * u.median_ns AS INTEGER) AS t, row_number() OVER (
			PARTITION BY c.series_id ORDER BY c.run_id) AS i
	FROM cell AS c JOIN series AS s ON s.id = c.series_id
	JOIN summary AS u ON u.cell_id = c.id
), part AS (
	SELECT *, value AS repeat, iif(shm, t * 3 / 30, 0) AS collect,
		iif(shm, 145000 + iif(i < 41, 0, iif(i < 52, 123000, 1000)), 0)
			+ iif(value = 5, 900000, 0) AS dispatch,
		t + iif(value = 5, 900000, 0) + value * 100 AS total
	FROM takes, json_each('[0,1,2,3,4,5]')
)
INSERT INTO sample (cell_id, repeat, round, status, start_ns, total_ns, spawn_ns,
		dispatch_ns, compute_ns, collect_ns, skew_ns, mark_every, active,
		sent_bytes, received_bytes)
	SELECT id, repeat, repeat, 'ok', 0, total, 0, dispatch,
		total - dispatch - collect, collect, 0, 1, 1, 0, 160
	FROM part;"
shm=shm/native/f64/1000/2x1

# the same where only the sums are left of the nights before, or the phases are unknown
for copy in thinned unknown; do
	cp x.db $copy.db
done
ask thinned.db "DELETE FROM sample WHERE repeat = 5;
INSERT INTO sketch (cell_id, ok, wrong, failed, timeout, skipped, total_ns, spawn_ns,
		dispatch_ns, compute_ns, collect_ns, sent_bytes, received_bytes, results)
	SELECT cell_id, count(*), 0, 0, 0, 0, sum(total_ns), sum(spawn_ns),
		sum(dispatch_ns), sum(compute_ns), sum(collect_ns), 0, sum(received_bytes), 1
	FROM sample WHERE cell_id IN (SELECT id FROM cell WHERE run_id < $(run_of 41))
	GROUP BY cell_id;
DELETE FROM sample WHERE cell_id IN (SELECT cell_id FROM sketch);"
ask unknown.db 'UPDATE sample SET dispatch_ns = NULL, collect_ns = NULL'
for copy in thinned unknown; do
	expect_exit 1 "$DOTREC" check "$(run_of 46)" -d $copy.db
	expect_exit 0 "$DOTREC" query findings run="$(run_of 46)" -d $copy.db
	expect_text out "compiler: 'cc 1' -> 'cc 2'"
	[ $copy = unknown ] || expect_text out 'dispatch +12.3 us (+85 %) of +12.'
	[ $copy = thinned ] || ! grep -q ' us ' out || fail "unknown phases are named"
done

# the serial base gets faster by a fifth: that is the finding, and shm's time relative to
# it is neither one nor a reason for exit code 1; no phase of shm is to blame
cp x.db base.db
ask base.db "CREATE TEMP TABLE later AS SELECT cell_id, strategy FROM v_cell
	WHERE run_id BETWEEN $(run_of 41) AND $(run_of 51);
UPDATE summary SET median_ns = median_ns * 0.8
	WHERE cell_id IN (SELECT cell_id FROM later WHERE strategy = 'serial');
UPDATE summary SET median_ns = median_ns - 12300
	WHERE cell_id IN (SELECT cell_id FROM later WHERE strategy = 'shm');
UPDATE speedup SET ratio = (SELECT b.median_ns / u.median_ns FROM summary AS u, summary AS b
	WHERE u.cell_id = speedup.cell_id AND b.cell_id = speedup.base_id);"
cp base.db nights.db
expect_exit 0 "$DOTREC" check "$(run_of 46)" -d base.db
for night in 40 41 42 43 44 45 46; do
	expect_exit 0 "$DOTREC" check "$(run_of $night)" -d nights.db
done
for copy in base nights; do
	expect_exit 0 "$DOTREC" query findings run="$(run_of 46)" -d $copy.db
	grep -q '^still improved  *serial/' out || fail "$copy: serial is not found"
	! grep -qE 'relative|regressed' out || fail "$copy: the effect of serial is a finding"
	expect_equal "$copy: relative, and why" 'regressed|serial base -10 us (-20 %)' "$(
		ask $copy.db "SELECT verdict, moved FROM verdict
		WHERE measure = 'relative' AND subject = '$shm' AND moved IS NOT NULL")"
done

expect_exit 0 "$DOTREC" check "$(run_of 40)" -d x.db
judge 41 44
expect_equal "lines of one cause" 1 "$(grep -c '^regressed' out)"
grep "^regressed  *$shm " out >line || fail "no line of the series"
expect_text line 'dispatch +12.3 us (+85 %) of +12.' "compiler: 'cc 1' -> 'cc 2'" \
	"peer_mine: 'mine 1' -> 'mine 2'"
! grep -qE 'kernel|turbo|load|collect' line || fail "what did not change is named"
expect_equal "phases add up to the total" '1|1|1' "$(ask x.db "
	SELECT abs(sum(b - a) FILTER (WHERE key IN ('spawn_ns', 'dispatch_ns', 'compute_ns',
			'collect_ns')) - sum(b - a) FILTER (WHERE key = 'total_ns')) < 0.1,
		abs(sum(b - a) FILTER (WHERE key = 'dispatch_ns') - 12300) < 1,
		sum(a) FILTER (WHERE key = 'nights') = 20
	FROM (SELECT e.key, e.value ->> 0 AS a, e.value ->> 1 AS b
		FROM verdict AS v, json_each(v.phases) AS e
		WHERE v.measure = 'time' AND v.verdict = 'regressed')")"
expect_exit 0 "$DOTREC" query moved run="$(run_of "$night")" -d x.db
expect_text out 'dispatch_ns'
expect_exit 0 "$DOTREC" query about run="$(run_of "$night")" -d x.db
expect_text out "$(sed 's/.*\(dispatch +.*cc 2.\).*/\1/' line)"
regressed=$night

# later nights: the same change holds, with its effect, its interval and its cause
expect_exit 0 "$DOTREC" check "$(run_of 51)" -d x.db
grep "^still regressed  *$shm .*+4[01]\.[0-9] % \[+[34].*dispatch +12.3 us" out >line ||
	fail "the change that holds has no effect, interval or cause"

# it heals: the effect is against the accepted level, beside the last change
judge 52 58
grep "^improved  *$shm " out >line || fail "the recovery is not told"
expect_text line ' +0.' ' -28.' 'dispatch -12.2 us (-'
expect_equal "against the accepted level, and the last one" '1|1' "$(ask x.db "
	SELECT abs(effect_ratio - 0.0033) < 0.003, abs(last_ratio + 0.288) < 0.01
	FROM verdict WHERE measure = 'time' AND verdict = 'improved'")"
expect_exit 0 "$DOTREC" check "$(run_of 62)" -d x.db
! grep -q "$shm" out || fail "something still holds though the series is healed"

expect_equal "in words" 1 "$(ask x.db "SELECT words LIKE
	'shm/%/2x1% -28.% since 2026-03-2%, now +0.% against the accepted level: dispatch %'
	FROM v_finding WHERE told = 'improved'")"

# once the change is accepted, its night says so, in all places
night=$(run_of "$regressed")
expect_exit 1 "$DOTREC" check "$night" -d x.db
before=$(ask x.db 'SELECT * FROM verdict')
expect_exit 0 "$DOTREC" accept "$shm" --reason 'the price of a fix' --run "$night" -d x.db
expect_exit 0 "$DOTREC" check "$night" -d x.db
expect_text out "accepted  "
! grep -q '^regressed' out || fail "regressed though accepted"
expect_exit 0 "$DOTREC" query about run="$night" -d x.db
expect_text out 'verdict: accepted'
expect_equal "verdicts stay" "$before" "$(ask x.db 'SELECT * FROM verdict')"
expect_exit 0 "$DOTREC" accept "$shm" --undo -d x.db
expect_text err '1 accepted baseline taken back'
expect_exit 1 "$DOTREC" check "$night" -d x.db

# what was told travels
expect_exit 0 "$DOTREC" export --all -d x.db -o x.csv
expect_exit 0 "$DOTREC" import -d copy.db x.csv
expect_equal "copied" "$(ask x.db 'SELECT told, words, phases FROM v_finding
	ORDER BY started_utc, place, subject')" "$(ask copy.db 'SELECT told, words, phases
	FROM v_finding ORDER BY started_utc, place, subject')"
