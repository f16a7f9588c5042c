#!/bin/sh
# Without a command dotrec exits with 2 and prints what people do most; for a mistyped
# word it names the nearest. Options may precede the command.
. "${0%/*}/lib.sh"
need sqlite3

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
expect_exit 2 "$DOTREC" --format csv query
expect_text err "'csv' behind '--format'; of the options with a value, only -d DB may precede"
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
sqlite3 x.db "UPDATE run SET label = 'before the merge'"
nearest 'before the merge' compare 'before the mrge' last -d x.db
nearest last query summary run=lsat -d x.db

expect_exit 0 "$DOTREC" -d x.db query runs --format csv
cp out before
expect_exit 0 "$DOTREC" -q --db x.db query runs --format csv
cmp out before || fail "options before the command count otherwise"
for words in version '-d x.db version' '-q --version'; do
	# shellcheck disable=SC2086 # several words
	expect_exit 0 "$DOTREC" $words
	expect_equal "lines of '$words'" 1 "$(grep -c '^dotrec [0-9]' out)"
done
for words in '-d x.db help' '-q --help' '-q -h'; do
	# shellcheck disable=SC2086 # several words
	expect_exit 0 "$DOTREC" $words
	expect_text out 'usage: dotrec COMMAND'
done
for words in '-q help run' '--help run' 'help run surplus'; do
	# shellcheck disable=SC2086 # several words
	expect_exit 0 "$DOTREC" $words
	expect_text out 'usage: dotrec run '
done
for words in -d -q --db; do
	expect_exit 2 "$DOTREC" $words
done
expect_exit 2 "$DOTREC" query runs --quiet=yes -d x.db
expect_text err "option '--quiet' takes no argument"

# a name that looks like a pattern is a name
ask x.db "UPDATE series SET kernel = 'a[b]*'"
expect_exit 0 "$DOTREC" query series_history 'series=serial/a[b]*/f64/1000/1x1' -d x.db \
	--format csv
expect_equal "rows" 2 "$(wc -l <out)"
