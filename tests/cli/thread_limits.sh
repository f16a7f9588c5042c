#!/bin/sh
# If OpenMP gives fewer threads than requested, repeats of 'thread' are failed, with the
# reason, and never wrong; other settings of OpenMP have no effect.
. "${0%/*}/lib.sh"

case " $(strategies) " in
*' thread '*) ;;
*) skip "this build has no OpenMP" ;;
esac
printf 'strategy,kernel,n,workers,repeats\nserial thread,native,1000,2,5\n' \
	>plan.csv

# numbers: prints how many repeats of 'thread' are ok, wrong, failed
numbers() {
	ask x.db "SELECT ok, wrong, failed FROM v_account
		WHERE series LIKE 'thread/%'"
}

for set in OMP_THREAD_LIMIT=1 OMP_MAX_ACTIVE_LEVELS=0; do
	rm -f x.db
	expect_exit 3 env "$set" "$DOTREC" run -q -d x.db plan.csv
	expect_equal "ok, wrong, failed with $set" '0|0|5' "$(numbers)"
	expect_equal "reason" 1 "$(ask x.db "SELECT count(*) FROM v_sample
		WHERE strategy = 'thread' AND repeat = 0
		AND reason LIKE 'OpenMP gave 1 of 2 threads: is OMP_THREAD_LIMIT %'")"
done
for set in OMP_DYNAMIC=true OMP_NUM_THREADS=1 OMP_NESTED=true \
	OMP_THREAD_LIMIT=2; do
	rm -f x.db
	expect_exit 0 env "$set" "$DOTREC" run -q -d x.db plan.csv
	expect_equal "ok, wrong, failed with $set" '5|0|0' "$(numbers)"
done
