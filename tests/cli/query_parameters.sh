#!/bin/sh
# A query takes parameters as key=value; a run can be given by any of its names.
. "${0%/*}/lib.sh"

record --label old
record --label new
uuid=$("$DOTREC" query -d x.db --format tsv --sql \
	"SELECT substr(uuid, 1, 8) FROM run WHERE id = 1" | sed 1d)
for run in 1 old last~1 "$uuid"; do
	expect_exit 0 "$DOTREC" query caption run="$run" -d x.db
	expect_text out 'run 1 "old"'
done
for run in 2 new last last~0; do
	expect_exit 0 "$DOTREC" query caption run="$run" -d x.db
	expect_text out 'run 2 "new"'
done
# the default run is the last one
expect_exit 0 "$DOTREC" query caption -d x.db
expect_text out 'run 2 "new"'

for run in 3 last~2 neither '' "$uuid$uuid"; do
	expect_exit 2 "$DOTREC" query caption run="$run" -d x.db
	expect_text err "no run '$run'" 'dotrec list runs'
done
expect_exit 2 "$DOTREC" query caption ran=1 -d x.db
expect_text err "no parameter 'ran'" run
! grep last_run err || fail "a parameter that the user cannot set is offered"
expect_exit 2 "$DOTREC" query told last_run=1 -d x.db
expect_text err "no parameter 'last_run'"
expect_exit 2 "$DOTREC" query caption last -d x.db
expect_text err "'last' is not a parameter" key=value

expect_exit 0 "$DOTREC" query -d x.db --format csv \
	--sql 'SELECT :a + 1 AS a, typeof(:b) AS b, :c AS c' a=41 b=0.5 c='x, y'
printf 'a,b,c\n42,real,"x, y"\n' | cmp - out || fail "the answer differs from the values bound"

# the last run is known without being named
expect_exit 0 "$DOTREC" query -d x.db --format csv --sql 'SELECT @last_run AS id'
printf 'id\n2\n' | cmp - out || fail "@last_run is not the last run"
expect_exit 2 "$DOTREC" query -d x.db --sql 'SELECT @last_run' last_run=1
