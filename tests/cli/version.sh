#!/bin/sh
# --version prints the version on stdout and exits with 0, for every command.
. "${0%/*}/lib.sh"

wanted="dotrec $(sed -n 's/^AC_INIT(\[dotrec\], \[\([^]]*\)\].*/\1/p' \
	"$top_srcdir/configure.ac")"
for command in '' run plan report query list; do
	for word in --version -V; do
		# shellcheck disable=SC2086 # a command or none
		expect_exit 0 "$DOTREC" $command "$word"
		expect_equal "what '$command $word' says" "$wanted" "$(cat out)"
		expect_empty err
	done
done
