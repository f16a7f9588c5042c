#!/bin/sh
# A plan with an invalid number, or one out of bounds, is refused.
. "${0%/*}/lib.sh"

for n in x 1e6 -5 1.5 0x10 +7 99999999999999999999; do
	printf 'strategy,n\nserial,%s\n' "$n" >plan.csv
	refuse_plan 2:8 "n '$n'"
done
for n in 0 2199023255552; do
	printf 'strategy,n\nserial,1000 %s\n' "$n" >plan.csv
	refuse_plan 2:8 "n '$n'" 'is not within 1..'
done
for column in workers chunks repeats timeout_ms; do
	printf 'n,%s\n1000,0\n' "$column" >plan.csv
	refuse_plan 2:6 "$column '0'" 'is not within 1..'
	printf 'n,%s\n1000,4294967297\n' "$column" >plan.csv
	refuse_plan 2:6 "$column '4294967297'" 'is not within 1..'
done
printf 'n,repeats\n1000,15 20\n' >plan.csv
refuse_plan 2:6 "'repeats' holds one value"
