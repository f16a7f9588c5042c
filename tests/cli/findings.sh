#!/bin/sh
# The view v_finding: verdicts on one cause are one finding, with the strongest evidence;
# different causes stay apart; words and counts are the same in all places.
. "${0%/*}/lib.sh"
need sqlite3

printf 'strategy,n,workers,repeats\nserial shm,1000 2000,2,6\n' >plan.csv
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
nights x.db 30
a=shm/native/f64/1000/2x1 b=shm/native/f64/2000/2x1 mean='shm/native/f64/*/2x1'

# say ROW...: replaces the verdicts of the last night by the rows, each
# 'MEASURE SUBJECT VERDICT SINCE EFFECT P STILL STILL_SINCE' with nights for dates and -
# for NULL
say() {
	{
		echo 'DELETE FROM verdict;'
		for _row; do
			set -f
			# shellcheck disable=SC2086 # the columns of a row
			set -- $_row
			set +f
			cat <<-SQL
				INSERT INTO verdict (run_id, measure, subject, series_id, verdict,
					since_run_id, effect_ratio, last_ratio, p, still,
					still_since_run_id, method)
				SELECT (SELECT max(id) FROM run), '$1', '$2',
					(SELECT series_id FROM v_series WHERE series = '$2'),
					replace('$3', '_', ' '),
					(SELECT id FROM run WHERE uuid = printf('%08d', '$4')),
					nullif('$5', '-') + 0.0, nullif('$5', '-') + 0.0,
					nullif('$6', '-') + 0.0, replace(nullif('$7', '-'), '_', ' '),
					(SELECT id FROM run WHERE uuid = printf('%08d', '$8')), 4;
			SQL
		done
	} >say.sql
	ask x.db <say.sql
}
# expect_told WHAT LINE...: these are the findings
expect_told() {
	_what=$1
	shift
	for _line; do
		echo "$_line"
	done >wanted
	ask x.db "SELECT told, measure, subject, coalesce(p, '-') FROM v_finding
		WHERE run_id = (SELECT max(id) FROM run) ORDER BY place, subject, measure" |
		tr '|' ' ' >got
	diff -u wanted got || fail "$_what"
}

say "time $a regressed 27 0.1 0.001 - -" "relative $a regressed 28 0.1 0.0001 - -" \
	"time $b suspect 28 0.1 0.01 - -" "relative $b no_change_seen - - 0.3 - -" \
	"mean $mean regressed 27 0.1 0.00001 - -"
expect_told "one change is one finding, with the least p" \
	"regressed relative $a 0.0001"

say "time $a no_change_seen - 0.1 0.5 regressed 25" \
	"relative $a regressed 27 0.1 0.0001 - -" "time $b suspect 20 0.1 0.01 - -"
expect_told "what was told before comes first; other dates are other causes" \
	"suspect time $b 0.01" "still regressed time $a 0.5"

say "time $a regressed 27 0.1 0.001 - -" "relative $a improved 27 -0.1 0.001 - -" \
	"time $b regressed 10 0.1 0.001 - -" "mean $mean suspect 27 0.1 0.01 - -"
expect_told "directions, dates and series are kept apart" \
	"regressed time $a 0.001" "regressed time $b 0.001" "improved relative $a 0.001"

serial=serial/native/f64/1000/1x1
say "time $serial regressed 27 0.3 0.001 - -" "relative $a improved 28 -0.2 0.0001 - -" \
	"time $a no_change_seen - - 0.4 - -" "mean $mean improved 28 -0.1 0.0001 - -"
expect_told "what serial's own change explains is no finding" \
	"regressed time $serial 0.001" "no change seen time $a 0.4"
say "time $serial suspect 27 0.3 0.01 - -" "relative $a improved 28 -0.2 0.0001 - -"
expect_told "a suspicion explains no confirmed change" \
	"suspect time $serial 0.01" "improved relative $a 0.0001"
say "time $serial regressed 27 0.3 0.001 - -" "relative $a regressed 28 0.2 0.0001 - -" \
	"relative $b improved 28 -0.2 0.0001 - -"
expect_told "the same direction and another size are other causes" \
	"regressed time $serial 0.001" "regressed relative $a 0.0001" \
	"improved relative $b 0.0001"
say "time $serial regressed 27 0.3 0.001 - -" "relative $a improved 10 -0.2 0.0001 - -"
expect_told "another date is another cause" \
	"regressed time $serial 0.001" "improved relative $a 0.0001"

say "time $a suspect 28 0.1 0.01 - -" "time $b suspect 28 0.1 0.02 - -" \
	"mean $mean regressed 28 0.1 0.001 - -"
expect_told "a mean that is confirmed stands for suspicions" \
	"regressed mean $mean 0.001"

say "time $a not_measured - - - not_measured 25" \
	"relative $a not_measured - - - - -" "time $b no_change_seen - - 0.4 - -" \
	"relative $b not_enough_nights - - - - -" "mean $mean not_measured - - - - -"
expect_told "the quiet and the missing are counted once" \
	"still not measured time $a -" "no change seen time $b 0.4"

say "time $a regressed 27 0.1 0.001 - -" "time $b regressed 28 0.3 0.001 - -" \
	"time serial/native/f64/1000/1x1 regressed 28 0.2 0.001 - -"
expect_exit 0 "$DOTREC" query told -d x.db --format tsv
expect_text out 'The night: 3 regressed' \
	"regressed: 2 of shm, most $b +30.0 % since" "regressed: serial/native"
expect_equal "sentences" 3 "$(($(wc -l <out) - 1))"

# the same findings in check, mail line, JSON, page one and night
say "time $a regressed 27 0.1 0.001 - -" "relative $a regressed 28 0.1 0.0001 - -" \
	"time $b no_change_seen - -0.2 0.3 regressed 20" \
	"time serial/native/f64/1000/1x1 no_change_seen - - 0.4 - -" \
	"time serial/native/f64/2000/1x1 suspect 29 -0.05 0.01 - -"
expect_exit 1 "$DOTREC" check -d x.db
expect_equal "rows of check" 3 "$(grep -cE '^(regressed|suspect|still regressed) ' out)"
expect_text out 'no change seen: 1 of 4'
expect_exit 1 "$DOTREC" check -d x.db --format csv
expect_equal "rows of the table" 4 "$(($(wc -l <out) - 1))"
expect_exit 0 "$DOTREC" query about -d x.db --format csv
for told in 'regressed' 'suspect' 'still regressed' 'no change seen'; do
	expect_text out "verdict: $told,1 of 4"
done
expect_text out 'regressed,shm/native/f64/1000/2x1 against serial +10.0 % since 2026-03-29'
expect_exit 0 "$DOTREC" query told -d x.db --format tsv
expect_text out \
	'The night: 1 regressed, 1 suspect, 1 still regressed, 1 no change seen' \
	"still regressed: $b -20.0 % since"
expect_exit 0 "$DOTREC" query night -d x.db --format csv
for told in 'regressed' 'suspect' 'still regressed' 'no change seen'; do
	expect_equal "night: $told" 1 "$(grep -c "^$told," out)"
done
expect_equal "the effect that holds is shown" -20 "$(sed -n \
	"s|^still regressed,[0-9]*,$b,\([-0-9]*\).*|\1|p" out)"
