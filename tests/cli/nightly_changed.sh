#!/bin/sh
# If the machine or the build changed after a night died, 'nightly' ends that run with
# the reason and begins a new one, without an error; 'run --resume' refuses. A run of
# another machine, and a run that was followed by a whole one, are left alone.
. "${0%/*}/lib.sh"
long_test
need sqlite3 gnuplot
boot=$(cat /proc/sys/kernel/random/boot_id)

printf 'strategy,n,workers,repeats\nserial fork,1000 2000,2,5\n' >plan.csv
expect_exit 0 "$DOTREC" run -q -d whole.db plan.csv
ask whole.db "UPDATE run SET status = 'running', finished_utc = NULL,
		owner = '$boot 999999999 1';
	DELETE FROM speedup; DELETE FROM summary; DELETE FROM control;
	DELETE FROM cold WHERE cell_id > 2; DELETE FROM sample WHERE cell_id > 2;
	UPDATE cell SET status = 'missing' WHERE id > 2"
night() { # DB [OPTION...]
	_db=$1
	shift
	expect_exit 0 "$DOTREC" nightly -d "$_db" -o nights "$@" plan.csv
}
runs() { # DB: prints the runs with their ok and missing repeats
	ask "$1" "SELECT run_id, status, ok, missing FROM v_account_run" |
		paste -s -d ' ' -
}

for change in "build SET compiler = 'cc of old'|compiler was 'cc of old'" \
	"build SET blas = 'no blas'|blas was 'no blas'" \
	"build SET libc = '1.0'|libc was '1.0'" \
	"build SET sqlite = '3.0'|sqlite was '3.0'" \
	"machine SET key = 'feedfeedfeedfeed'|machine was 'feedfeedfeedfeed"; do
	cp whole.db x.db
	ask x.db "UPDATE ${change%%|*}"
	expect_exit 2 "$DOTREC" run --resume last -d x.db
	expect_text err 'was begun elsewhere' "${change#*|}"
	expect_equal "left alone" '1|running|10|10' "$(runs x.db)"
	night x.db -v --notify 'cat >told.json'
	expect_text out "run 1 cannot go on, and a new one was begun: ${change#*|}" \
		'run 2 in'
	expect_text told.json "${change#*|}"
	expect_equal "$change" '1|interrupted|10|10 2|finished|20|0' "$(runs x.db)"
	reason=$(ask x.db 'SELECT reason FROM run WHERE id = 1')
	case $reason in
	"${change#*|}"*) ;;
	*) fail "the reason: $reason" ;;
	esac
	expect_equal "owner, resumed" '|0' "$(ask x.db 'SELECT owner, resumed FROM run
		WHERE id = 1')"
done

# the ended run is not resumed, even if machine and build are as before: a new start is
# a new run
ask x.db "UPDATE run SET (machine_id, build_id) = (SELECT machine_id, build_id
	FROM run WHERE id = 2) WHERE id = 1"
night x.db
expect_empty out
expect_equal "once more" '1|interrupted|10|10 2|finished|20|0 3|finished|20|0' \
	"$(runs x.db)"

# if nothing has changed, the run is resumed
cp whole.db x.db
night x.db
expect_equal "gone on with" '1|finished|20|0' "$(runs x.db)"

# a run of another machine in the same database, as after a merge
cp whole.db x.db
ask x.db "UPDATE machine SET key = 'feedfeedfeedfeed';
	UPDATE run SET owner = 'another-boot 5 5'"
night x.db
expect_empty out
expect_equal "another machine's" '1|running|10|10 2|finished|20|0' "$(runs x.db)"
