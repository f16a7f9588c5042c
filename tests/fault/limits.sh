#!/bin/sh
# If files, processes, memory, disk space, CPU time or stack run out, or the file system
# cannot share memory, every command ends with a documented exit code and a message,
# loses no run, leaves nothing behind, and works again without the limit.
# DOTREC_FAULT=long: every command, with many more limits.
. "${0%/*}/../cli/lib.sh"
need sqlite3 prlimit timeout
soak=
case ${DOTREC_FAULT-} in
no) skip "DOTREC_FAULT is no" ;;
long) soak=1 ;;
esac
# a sanitizer starts a process to look for leaks, which may be one too many
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0"
tries=0 wrong=0 left=0 turn=0

wrongly() {
	printf 'wrong: %s\n' "$*"
	sed 's/^/  err: /' err | head -n 5
	wrong=$((wrong + 1))
}

# ---- commands and checks ---------------------------------------------------

mkdir -m 777 made
printf 'strategy,n,workers,repeats\nserial thread fork pipe shm ring,1000,3,4\n' >plan.csv
printf 'strategy,n,repeats\nserial,1000,4\n' >small.csv
"$DOTREC" run -q -d base.db small.csv || fail "a run without limits"
"$DOTREC" run -q -d other.db small.csv || fail "a run without limits"
"$DOTREC" export -q -d other.db -o in.jsonl || fail "an export without limits"
chmod -R a+rwX .

commands() {
	cat <<-'WORDS'
		run -q -d x.db plan.csv
		query -q -d x.db summary
		report -q -d x.db -o made/rep course
		export -q -d x.db -o made/out.jsonl
		import -q -d x.db in.jsonl
		merge -q -d x.db other.db
		backup -q -d x.db made/copy.db
		check -q -d x.db
	WORDS
	[ -z "$soak" ] || cat <<-'WORDS'
		nightly -q -d x.db -o made/nights small.csv
		prune -q --yes -d x.db
		status -q -d x.db
	WORDS
}

# sound WHAT: the database is intact and has its first run, and no file is left
sound() {
	# -wal and -shm may be left by a reader that closed last, and by a killed process
	for _file in $(names .) $(names made | sed 's|[^ ][^ ]*|made/&|g'); do
		case $_file in
		x.db | x.db-wal | x.db-shm | x.db.lock | base.* | other.* | *.csv | \
			in* | out | err | made | tiny | shims.so | dotrec) ;;
		made/rep | made/out.jsonl | made/copy.db | made/nights) ;;
		*)
			left=$((left + 1))
			echo "left by $1: $_file"
			rm -rf -- "$_file"
			;;
		esac
	done
	wait_until nobody_left
	[ "$(ask x.db "PRAGMA integrity_check; SELECT count(*) FROM v_sample
		WHERE run_id = 1 AND status = 'ok'" | paste -s -d ' ' -)" = 'ok 4' ] ||
		wrongly "$1: the database is not whole"
	[ "$(ask x.db "SELECT count(*) FROM v_account
		WHERE planned <> ok + wrong + failed + timeout + skipped + missing
		OR wrong > 0")" = 0 ] || wrongly "$1: a run does not add up"
}

# endure CODES WHAT COMMAND...: the command ends with one of the codes and a message
endure() {
	_codes=$1 _what=$2 code=0
	shift 2
	tries=$((tries + 1))
	timeout 600 "$@" >out 2>err || code=$?
	case " $_codes " in
	*" $code "*) ;;
	*) wrongly "$_what: exit code $code" ;;
	esac
	case $code in
	0 | 137 | 152) ;; # a killed command cannot print a message
	*) [ -s err ] || [ -s out ] || wrongly "$_what: exit code $code without a word" ;;
	esac
	sound "$_what"
}

# limit CODES WHAT COMMAND...: runs each of the commands, or in the short form every
# fourth in turn, under COMMAND, which sets a limit
limit() {
	_allowed=$1 _limit=$2
	shift 2
	turn=$((turn + 1)) _n=$turn
	while read -r _words; do
		_n=$((_n + 1))
		[ -n "$soak" ] || [ $((_n % 4)) -eq 0 ] || continue
		rm -rf x.db* made
		cp base.db x.db
		mkdir -m 777 made
		chmod a+rw x.db
		# shellcheck disable=SC2086 # a command and its operands
		endure "$_allowed" "$_limit: $_words" "$@" "$DOTREC" $_words </dev/null
	done <<-COMMANDS
		$(commands)
	COMMANDS
}

# values SHORT LONG: prints those of the requested form
values() {
	if [ -n "$soak" ]; then echo "$2"; else echo "$1"; fi
}

# again_after CODE WHAT: a killed run can be completed without the limit
again_after() {
	case $1 in
	137 | 152) ;;
	*) return 0 ;;
	esac
	code=0
	"$DOTREC" run -q --resume last -d x.db >out 2>err || code=$?
	[ "$code" -eq 0 ] || wrongly "$2: resumed: exit code $code"
	[ "$(ask x.db "SELECT sum(missing), sum(ok = planned) = count(*)
		FROM v_account")" = '0|1' ] || wrongly "$2: resumed, not complete"
}

# tell NAME: prints how many tries were made since the last call
told=0
tell() {
	echo "limits: $1: $((tries - told)) tries"
	told=$tries
}

# ---- resource limits ---------------------------------------------------------

codes='0 3 4 7 8'
for files in $(values '4 6 9 16' "$(seq -s ' ' 4 30)"); do
	limit "$codes" "$files files" prlimit --nofile="$files"
done
tell files

if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	cp "$DOTREC" dotrec
	chmod a+rwx . dotrec
	_root=$DOTREC DOTREC=$work/dotrec
	for processes in $(values '0 1 2' '0 1 2 3 4 5 6 8'); do
		limit "$codes" "$processes processes" setpriv --reuid 54321 \
			--regid 54321 --clear-groups prlimit --nproc="$processes"
	done
	DOTREC=$_root
	rm dotrec
	tell processes
else
	echo 'skipped: processes: only root can become a user without any'
fi

if grep -q __asan_init "$DOTREC"; then
	echo 'skipped: memory: the sanitizer needs too much'
else
	for mib in $(values '14 20 40 60' "$(seq -s ' ' 10 2 80)"); do
		limit "127 $codes" "$mib MiB" prlimit --as=$((mib << 20))
	done
	tell memory
fi

for kib in $(values '1 4 64 400' '1 2 4 16 32 64 100 128 150 200 300 400 800'); do
	limit "$codes" "files of $kib KiB" prlimit --fsize=$((kib << 10))
done
tell 'file size'

for kib in $(values '256' '200 256 512 1024'); do
	limit "$codes" "$kib KiB of stack" prlimit --stack=$((kib << 10))
done
tell stack

# a limit of one second of CPU time, enforced by a signal of the kernel
rm -f x.db*
cp base.db x.db
printf 'strategy,n,repeats\nserial,1000,5\nserial,4000000,600\n' >plan.csv
endure '137 152 0' 'a second of CPU' prlimit --cpu=1 "$DOTREC" run -q -d x.db plan.csv
again_after "$code" 'a second of CPU'
tell CPU

# ---- disk space ------------------------------------------------------------

# in_tiny SIZE COMMAND...: runs it where `tiny` has SIZE and /dev/shm 4 KiB of space
cat >in_tiny <<'SH'
#!/bin/sh
exec unshare -m sh -c 'mount -t tmpfs -o "size=$1" tmpfs tiny &&
	mount -t tmpfs -o size=4k tmpfs /dev/shm && shift && exec "$@"' sh "$@"
SH
chmod +x in_tiny
printf 'strategy,n,workers,repeats\nserial fork pipe shm ring,1000,3,4\n' >plan.csv
mkdir -m 777 tiny
if ./in_tiny 64k true 2>/dev/null; then
	limit "$codes" 'tiny /dev/shm and TMPDIR' ./in_tiny 8k env TMPDIR=tiny
	for kib in $(values '300 500' '0 16 64 128 200 250 300 350 400 500 600 800 1000'); do
		rm -f x.db*
		cp base.db x.db
		# shellcheck disable=SC2016 # the inner shell expands it
		endure "$codes" "a database in $kib KiB" ./in_tiny "${kib}k" sh -c '
			cp x.db tiny || exit 7
			"$0" run -q -d tiny/x.db plan.csv
			code=$?
			cp tiny/x.db* .
			exit $code' "$DOTREC"
	done
	tell room
else
	echo 'skipped: room: no private mounts here'
fi

# ---- control groups ----------------------------------------------------------

# group CONTROLLER FILE VALUE: makes a control group (version 2 or 1) in $group
group() {
	if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
		grep -qw "$1" /sys/fs/cgroup/cgroup.controllers || return 1
		echo "+$1" >/sys/fs/cgroup/cgroup.subtree_control || return 1
		group=/sys/fs/cgroup/dotrec-$$-$1
	else
		group=/sys/fs/cgroup/$1/dotrec-$$
	fi
	mkdir "$group" || return 1
	if ! echo "$3" >"$group/$2"; then
		group_end
		return 1
	fi
} 2>/dev/null
group_end() {
	rmdir "$group" 2>/dev/null || :
	group=
}
cat >in_group <<'SH'
#!/bin/sh
echo $$ >"$1/cgroup.procs" && shift && exec "$@"
SH
chmod +x in_group
group=
trap '[ -z "$group" ] || group_end; clean_up' EXIT

if group pids pids.max 2; then
	limit "$codes" 'a group of 2 processes' ./in_group "$group"
	group_end
	tell 'group: processes'
else
	echo 'skipped: group: processes: no control group can be made'
fi
case $(stat -fc %T /sys/fs/cgroup 2>/dev/null) in
cgroup2fs) memory=memory.max quota=cpu.max share='20000 100000' ;;
*) memory=memory.limit_in_bytes quota=cpu.cfs_quota_us share=20000 ;;
esac
if group memory "$memory" 8388608; then
	rm -f x.db*
	cp base.db x.db
	# too little memory for so many processes: the kernel kills any of them
	printf 'strategy,n,workers,repeats\nserial,1000,1,5\npipe,1000,64,5\n' >plan.csv
	endure "137 $codes" 'a group of 8 MiB' ./in_group "$group" "$DOTREC" run -q -d x.db plan.csv
	group_end
	again_after "$code" 'a group of 8 MiB'
	tell 'group: memory'
else
	echo 'skipped: group: memory: no control group can be made'
fi
if group cpu "$quota" "$share"; then
	rm -f x.db*
	cp base.db x.db
	printf 'strategy,n,workers,repeats\nserial fork pipe shm,1000,2,5\n' >plan.csv
	endure 0 'a fifth of a CPU' ./in_group "$group" "$DOTREC" run -q -d x.db plan.csv
	group_end
	tell 'group: CPU'
else
	echo 'skipped: group: CPU: no control group can be made'
fi

# ---- a file system that cannot share memory, like some network file systems -----

# shellcheck disable=SC2086 # a compiler and its options
if ${CC:-cc} -shared -fPIC -o shims.so "$top_srcdir/tests/fault/shims.c" -ldl; then
	limit 7 'no shared memory' env SHIM_NO_SHM=1 LD_PRELOAD="$PWD/shims.so" \
		ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0"
	tell 'no shared memory'
else
	echo 'skipped: no shared memory: no compiler'
fi

echo "fault: limits: $tries tries, $wrong wrong, $left left behind"
[ "$wrong" -eq 0 ] && [ "$left" -eq 0 ]
