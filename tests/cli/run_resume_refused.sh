#!/bin/sh
# Resuming on another machine or build is refused and lists the differences; with
# --force it works and is recorded in the run. A run in progress is left alone.
. "${0%/*}/lib.sh"
need sqlite3 setsid

start_long
expect_exit 6 "$DOTREC" run --resume last -d x.db
expect_text err 'is still being run by process'
kill -KILL "$runner"
finish
wait_until nobody_left

ask x.db "UPDATE machine SET key = 'feedfeedfeedfeed';
	UPDATE build SET compiler = 'cc of old';
	DELETE FROM cell WHERE planned > 5 AND id NOT IN (SELECT cell_id FROM sample);
	UPDATE run SET sessions = 1"
expect_exit 2 "$DOTREC" run --resume last -d x.db
expect_empty out
expect_text err feedfeedfeedfeed "compiler was 'cc of old'" '--force'
expect_equal "status" 'running|0' "$(ask x.db 'SELECT status, resumed FROM run')"

expect_exit 0 "$DOTREC" run --resume last --force -d x.db
expect_text err 'mixed by force'
expect_equal "status" 'finished|1|1' "$(ask x.db "SELECT status, resumed,
	forced LIKE '%feedfeedfeedfeed%cc of old%' FROM run")"

expect_exit 2 "$DOTREC" run --force -d x.db
expect_exit 2 "$DOTREC" run --resume last --seed 1 -d x.db
expect_exit 2 "$DOTREC" run --resume nosuch -d x.db
