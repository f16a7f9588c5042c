#!/bin/sh
# A symbolic link given as the database is refused, and its target is not touched.
. "${0%/*}/lib.sh"

record
cp x.db before.db
ln -s x.db link.db
refuse_database link.db 'symbolic link'
cmp x.db before.db || fail "the target was changed"
ln -s absent.db dangling.db
expect_exit 7 "$DOTREC" run -d dangling.db plan.csv
expect_text err 'symbolic link'
[ ! -e absent.db ] || fail "the target was created"
