#!/bin/sh
# A report that cannot be written to its directory exits with 7 and names it.
. "${0%/*}/lib.sh"

record
echo text >file
for dir in file file/rep absent/rep; do
	expect_exit 7 "$DOTREC" report -d x.db -o "$dir"
	expect_empty out
	expect_text err "'$dir'"
done
expect_equal "the file" text "$(cat file)"
[ ! -e absent ] || fail "a directory was made"
