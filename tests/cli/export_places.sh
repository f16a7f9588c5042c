#!/bin/sh
# 'export -o' does not follow a planted link, replaces a link as the last component,
# and leaves neither a temporary file nor half a file, whenever it is killed.
. "${0%/*}/lib.sh"
need mkfifo
. "$top_srcdir/tests/cli/dying.sh"

record
expect_exit 0 "$DOTREC" export -d x.db -o whole.csv
expect_exit 0 "$DOTREC" export -d x.db
cmp out whole.csv || fail "an export to a file differs from one to stdout"

# a planted link with the name of the temporary file of an older version
echo mine >victim
mkdir to real
ln -s real link
expect_exit 0 sh -c "ln -s ../victim to/f.csv.\$\$-part &&
	exec '$DOTREC' export -d x.db -o to/f.csv"
expect_equal "the victim" mine "$(cat victim)"
cmp to/f.csv whole.csv || fail "the file is not the export"
rm -rf to
mkdir to
for target in victim nowhere; do
	ln -sf "../$target" to/f.csv
	expect_exit 0 "$DOTREC" export -d x.db -o to/f.csv
	[ ! -L to/f.csv ] || fail "the link was not replaced"
	cmp to/f.csv whole.csv || fail "the file is not the export"
done
expect_equal "the victim" mine "$(cat victim)"
[ ! -e nowhere ] || fail "the link was followed"
expect_exit 0 "$DOTREC" export -d x.db -o link/f.csv
cmp real/f.csv whole.csv || fail "the file in a linked directory is not the export"

# a pipe or a directory is not replaced
mkfifo pipe
ln -s pipe to-pipe
for name in pipe to-pipe to; do
	expect_exit 7 "$DOTREC" export -d x.db -o "$name"
	expect_text err "'$name'" 'not a plain file'
done
[ -p pipe ] || fail "the pipe is gone"

# killed at every call, and with a limit on the size of files
for UNNAMED in '' no; do
	[ -z "$UNNAMED" ] || export UNNAMED
	n=1
	rm -rf to
	mkdir to
	while echo old >to/f.csv &&
		killed $n "$DOTREC" export -d x.db -o to/f.csv; do
		[ "$(cat to/f.csv)" = old ] || cmp to/f.csv whole.csv ||
			fail "half a file after death $n"
		n=$((n + 1))
	done
	[ $n -gt 5 ] || fail "only $n calls"
	unset UNNAMED
	expect_exit 0 "$DOTREC" export -d x.db -o to/f.csv
	expect_equal "files" f.csv "$(names to)"
done
echo old >to/f.csv
expect_exit 7 sh -c "ulimit -f 8 && exec '$DOTREC' export -d x.db -o to/f.csv"
expect_equal "after a full disk" 'f.csv old' "$(names to) $(cat to/f.csv)"
