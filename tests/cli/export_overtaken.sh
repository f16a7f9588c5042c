#!/bin/sh
# In a read-only directory a database is read without locks: if the file changes
# during an export, the export fails and says so.
. "${0%/*}/lib.sh"
need setpriv mkfifo
[ "$(id -u)" -eq 0 ] || skip "only root can read as somebody else"

cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,repeats
serial,native,10,1,4000
PLAN
expect_exit 0 "$DOTREC" run -q -d x.db plan.csv
chmod 755 .
mkdir there open
chmod 777 open
cp x.db there
cp "$DOTREC" dotrec
reader() { setpriv --reuid 54321 --regid 54321 --clear-groups "$@"; }
reader test -r there/x.db || skip "others cannot read $work"

# the export is larger than a pipe's buffer, so it waits for its reader
mkfifo go
reader ./dotrec export -d there/x.db >go 2>err &
runner=$!
exec 9<go
read -r line <&9
case $line in
table,*) ;;
*) fail "the export begins with '$line'" ;;
esac
touch -d '2001-01-01' there/x.db
cat <&9 >/dev/null
exec 9<&-
finish
expect_equal "exit code" 7 "$code"
expect_text err "'there/x.db' was changed by another program while it was read"
expect_equal "told once" 1 "$(grep -c 'changed by another program' err)"

# an unchanged database is exported to a file
expect_exit 0 reader ./dotrec export -d there/x.db -o open/x.csv
[ -s open/x.csv ] || fail "no export"
