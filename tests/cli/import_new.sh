#!/bin/sh
# A failing import leaves no file, and touches no file of another process.
. "${0%/*}/lib.sh"
need sqlite3

record
mv x.db one.db
"$DOTREC" export -q -d one.db --format csv -o one.csv
sed 's/^sample,\(.*\),ok,/sample,\1,fine,/' one.csv >bad.csv

# runs_of DB: prints the number of runs
runs_of() {
	ask "$1" 'SELECT count(*) FROM run'
}

# The import blocks at its first error message, which nobody reads yet; meanwhile
# another process creates the database.
mkfifo said
{
	head -c 65536 /dev/zero
	exec "$DOTREC" import -d new.db bad.csv 2>&1
} >said &
runner=$!
exec 3<said
waits() {
	over || { [ "$(readlink "/proc/$runner/exe")" = "$(readlink -f "$DOTREC")" ] &&
		grep -q '^State:	S' "/proc/$runner/status"; }
}
wait_until waits
over && fail "the import does not wait"
expect_exit 0 "$DOTREC" merge -q -d new.db one.db
cat <&3 >/dev/null
exec 3<&-
finish
expect_equal "exit code" 2 "$code"
expect_equal "runs of the other" 1 "$(runs_of new.db)"

# both processes at once, many times
for i in 1 2 3 4 5 6 7 8; do
	"$DOTREC" import -q -d "$i.db" bad.csv 2>err &
	"$DOTREC" merge -q -d "$i.db" one.db
	! wait $! || fail "a bad file was imported"
	expect_equal "runs of $i.db" 1 "$(runs_of "$i.db")"
done

# two imports into a new database
for i in 1 2 3 4; do
	rm -f two.db*
	"$DOTREC" import -q -d two.db one.csv &
	expect_exit 0 "$DOTREC" import -q -d two.db one.csv
	wait $!
	expect_equal "runs" 1 "$(runs_of two.db)"
done

# a temporary file left by an earlier process with the same id is not used
rm -f new.db*
expect_exit 0 "$DOTREC" merge -q -d nine.db one.db
ask nine.db "UPDATE run SET uuid = 'of another', label = 'left over'"
sh -c 'cp nine.db "new.db.$$-import"; exec "$0" import -d new.db one.csv' \
	"$DOTREC" 2>err
expect_text err ' 1 run added'
expect_equal "left over" 0 "$(ask new.db 'SELECT count(label) FROM run')"
rm -f new.db.*-import

# a directory that is missing, and a file that is not a database
expect_exit 7 "$DOTREC" import -d nosuch/new.db one.csv
[ ! -e nosuch ] || fail "a directory was created"
printf 'no database\n' >text.db
cp text.db before
expect_exit 7 "$DOTREC" import -d text.db one.csv
cmp text.db before || fail "the file was changed"
