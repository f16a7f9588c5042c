#!/bin/sh
# A plan of more than a million cells is refused before it fills the memory.
. "${0%/*}/lib.sh"

cat >plan.csv <<'PLAN'
strategy,n,workers,chunks
serial,1000,1,1
shm,1..1000+1,1..64+1,1..16+1
PLAN
refuse_plan 3:1 'more than a million cells'
printf 'strategy,n\nserial,1..100000000+1\n' >plan.csv
refuse_plan 2:8 'more than a million values'
