#!/bin/sh
# A plan with an unknown or a repeated column is refused with the position.
. "${0%/*}/lib.sh"

printf 'strategy,kernal,n\nserial,native,1000\n' >plan.csv
refuse_plan 1:10 "unknown column 'kernal' (nearest: 'kernel')"
printf 'n, strategy, n\n1,serial,1000\n' >plan.csv
refuse_plan 1:13 "the column 'n'"
printf 'strategy,n\nserial,1000,15\n' >plan.csv
refuse_plan 2:1 '3 fields where the header has 2'
