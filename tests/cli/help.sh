#!/bin/sh
# --help prints the usage on stdout and exits with 0, for every command.
. "${0%/*}/lib.sh"

for word in --help -h help; do
	expect_exit 0 "$DOTREC" "$word"
	expect_text out 'usage: dotrec COMMAND' '130/143 interrupted'
	expect_empty err
done
commands=$(sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p' out)
expect_equal "commands" 'run plan report query list check compare accept' \
	"$(echo "$commands" | head -n 8 | paste -s -d ' ' -)"
for command in $commands; do
	for word in --help -h; do
		expect_exit 0 "$DOTREC" "$command" "$word"
		expect_text out "usage: dotrec $command " '-d, --db FILE' \
			--quiet --verbose --help --version
		expect_empty err
	done
done
