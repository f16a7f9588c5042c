#!/bin/sh
# A 'nightly' killed while it sets the link to its newest report leaves the old or the
# new link, and nothing that the next one does not remove; its notification command and
# the children of that die with it.
. "${0%/*}/lib.sh"
long_test
need sqlite3 setsid
. "$top_srcdir/tests/cli/dying.sh"

printf 'strategy,n,repeats\nserial,1000,3\n' >plan.csv
mkdir bin
cat >bin/gnuplot <<'SH' # a fast substitute: pictures are not tested here
#!/bin/sh
[ "$1" != --version ] || { echo 'gnuplot 0' && exit; }
printf '%%PDF-1.5\n' >"${2%.gp}.pdf"
printf '<svg></svg>\n' >"${2%.gp}.svg"
SH
chmod +x bin/gnuplot
PATH=$work/bin:$PATH
night() { # DAY
	expect_exit 0 "$DOTREC" nightly -q -d x.db -o nights \
		--now "2026-03-0${1}T01:00:00Z" plan.csv
	expect_equal "latest" "2026-03-0$1" "$(readlink nights/latest)"
	expect_equal "left" '' "$(parts .)"
}
night 1
day=2
for call in symlinkat:1 renameat:1 unlinkat:1 unlinkat:2; do
	code=0
	export ONLY="${call%:*}"
	dying "${call#*:}" "$DOTREC" nightly -q -d x.db -o nights \
		--now "2026-03-0${day}T01:00:00Z" plan.csv >out 2>err || code=$?
	unset ONLY
	expect_equal "killed at $call" 137 "$code"
	case $(readlink nights/latest) in
	"2026-03-0$day" | "2026-03-0$((day - 1))") ;;
	*) fail "latest is '$(readlink nights/latest)'" ;;
	esac
	night $((day + 1))
	day=$((day + 2))
done

# a notification command that has started others is killed with the nightly
living_sleepers() {
	while read -r _pid; do
		! grep -q '^State:	[^Z]' "/proc/$_pid/status" 2>/dev/null ||
			echo "$_pid"
	done <sleepers
}
nobody_sleeps() {
	[ -z "$(living_sleepers)" ]
}
cat >tell.sh <<'SH'
sleep 300 &
echo $! >>sleepers
sh -c 'sleep 300 & echo $! >>sleepers; wait' &
sh -c 'echo $$ >>sleepers; exec sleep 300'
SH
for signal in KILL TERM HUP; do
	: >sleepers
	setsid "$DOTREC" nightly -q -d y.db -o y -n 'sh tell.sh' \
		--now 2026-03-01T01:00:00Z plan.csv >out 2>err &
	runner=$!
	three() { [ "$(wc -l <sleepers)" -eq 3 ]; }
	wait_until three
	kill -s $signal "$runner"
	finish
	[ "$code" -ge 128 ] || fail "exit code $code"
	wait_until nobody_sleeps
	rm -rf y y.db*
done
