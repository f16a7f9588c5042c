#!/bin/sh
# A plan with an empty field, or without any row, is refused.
. "${0%/*}/lib.sh"

printf 'strategy,n,repeats\nserial,,15\n' >plan.csv
refuse_plan 2:8 "the field 'n' is empty"
printf 'strategy,n,repeats\nserial,1000,  \n' >plan.csv
refuse_plan 2:13 "the field 'repeats' is empty"

for text in '' '# only a comment\n' 'strategy,n\n'; do
	# shellcheck disable=SC2059 # the text is the format
	printf "$text" >plan.csv
	expect_exit 2 "$DOTREC" run -d bad.db plan.csv
	expect_text err "plan.csv:1:1: the plan has no cells"
	[ ! -e bad.db ] || fail "a database was made"
done
