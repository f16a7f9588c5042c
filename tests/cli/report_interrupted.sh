#!/bin/sh
# A signal while gnuplot draws ends 'report' with 130 or 143 and leaves nothing, not
# even a directory that was made for it; so does it at the end of a night.
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

# interrupt SIGNAL CODE WHOM COMMAND...: it makes its report in `rep`
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
	cat out err | grep -q interrupted || fail "nothing is said of it"
	[ ! -e rep ] || fail "a directory is left"
	expect_equal "files" '' "$(find . -name '.dotrec-*')"
}
interrupt INT 130 '' report -d x.db -o rep
interrupt INT 130 - report -d x.db -o rep/ # the whole group, as a terminal does
interrupt TERM 143 '' report -d x.db -o ./rep
interrupt TERM 143 - report -d x.db -o rep
interrupt HUP 129 '' report -d x.db -o rep
interrupt TERM 143 '' nightly -d x.db -o rep plan.csv

# what was there before stays
mkdir rep
expect_exit 2 "$DOTREC" report -d x.db -o rep nosuch
[ -d rep ] || fail "a directory is gone that was there before"
