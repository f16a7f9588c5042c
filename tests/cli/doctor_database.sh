#!/bin/sh
# 'dotrec doctor' reports a place where no database can be kept, and creates none.
. "${0%/*}/lib.sh"
long_test

# expect_database LEVEL TEXT FILE
expect_database() {
	expect_exit 0 "$DOTREC" doctor --format csv -d "$3"
	grep '^database,' out >finding || fail "no finding on the database"
	expect_text finding "database,$1," "$2"
	rm finding
}
mkdir there
expect_database fine writable new.db
expect_database fine writable there/new.db
expect_database trouble 'not a plain file' there
expect_database trouble 'No such file' nowhere/new.db
ln -s new.db link.db
expect_database trouble 'not a plain file' link.db
expect_equal "files" 'err link.db out there' "$(names .)"

if [ "$(id -u)" -ne 0 ]; then
	chmod a-w there
	expect_database trouble 'Permission denied' there/new.db
	chmod u+w there
fi

# missing programs are named, with how to install them
mkdir empty
PATH=$work/empty expect_exit 0 "$DOTREC" doctor
expect_text out gnuplot mpirun joblib 'apt-get install gnuplot-nox'
DOTREC_BLAS=nowhere.so expect_exit 0 "$DOTREC" doctor
expect_text out 'BLAS: none'
