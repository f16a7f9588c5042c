#!/bin/sh
# 'make update-schema' writes sql/schema.sql after a view has changed: in one call, and the
# program that is built then works with it.
. "${0%/*}/lib.sh"
long_test
need make sqlite3
[ ! -e "$top_srcdir/config.status" ] || skip "dotrec was built in its source tree"

# the source tree and what is built, without what other tests write there
mkdir -p tree/build/tests
for entry in "$top_srcdir"/*; do
	if [ "${entry##*/}" = sql ]; then
		cp -R "$entry" tree && chmod -R u+w tree/sql
	elif [ ! -e "$entry/config.status" ]; then
		ln -s "$entry" tree
	fi
done
for entry in "$top_builddir"/*; do
	case ${entry##*/} in
	tests) ;;
	*) cp -a "$entry" tree/build ;;
	esac
done
cp -a "$top_builddir/tests/unit" tree/build/tests || : # of which logs may vanish
make_in() {
	MAKEFLAGS='' make -s -C tree/build srcdir=.. top_srcdir=.. VPATH=.. \
		ACLOCAL=: AUTOCONF=: AUTOMAKE=: AUTOHEADER=: "$@" >out 2>err ||
		fail "make $*"
}

make_in update-schema
cmp tree/sql/schema.sql "$top_srcdir/sql/schema.sql" ||
	fail "the snapshot differs from the one that is committed"
sed -i 's/sum(a.thinned) AS thinned/4711 AS thinned/' tree/sql/view/v_account_run.sql
make_in update-schema
grep -q '4711 AS thinned' tree/sql/schema.sql || fail "the snapshot is the old one"
make_in dotrec
printf 'strategy,n,repeats\nserial,1000,1\n' >plan.csv
expect_exit 0 tree/build/dotrec run -q -d x.db plan.csv
expect_equal "the view" 4711 "$(ask x.db 'SELECT thinned FROM v_account_run')"
