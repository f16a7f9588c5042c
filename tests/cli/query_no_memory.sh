#!/bin/sh
# With any limit on memory, a query either writes its whole answer, in every format, or
# exits with the code for lack of memory; it never writes a part and exits with 0.
. "${0%/*}/lib.sh"
long_test

# shellcheck disable=SC3045 # tested in this line
(ulimit -v 4000000 && "$DOTREC" --version) >/dev/null 2>&1 ||
	skip "memory cannot be limited here"
record
sql="SELECT replace(hex(zeroblob(2000000)), '00', 'ab') AS x, 'last' AS y"
refused=0
for format in csv tsv json jsonl markdown; do
	expect_exit 0 "$DOTREC" query -d x.db -f "$format" --sql "$sql"
	mv out whole
	mib=16
	code=1
	while [ "$mib" -lt 400 ] && [ "$code" -ne 0 ]; do
		code=0
		# shellcheck disable=SC3045
		(ulimit -v $((mib * 1024)) && exec "$DOTREC" query -d x.db \
			-f "$format" --sql "$sql") >out 2>err || code=$?
		case $code in
		0) cmp out whole || fail "$mib MiB, $format: not the whole answer" ;;
		8) refused=$((refused + 1)) ;;
		127) ;; # too little to load the program and its libraries
		*) fail "$mib MiB, $format: exit code $code" ;;
		esac
		mib=$((mib + 2))
	done
	expect_equal "exit code, $format, $mib MiB" 0 "$code"
done
[ "$refused" -gt 5 ] || fail "too few limits made a query run out of memory"
