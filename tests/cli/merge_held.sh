#!/bin/sh
# While a run is in progress, a copy of it is not merged over it, and the run goes on.
. "${0%/*}/lib.sh"
need sqlite3 setsid

start_long
# the copy was meanwhile resumed elsewhere, and interrupted again
expect_exit 0 "$DOTREC" backup -q -d x.db other.db
ask other.db "UPDATE run SET status = 'interrupted', resumed = 1, generation = 1"

expect_exit 6 "$DOTREC" merge -d x.db other.db
expect_text err "run 1 is still being run by process $runner; wait for it"
"$DOTREC" export -q -d other.db --all -o other.csv
expect_exit 6 "$DOTREC" import -d x.db other.csv
expect_text err "run 1 is still being run by process $runner; wait for it"
expect_half running

# an older copy can be merged: it changes nothing
ask other.db "UPDATE run SET status = 'running', resumed = 0, generation = 0;
	DELETE FROM sample"
expect_exit 0 "$DOTREC" merge -d x.db other.db
expect_half running

# once it has ended, the more complete copy takes its place
kill -KILL "$runner"
finish
wait_until nobody_left
expect_exit 0 "$DOTREC" import -d x.db other.csv
expect_text err '1 replaced by a more complete copy'
expect_half interrupted

# merging two copies into a new database: neither is in progress there
expect_exit 0 "$DOTREC" backup -q -d x.db old.db
ask old.db "UPDATE run SET status = 'running', resumed = 0, generation = 0"
expect_exit 0 "$DOTREC" merge -d new.db old.db x.db
expect_text err '1 run added'
expect_equal "status" interrupted "$(ask new.db 'SELECT status FROM run')"
