#!/bin/sh
# If several processes resume a run at the same time, one succeeds; the others, also in
# another container, report at once that it is being run, and do nothing else.
. "${0%/*}/lib.sh"
need sqlite3 setsid "${CC:-cc}"

# with this shim, a program that starts a process, as probing does, creates `forked`
cat >forked.c <<'C'
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
pid_t fork(void)
{
	close(open("forked", O_CREAT | O_WRONLY, 0600));
	return (pid_t)syscall(SYS_clone, 17, 0, 0, 0, 0); /* SIGCHLD */
}
C
"${CC:-cc}" -shared -fPIC -o forked.so forked.c || skip "no shared libraries"
watched=LD_PRELOAD=$PWD/forked.so
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0"

# refused COMMAND...: it exits with 6, names the owner of the run, and has done nothing
refused() {
	rm -f forked
	expect_exit 6 "$@"
	expect_text err 'run 1 is still being run by'
	[ ! -e forked ] || fail "the machine was probed by: $*"
	! over || fail "the run is over"
}

start_long
before=$(ask x.db 'SELECT owner, resumed, status FROM run')
refused env "$watched" "$DOTREC" run --resume last -d x.db
expect_text err "by process $runner;"
refused env "$watched" "$DOTREC" run --resume last --force -d x.db
refused env "$watched" "$DOTREC" nightly -d x.db plan.csv

# a process of another pid namespace cannot be seen, but is not taken for dead
if unshare --pid --fork --mount-proc true 2>/dev/null; then
	refused unshare --pid --fork --mount-proc \
		env "$watched" "$DOTREC" run --resume last -d x.db
	expect_text err 'cannot be seen from here'
fi
# even if the database says that nobody owns the run
ask x.db "UPDATE run SET owner = NULL, status = 'interrupted'"
refused env "$watched" "$DOTREC" run --resume last -d x.db
ask x.db "UPDATE run SET owner = '${before%%|*}', status = 'running'"
expect_equal "the run" "$before" "$(ask x.db 'SELECT owner, resumed, status FROM run')"
kill -KILL "$runner"
finish
wait_until nobody_left

# go_on N: resumes in the background, and writes the exit code to `code.N`
go_on() {
	rm -f "code.$1"
	(
	_code=0
	setsid "$DOTREC" run --resume last -d x.db >"out.$1" 2>"err.$1" || _code=$?
	echo "$_code" >"code.$1"
	) &
}
told() { # N: whether N of the three have ended
	[ "$(cat code.? 2>/dev/null | wc -l)" -ge "$1" ]
}
resumed=0
for round in 1 2 3 4 5; do
	for n in 1 2 3; do
		go_on "$n"
	done
	wait_until told 2
	expect_equal "round $round" '6 6' "$(cat code.? | paste -s -d ' ' -)"
	[ "$(cat err.? | grep -c 'is still being run by')" -eq 2 ] ||
		fail "not both were refused: $(cat err.?)"
	has_begun() {
		[ "$(ask x.db 'SELECT resumed FROM run')" -gt "$resumed" ]
	}
	wait_until has_begun
	resumed=$((resumed + 1))
	expect_equal "resumed" "$resumed|running" \
		"$(ask x.db 'SELECT resumed, status FROM run')"
	# workers die with the run, maybe before their own turn; that all are dead is
	# checked below
	# shellcheck disable=SC2046 # process ids
	kill -KILL $(living) 2>/dev/null || :
	wait_until told 3
	wait_until nobody_left
done
expect_half running

# a resume that succeeds does probe the machine
ask x.db "DELETE FROM cell WHERE planned > 5 AND id NOT IN (SELECT cell_id FROM sample)"
rm -f forked
expect_exit 0 env "$watched" "$DOTREC" run -q --resume last -d x.db
[ -e forked ] || fail "the shim did not notice the probing"
