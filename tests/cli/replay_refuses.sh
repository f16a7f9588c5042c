#!/bin/sh
# A replay reports errors in its input file with line and column.
. "${0%/*}/lib.sh"

# refuse TEXT WORDS...: in.csv with TEXT (in which \n ends a line) is refused with WORDS
refuse() {
	printf '%b' "$1" >in.csv
	shift
	expect_exit 2 "$DOTREC" replay in.csv
	expect_empty out
	expect_text err "$@"
}
refuse '' 'in.csv:1:1: the file is empty'
refuse 'series,value\na,1\n' "in.csv:1:1: no column 'night'"
refuse 'series,night,value\na,1,2\na,2\n' 'in.csv:3:1: 2 fields'
refuse 'series,night,value\na,1,-2\n' 'in.csv:2:5: not a time'
refuse 'series,night,value\na,1,0\n' 'in.csv:2:5: not a time'
refuse 'series,night,value\na,1,2 s\n' 'in.csv:2:5: not a time'
refuse 'series,night,value\na,1,nan\n' 'in.csv:2:5: not a time'
refuse 'series,night,value\n,1,2\n' 'in.csv:2:1: empty'
refuse 'series,night,value\na,1,2\nb,1,2\na,1,3\n' \
	"in.csv:4:1: night '1' of series 'a' twice" 'line 2'
refuse 'series,night,value\na,"1,2\n' 'in.csv:2:3: ' 'never closed'
expect_exit 7 "$DOTREC" replay
expect_text err "no database 'dotrec.db'"
expect_exit 2 "$DOTREC" replay none.csv
expect_text err "'none.csv'"
for step in 5 5%% 0% -100% x% %; do
	printf 'series,night,value\na,1,2\n' >in.csv
	expect_exit 2 "$DOTREC" replay --inject "$step" in.csv
	expect_text err "--inject $step"
done
# a file with only a header is an empty history
printf 'series,night,value\n' >in.csv
expect_exit 0 "$DOTREC" replay in.csv
expect_equal 'no rows' 'series,night,verdict,since,effect,p,total' "$(cat out)"
