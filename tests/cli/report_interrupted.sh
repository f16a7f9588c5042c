#!/bin/sh
# A signal while gnuplot draws ends 'report', or the report of 'nightly', with 130 or
# 143 and leaves no files, not even a directory created for the report.
. "${0%/*}/lib.sh"
need setsid

record
mkdir bin
cat >bin/gnuplot <<SH
#!/bin/sh
: >'$work/drawing'
exec sleep 60
SH
chmod +x bin/gnuplot

# interrupt SIGNAL CODE WHOM COMMAND...: the command makes its report in `rep`; WHOM is
# - for its whole process group, or ''
interrupt() {
	signal=$1 wanted=$2 whom=$3
	shift 3
	rm -f drawing
	PATH=$work/bin:$PATH setsid "$DOTREC" "$@" >out 2>err &
	runner=$!
	wait_until [ -e drawing ]
	kill -s "$signal" -- "$whom$runner"
	finish
	expect_equal "exit code" "$wanted" "$code"
	cat out err | grep -q interrupted || fail "the interruption is not reported"
	[ ! -e rep ] || fail "a directory is left"
	expect_equal "files" '' "$(find . -name '.dotrec-*')"
}
interrupt INT 130 '' report -d x.db -o rep
interrupt INT 130 - report -d x.db -o rep/ # the whole group, as a terminal does
interrupt TERM 143 '' report -d x.db -o ./rep
interrupt TERM 143 - report -d x.db -o rep
interrupt HUP 129 '' report -d x.db -o rep
interrupt TERM 143 '' nightly -d x.db -o rep plan.csv

# a directory that existed before is kept
mkdir rep
expect_exit 2 "$DOTREC" report -d x.db -o rep nosuch
[ -d rep ] || fail "a directory that existed before is gone"
