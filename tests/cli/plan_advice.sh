#!/bin/sh
# One line of advice on a plan before it runs, where there is something to say; a label
# that another run has is told.
. "${0%/*}/lib.sh"

printf 'strategy,n,workers\nserial shm,1000,1\n' >good.csv
expect_exit 0 "$DOTREC" plan good.csv
! grep -q advice: out || fail "advice on a good plan"
expect_text out '2 cells in 1 block, 30 repeats'

printf 'strategy,n,workers,launcher\nserial,1000,1,\nshm pipe,100 1000,64,mpirun\n' >bad.csv
expect_exit 0 "$DOTREC" plan bad.csv
expect_equal "lines of advice" 1 "$(grep -c '^advice: ' out)"
expect_text out 'advice: 2 parallel cells of 4 will have no speed-up' \
	"64 workers will share " 'launcher will have no effect'
printf 'strategy,n,workers,repeats\nshm,100,1,1\n' >bad.csv
expect_exit 0 "$DOTREC" run -d x.db --label one bad.csv
expect_equal "lines of advice" 1 "$(grep -c '^dotrec: advice: ' err)"
expect_text err 'advice: 1 parallel cell of 1 will have no speed-up'
! grep -q 'has the label' err || fail "a new label is told"
expect_exit 0 "$DOTREC" run -q -d x.db --label one bad.csv
expect_text err "run 1 has the label 'one', too"
! grep -q advice: err || fail "advice to someone who wants to hear nothing"
