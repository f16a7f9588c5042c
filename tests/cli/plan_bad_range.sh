#!/bin/sh
# A plan with an endless or invalid range is refused at once.
. "${0%/*}/lib.sh"

for n in '1..10+0' '1000..10000*1' '1000..10000*0.5' '0..10*2' \
	'1..100*1.0000001' '1000..2000*-3'; do
	printf 'strategy,n\nserial,%s\n' "$n" >plan.csv
	refuse_plan 2:8 "n '$n'"
done
printf 'strategy,n\nserial,2000..1000*10\n' >plan.csv
refuse_plan 2:8 'ends before it starts'
printf 'strategy,n\nserial,1000..2000\n' >plan.csv
refuse_plan 2:8 'needs *FACTOR or +STEP'
for n in '1000..x*2' '..5+1' '1000..2000*x' '1000..2000+1.5' '1000..2000*nan' \
	'1000..2000*'; do
	printf 'strategy,n\nserial,%s\n' "$n" >plan.csv
	refuse_plan 2:8 "n '$n'"
done
