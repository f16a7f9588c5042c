#!/bin/sh
# A plan that cannot be read is a usage error that names the file.
. "${0%/*}/lib.sh"

mkdir folder
for command in plan run; do
	expect_exit 2 "$DOTREC" "$command" -d x.db absent.csv
	expect_text err "'absent.csv'" 'No such file'
	expect_empty out
	expect_exit 2 "$DOTREC" "$command" -d x.db folder
	expect_text err "'folder'" 'is a directory'
	expect_empty out
done
[ ! -e x.db ] || fail "a database was made"
