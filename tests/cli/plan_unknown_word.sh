#!/bin/sh
# A plan with an unknown word is refused with the position and the known words.
. "${0%/*}/lib.sh"

printf 'strategy,n\nserial,1000\nserial thread8,1000\n' >plan.csv
refuse_plan 3:1 "unknown strategy 'thread8'" 'known are:' shm
printf 'strategy,kernel,n\nserial, mkl,1000\n' >plan.csv
refuse_plan 2:8 "unknown kernel 'mkl'" native blas
printf 'n,dtype\n1000,f16\n' >plan.csv
refuse_plan 2:6 "unknown dtype 'f16'" f32 f64
printf 'n,placement\n1000,here\n' >plan.csv
refuse_plan 2:6 "unknown placement 'here'" pinned
