#!/bin/sh
# A plan with a quote that is never closed, or stands inside a field, is refused.
. "${0%/*}/lib.sh"

printf 'strategy,n\n"serial,1000\nshm,1000\n' >plan.csv
refuse_plan 2:1 'never closed'
printf 'strategy,n\nserial,10"00\n' >plan.csv
refuse_plan 2:10 'quote inside a field'
