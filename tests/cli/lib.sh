# shellcheck shell=sh
# Shared by the tests of the command line: changes to an empty directory that is removed
# at the end, and defines functions for tests. Exit codes: 0 passed, 77 skipped.
set -eu

# Under nohup every tested program would ignore SIGHUP, which a shell cannot undo, so
# the test starts itself again without that.
if grep -q '^SigIgn:.*[13579bdf]$' "/proc/$$/status" &&
	env --default-signal=HUP true 2>/dev/null; then
	exec env --default-signal=HUP sh "$0" "$@"
fi

export LC_ALL=C TZ=UTC0
# no configuration of the person who runs the tests
export XDG_CONFIG_HOME=/nonexistent
unset OPENBLAS_CORETYPE DOTREC_DB DOTREC_BLAS DOTREC_PEERS DOTREC_MPI_RANK

# To run a test by hand, in the build tree: sh TOP_SRCDIR/tests/cli/NAME.sh
: "${top_srcdir:=$(cd "${0%/*}/../.." && pwd)}"
: "${top_builddir:=$PWD}"
DOTREC=$top_builddir/dotrec
runner= # id of a program in the background, killed when the test ends

clean_up() {
	[ -z "$runner" ] || kill -KILL "$runner" 2>/dev/null || :
	cd / && rm -rf "$work"
}
work=$(mktemp -d)
trap clean_up EXIT
trap 'exit 1' HUP INT TERM
cd "$work"

# fail WORDS...: prints what went wrong and the program's last output, ends the test
fail() {
	printf 'failed: %s\n' "$*"
	for _said in out err; do
		[ ! -s "$_said" ] || sed "s/^/  $_said: /" "$_said"
	done
	exit 1
}

# skip REASON...: ends the test as skipped
skip() {
	printf 'skipped: %s\n' "$*"
	exit 77
}

# long_test: skips the test if DOTREC_LONG is no, as it is in the 'make distcheck' of
# .ci/run, before which all tests have run
long_test() {
	[ "${DOTREC_LONG-}" != no ] || skip "DOTREC_LONG is no"
}

# need PROGRAM...: skips the test if one of the programs is not installed
need() {
	for _program; do
		command -v "$_program" >/dev/null ||
			skip "$_program is not installed"
	done
}

# expect_exit CODE COMMAND...: the command exits with CODE; stdout is in `out`, stderr
# in `err`
expect_exit() {
	_wanted=$1 _code=0
	shift
	"$@" >out 2>err || _code=$?
	[ "$_code" -eq "$_wanted" ] ||
		fail "exit code $_code, not $_wanted: $*"
}

# expect_check [OPTION...]: 'check' exits with 1 if it reports a regression, else with
# 0; sets $code to that
expect_check() {
	code=0
	"$DOTREC" check "$@" >out 2>err || code=$?
	if grep -q '^regressed ' out; then _wanted=1; else _wanted=0; fi
	expect_equal "exit code of 'check'" "$_wanted" "$code"
}

# expect_text FILE TEXT...: the file contains each TEXT
expect_text() {
	_file=$1
	shift
	for _text; do
		grep -qF -e "$_text" "$_file" || fail "no '$_text' in $_file"
	done
}

# expect_empty FILE...: each file is empty or missing
expect_empty() {
	for _file; do
		[ ! -s "$_file" ] || fail "$_file is not empty"
	done
}

# expect_equal WHAT WANTED GOT: GOT equals WANTED; WHAT names the value in the message
expect_equal() {
	[ "$2" = "$3" ] || fail "$1: '$3', not '$2'"
}

# names DIR: prints the names in DIR, hidden ones included, in one line
names() {
	(cd "$1" && find . ! -name . -prune | sed 's|^\./||' | sort |
		paste -s -d ' ' -)
}

# all_reports: prints the names of all reports of one run; named, they are made also
# where they have nothing to show
all_reports() {
	"$DOTREC" report --list |
		awk 'NR > 2 && $1 != "compare" { print $1 }' | paste -s -d ' ' -
}

# ask DB SQL: prints the answer of the plain sqlite3 shell, columns separated by |
ask() {
	sqlite3 -batch -init /dev/null "$@"
}

# distances DB NS: replaces the measured distances of the CPUs in the only run of DB by
# NS, an SQL expression of `look` (the number of the look between blocks, from 0)
distances() {
	ask "$1" "DELETE FROM control WHERE name = 'distance';
	INSERT INTO control (run_id, number, name, start_ns, total_ns, calls)
	SELECT run_id, 1000 + look, 'distance', start_ns, 100 * ($2), 100
	FROM (SELECT run_id, start_ns, row_number() OVER (ORDER BY start_ns) - 1 AS look
	      FROM (SELECT run_id, start_ns, name,
	                   lag(name) OVER (ORDER BY number) AS before
	            FROM control)
	      WHERE name = 'chain' AND before IS NOT 'chain')"
}

# need_extension: skips the test if the plain sqlite3 shell cannot load dotrec_stats.so.
# If that is built with gcc's sanitizers, the shell is started with their library.
need_extension() {
	need sqlite3
	_so=$top_builddir/dotrec_stats.so
	_asan=$(ldd "$_so" | sed -n 's/.*libasan.* => \([^ ]*\).*/\1/p')
	if [ -n "$_asan" ]; then
		mkdir bin
		printf '#!/bin/sh\nLD_PRELOAD=%s exec %s "$@"\n' "$_asan" \
			"$(command -v sqlite3)" >bin/sqlite3
		chmod +x bin/sqlite3
		PATH=$PWD/bin:$PATH
	elif grep -q __asan_init "$_so"; then
		skip "clang's sanitizers cannot be loaded into the shell"
	fi
}

# strategies: prints those that compute on this machine, in one line, without `mpi`,
# which starts a program for each cell and has tests of its own
strategies() {
	"$DOTREC" list strategies |
		awk 'NR > 2 && $1 != "null" && $1 != "mpi" && $2 == "yes" { printf "%s ", $1 }'
}

# record [OPTION...]: records a run of a small plan in x.db: 9 cells, 63 repeats
# shellcheck disable=SC2120 # its options are optional
record() {
	cat >plan.csv <<-'PLAN'
		strategy,kernel,n,workers,repeats
		serial fork pipe shm,native,1000 2000,2,7
		null,native,1000,1,7
	PLAN
	"$DOTREC" run -q -d x.db "$@" plan.csv || fail "the run: exit code $?"
}

# refuse_plan POSITION TEXT...: plan.csv is a usage error, reported on stderr at
# POSITION (LINE:COLUMN) with each TEXT; nothing is run
refuse_plan() {
	_position=$1
	shift
	for _command in plan run; do
		expect_exit 2 "$DOTREC" "$_command" -d bad.db plan.csv
		expect_empty out
		expect_text err "plan.csv:$_position: " "$@"
		[ ! -e bad.db ] || fail "'$_command' made a database"
	done
}

# refuse_database FILE TEXT...: every command refuses the file, with each TEXT, and
# leaves it unchanged
refuse_database() {
	_db=$1
	shift
	printf 'strategy,n,repeats\nserial,1000,1\n' >small.csv
	rm -rf before
	cp -R "$_db" before
	: >out
	: >err
	_names=$(names .)
	for _command in 'run small.csv' 'query runs' 'list runs' 'report'; do
		# shellcheck disable=SC2086 # a command and its operand
		expect_exit 7 "$DOTREC" $_command -d "$_db"
		expect_empty out
		expect_text err "'$_db'" "$@"
		expect_equal "files after '$_command'" "$_names" "$(names .)"
		diff -r "$_db" before >/dev/null ||
			fail "'$_command' changed the file"
	done
}

# wait_until COMMAND...: repeats it until it succeeds; fails after ten minutes, since a
# run under sanitizers on a busy machine takes more than one
wait_until() {
	_tries=0
	until "$@"; do
		_tries=$((_tries + 1))
		[ "$_tries" -lt 30000 ] || fail "waited in vain for: $*"
		sleep 0.02
	done
}

# finish: waits for the runner to end; sets $code to its exit code
finish() {
	wait_until over
	code=0
	# shellcheck disable=SC2034 # the tests read it
	wait "$runner" || code=$?
	runner=
}
over() { # whether the runner has ended (a zombie has)
	! grep -q '^State:	[^Z]' "/proc/$runner/status" 2>/dev/null
}

# living [PROGRAM]: prints the ids of the processes of dotrec, or of another program, in
# this directory, without zombies
living() {
	_living=${1:-dotrec}
	find /proc/[0-9]*/cwd -maxdepth 0 -lname "$(pwd -P)" 2>/dev/null |
		while IFS=/ read -r _ _ _pid _; do
			case $(readlink "/proc/$_pid/exe" || :) in
			*/"$_living"*) echo "$_pid" ;;
			esac
		done
}

# nobody_left [PROGRAM]: whether no such process is left in this directory
nobody_left() {
	[ -z "$(living "$@")" ]
}

# start_long: starts a run in the background, in a process group of its own, and waits
# for the end of its first block (15 repeats); the second would take minutes
start_long() {
	cat >plan.csv <<-'PLAN'
		strategy,n,workers,repeats
		serial fork pipe,1000,2,5
		serial fork pipe shm,2000,3,100000
	PLAN
	: >err
	setsid "$DOTREC" run -d x.db plan.csv >out 2>err &
	runner=$!
	wait_until grep -q 'block 1 of 2' err
}

# expect_half STATUS: x.db has the first block of start_long, and the run this status
expect_half() {
	expect_equal "check" ok "$(ask x.db 'PRAGMA integrity_check')"
	expect_equal "status" "$1" "$(ask x.db 'SELECT status FROM run')"
	expect_equal "planned, ok, missing" '400015|15|400000' "$(
		ask x.db "SELECT sum(planned), sum(ok), sum(missing)
			FROM v_account")"
	expect_equal "rows of n = 1000" '1000|15' "$(
		ask x.db "SELECT n, count(*) FROM v_sample GROUP BY n")"
}

# start_pool STRATEGY N REPEATS TIMEOUT_MS: starts a run in the background, and waits
# until its worker $worker has slept more often than it does while warming up, so that
# the measured rounds have begun
start_pool() {
	printf 'strategy,n,workers,repeats,timeout_ms\n%s,%s,2,%s,%s\n' \
		"$@" >plan.csv
	"$DOTREC" run -d x.db plan.csv >out 2>err &
	runner=$!
	wait_until at_work 100
}
# workers: prints the ids of the runner's workers
workers() {
	living | grep -vx "$runner"
}
# at_work SLEEPS: sets $worker to a worker; whether it has slept at least SLEEPS times
at_work() {
	! over || fail "the run is over already"
	worker=$(workers | head -n 1)
	[ -n "$worker" ] && [ "$(sed -n 's/^voluntary_ctxt_switches:	//p' \
		"/proc/$worker/status")" -ge "$1" ]
} 2>/dev/null

# clockwork: builds a BLAS whose product takes exactly the microseconds in the file
# `takes`, however busy the machine is, by advancing the program's clock. If a file
# `stuck` (or `stuck-N` for products of N elements) exists, the product creates a file
# `reached` and waits until the first is removed. In other processes than the first one,
# as that of an additional session, the files are `takes_apart` and `stuck_apart`.
clockwork() {
	need "${CC:-cc}"
	cat >clockwork.c <<-'C'
		#define _GNU_SOURCE
		#include <stdio.h>
		#include <sys/syscall.h>
		#include <time.h>
		#include <unistd.h>
		static pid_t first;
		static long long moved_ns;
		__attribute__((constructor)) static void begin(void)
		{
			first = getpid();
		}
		int clock_gettime(clockid_t id, struct timespec *t)
		{
			int rc = (int)syscall(SYS_clock_gettime, id, t);
			long long ns = moved_ns + t->tv_nsec;

			if (id == CLOCK_MONOTONIC) {
				t->tv_sec += ns / 1000000000;
				t->tv_nsec = ns % 1000000000;
			}
			return rc;
		}
		static void wait_for(const char *stuck)
		{
			FILE *f;

			if (access(stuck, F_OK) || !(f = fopen("reached", "w")))
				return;
			fclose(f);
			while (!access(stuck, F_OK))
				usleep(10000);
		}
		double cblas_ddot(int n, const double *x, int ix, const double *y, int iy)
		{
			int apart = getpid() != first, us = 0, i;
			FILE *f = fopen(apart ? "takes_apart" : "takes", "r");
			double sum = 0;
			char stuck[32];

			for (i = 0; i < n; i++)
				sum += x[i * ix] * y[i * iy];
			wait_for(apart ? "stuck_apart" : "stuck");
			snprintf(stuck, sizeof(stuck), "stuck-%d", n);
			wait_for(stuck);
			if (!f || fscanf(f, "%d", &us) != 1)
				return 0;
			fclose(f);
			moved_ns += us * 1000LL;
			return sum;
		}
		float cblas_sdot(int n, const float *x, int ix, const float *y, int iy)
		{
			return (void)n, (void)x, (void)ix, (void)y, (void)iy, 0;
		}
	C
	# shellcheck disable=SC2086 # a compiler and its options
	${CC:-cc} -shared -fPIC -o clockwork.so clockwork.c || skip "no shared libraries"
}
# with_clockwork COMMAND...: runs dotrec with that BLAS
with_clockwork() {
	ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 \
		DOTREC_BLAS=./clockwork.so LD_PRELOAD=$PWD/clockwork.so "$@"
}

# dear_work: builds a simulated clock, shared by all processes, on which creating a
# process takes 5 s and a product of the BLAS 2 s: the parts of a time can then be
# distinguished, however fast or busy the machine is
dear_work() {
	need "${CC:-cc}"
	cat >dear.c <<-'C'
		#define _GNU_SOURCE
		#include <dlfcn.h>
		#include <stdatomic.h>
		#include <sys/mman.h>
		#include <sys/syscall.h>
		#include <time.h>
		#include <unistd.h>
		static _Atomic long long *seconds;
		__attribute__((constructor)) static void begin(void)
		{
			seconds = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
				       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		}
		int clock_gettime(clockid_t id, struct timespec *t)
		{
			int rc = (int)syscall(SYS_clock_gettime, id, t);

			if (id == CLOCK_MONOTONIC && seconds)
				t->tv_sec += *seconds;
			return rc;
		}
		pid_t fork(void)
		{
			pid_t (*real)(void) = (pid_t(*)(void))dlsym(RTLD_NEXT, "fork");

			*seconds += 5;
			return real();
		}
		double cblas_ddot(int n, const double *x, int ix, const double *y, int iy)
		{
			double sum = 0;
			int i;

			for (i = 0; i < n; i++)
				sum += x[i * ix] * y[i * iy];
			*seconds += 2;
			return sum;
		}
		float cblas_sdot(int n, const float *x, int ix, const float *y, int iy)
		{
			return (void)n, (void)x, (void)ix, (void)y, (void)iy, 0;
		}
	C
	# shellcheck disable=SC2086 # a compiler and its options
	${CC:-cc} -shared -fPIC -o dear.so dear.c -ldl || skip "no shared libraries"
}
# with_dear_work COMMAND...: runs dotrec with that clock
with_dear_work() {
	ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 \
		DOTREC_BLAS=./dear.so LD_PRELOAD=$PWD/dear.so "$@"
}

# expect_accounts CONDITION: it holds for every cell of x.db
expect_accounts() {
	expect_equal "cells where not $1" '' \
		"$(ask x.db "SELECT * FROM v_account WHERE NOT ($1)")"
}

# nights DB COUNT [SQL]: replaces the last run of DB by COUNT nights, one a day up to
# 2026-03-31: copies of the run without samples, with noise of 1 % on its times. SQL is
# executed before speed-ups are derived; it may use the table night(i, run_id), with i
# from 1 to COUNT.
nights() {
	ask "$1" "
PRAGMA foreign_keys = OFF;
CREATE TEMP TABLE last AS SELECT max(id) AS id FROM run;
CREATE TEMP TABLE night AS
	WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < $2)
	SELECT i, last.id + i AS run_id FROM i, last;
INSERT INTO run (id, uuid, label, plan_name, plan_text, plan_hash, seed,
		started_utc, finished_utc, status, machine_id, build_id, host_before)
	SELECT n.run_id, printf('%08d', n.i), NULL, plan_name, plan_text, plan_hash,
		seed, strftime('%Y-%m-%dT01:00:00Z', '2026-03-31',
		(n.i - $2) || ' days'), started_utc, 'finished', machine_id,
		build_id, host_before
	FROM night AS n, run AS r, last WHERE r.id = last.id;
INSERT INTO cell (run_id, series_id, planned, timeout_ms, status, calls)
	SELECT n.run_id, series_id, planned, timeout_ms, status, calls
	FROM night AS n, cell AS c, last WHERE c.run_id = last.id;
UPDATE cell SET base_id = (SELECT b.id FROM cell AS b, cell AS o, cell AS ob, last
		WHERE o.run_id = last.id AND o.series_id = cell.series_id
		AND ob.id = o.base_id AND b.run_id = cell.run_id
		AND b.series_id = ob.series_id)
	WHERE run_id > (SELECT id FROM last);
CREATE TEMP TABLE noise AS
	SELECT cell_id, i, series_id, base_id, median_ns,
		((y % 1000003) * (y % 999983) % 65537 / 65537.0
		+ (y % 1000033) * (y % 999979) % 65539 / 65539.0 - 1) * 0.02 AS e
	FROM (SELECT *, (x * x * 48271 + x) % 2147483647 AS y FROM
	(SELECT c.id AS cell_id, n.i, c.series_id, c.base_id, o.median_ns,
		c.series_id * 7919 + n.i * 104729 AS x
	FROM night AS n JOIN cell AS c ON c.run_id = n.run_id
	JOIN cell AS oc ON oc.series_id = c.series_id
	JOIN last ON oc.run_id = last.id JOIN summary AS o ON o.cell_id = oc.id));
INSERT INTO summary (cell_id, samples, min_ns, median_ns, mean_ns, max_ns,
		deviation_ns, mad_ns)
	SELECT cell_id, 15, median_ns, median_ns * (1 + e), median_ns, median_ns, 0, 0
	FROM noise;
DELETE FROM run WHERE id = (SELECT id FROM last);
${3:-}
INSERT INTO speedup (cell_id, base_id, rounds, ratio, low_ratio, high_ratio, level)
	SELECT c.id, c.base_id, 15, b.median_ns / u.median_ns,
		b.median_ns / u.median_ns * 0.99, b.median_ns / u.median_ns * 1.01, 0.95
	FROM cell AS c JOIN summary AS u ON u.cell_id = c.id
	JOIN summary AS b ON b.cell_id = c.base_id
	JOIN night AS n ON n.run_id = c.run_id;
DELETE FROM speedup WHERE cell_id IN (SELECT c.id FROM cell AS c, last WHERE c.run_id = last.id);
DELETE FROM summary WHERE cell_id IN (SELECT c.id FROM cell AS c, last WHERE c.run_id = last.id);
DELETE FROM sample; DELETE FROM cold; DELETE FROM control;
DELETE FROM cell WHERE run_id IN (SELECT id FROM last);" >/dev/null
}

# run_of NIGHT: prints the id that the run of such a night has in x.db
run_of() {
	ask x.db "SELECT id FROM run WHERE uuid = printf('%08d', $1)"
}

# judge FIRST LAST: checks these nights of x.db one by one until a change is confirmed;
# sets $night
judge() {
	night=$1
	until expect_check "$(run_of "$night")" -d x.db && grep -qE '^(regressed|improved) ' out; do
		night=$((night + 1))
		[ "$night" -le "$2" ] || fail "nothing was confirmed from night $1 to night $2"
	done
}

# need_python_peers: skips the test where the peers of peers/ cannot run
need_python_peers() {
	/usr/bin/python3 -c 'import numpy, joblib' 2>/dev/null ||
		skip "/usr/bin/python3 has no numpy or no joblib"
}
# python_peers: prints the names of the Python peers
python_peers() {
	find "$top_srcdir/peers" -type f ! -name '*.*' -exec basename {} \; | sort |
		paste -s -d ' ' -
}

# need_mpi: skips the test where the strategy `mpi` cannot run
need_mpi() {
	[ -x "$top_builddir/dotrec-mpi-rank" ] || skip "dotrec was built without MPI"
	need mpirun
}

# browse OPTION... URL: runs the browser; its output is in out, its messages in err
browse() {
	_sandbox=
	[ "$(id -u)" != 0 ] || _sandbox=--no-sandbox
	# the browser keeps crash reports and settings in $HOME, whatever its profile
	mkdir -p "$work/home"
	env -u XDG_CONFIG_HOME -u XDG_CACHE_HOME HOME="$work/home" \
		timeout 120 chromium --headless=new $_sandbox --disable-gpu \
		--no-first-run --disable-extensions --disable-sync \
		--disable-background-networking --disable-component-update \
		--user-data-dir="$work/profile" --enable-logging=stderr \
		--allow-file-access-from-files --virtual-time-budget=20000 \
		"$@" >out 2>err || fail "chromium: exit code $?"
}
