#!/bin/sh
# A plan that needs more memory than is free is refused before any measurement.
. "${0%/*}/lib.sh"

printf 'strategy,n,repeats\nserial,1000,3\nserial,1000000000000,3\n' >plan.csv
refuse_plan 3:1 'n = 1000000000000' 14.6 TiB 'of memory' free
