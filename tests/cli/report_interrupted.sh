#!/bin/sh
# A signal while gnuplot draws ends 'report' with 130 or 143 and leaves nothing.
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

# interrupt SIGNAL CODE WHOM
interrupt() {
	rm -f drawing
	PATH=$work/bin:$PATH setsid "$DOTREC" report -d x.db -o rep >out 2>err &
	runner=$!
	wait_until [ -e drawing ]
	kill -s "$1" -- "$3$runner"
	finish
	expect_equal "exit code" "$2" "$code"
	expect_text err interrupted
	[ ! -e rep ] || fail "a directory is left"
	expect_equal "files" '' "$(find . -name '.dotrec-*')"
}
interrupt INT 130 ''
interrupt INT 130 - # the whole group, as a terminal does
interrupt TERM 143 ''
interrupt TERM 143 -
