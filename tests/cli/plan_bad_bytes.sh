#!/bin/sh
# A plan that is not UTF-8, or has a NUL byte, is refused with the position.
. "${0%/*}/lib.sh"

printf 'strategy,n\nserial,1000\n# caf\351\nshm,1000\n' >plan.csv
refuse_plan 3:6 'not UTF-8'
printf 'strategy,n\nser\000ial,1000\n' >plan.csv
refuse_plan 2:4 'NUL'
# columns are counted in characters
printf 'strategy,n\n\303\251\303\251,1000 \355\240\200\n' >plan.csv
refuse_plan 2:9 'not UTF-8'
