#!/bin/sh
# Without a command dotrec exits with 2 and prints what people do most; for a mistyped
# word it names the nearest. Options may precede the command.
. "${0%/*}/lib.sh"

expect_exit 2 "$DOTREC"
expect_text out 'dotrec run ' 'dotrec --help'
expect_empty err
# each line is a command that exists
sed -n 's/^  dotrec \([a-z]*\) .*/\1/p' out >commands
expect_equal "commands" 5 "$(wc -l <commands)"
while read -r command; do
	expect_exit 0 "$DOTREC" help "$command"
	expect_text out "usage: dotrec $command "
	"$DOTREC" "$command" --help >other
	cmp out other || fail "'help $command' is not '$command --help'"
done <commands

expect_exit 2 "$DOTREC" nosuchword
expect_text err "unknown command 'nosuchword'; 'dotrec --help'"
nearest() { # WORD COMMAND...
	_nearest=$1
	shift
	expect_exit 2 "$DOTREC" "$@"
	expect_text err "(nearest: '$_nearest')"
	expect_empty out
}
nearest run rnu
nearest report reprot
nearest compare comp
nearest label run --lable x
nearest format query runs --fromat=csv
record
nearest summary query sumary -d x.db
nearest speedup report spedup -d x.db
nearest serial/native/f64/1000/1x1 accept serial/native/f64/1000/1 --reason x -d x.db
nearest serial/native/f64/1000/1x1 query series_history series=serial/native/f64/100/1x1 \
	-d x.db
nearest runs list rusn

expect_exit 0 "$DOTREC" -d x.db query runs --format csv
cp out before
expect_exit 0 "$DOTREC" -q --db x.db query runs --format csv
cmp out before || fail "options before the command count otherwise"
expect_exit 0 "$DOTREC" version
expect_text out 'dotrec '
