#!/bin/sh
# Runs that are exported and imported again are the same, to the bit.
. "${0%/*}/lib.sh"
need sqlite3

record --label '=1+1'
record --label '@two, "2"'
hash=$("$DOTREC" status -d x.db --hash)
for format in csv jsonl; do
	expect_exit 0 "$DOTREC" export -d x.db --all --format $format -o f.$format
	expect_empty out err
	expect_exit 0 "$DOTREC" import -d $format.db f.$format
	expect_text err '2 runs added'
	expect_equal "$format" "$hash" \
		"$("$DOTREC" status -d $format.db --hash)"
	"$DOTREC" export -d $format.db --all --format $format >again.$format
	cmp f.$format again.$format || fail "an export of the imported runs differs"
done
grep -q "^run,[^,]*,'=1+1," f.csv || fail "a label that looks like a formula is not quoted"
expect_equal "labels" '=1+1|@two, "2"' "$(ask csv.db "SELECT
	group_concat(label, '|') FROM (SELECT label FROM run ORDER BY 1)")"

# one run; a part of the last run (the default)
expect_exit 0 "$DOTREC" export -d x.db '=1+1' --what samples
expect_equal "samples" 63 "$(grep -c '^sample,' out)"
expect_equal "summaries" 0 "$(grep -c '^summary,' out || :)"
expect_exit 0 "$DOTREC" export -d x.db --what summaries -o part.csv
expect_exit 0 "$DOTREC" import -q -d part.db part.csv
expect_equal "thinned" '63|0' "$(ask part.db 'SELECT thinned,
	(SELECT count(*) FROM sample) FROM v_account_run')"
expect_exit 0 "$DOTREC" query contradictions -d part.db --format csv
expect_equal "contradictions" 1 "$(wc -l <out)"
expect_equal "the exported one" "$hash" "$("$DOTREC" status -d x.db --hash)"

# a wrong file is refused with line and column, and nothing is imported
sed '/^sample,/{s/,ok,/,fine,/;}' f.csv >bad.csv
expect_exit 2 "$DOTREC" import -d new.db bad.csv
expect_text err 'bad.csv:' 'CHECK constraint' 'nothing is imported'
expect_equal "complaints" 10 "$(grep -c 'bad.csv:[0-9]*:[0-9]*: ' err)"
[ ! -e new.db ] || fail "a database was made for nothing"
# samples that do not match the stored hash of their cell
sed '/"table":"sample"/s/"skew_ns":[0-9]*/"skew_ns":123456789/' f.jsonl >bad.jsonl
expect_exit 2 "$DOTREC" import -d new.db bad.jsonl
expect_text err 'nothing is imported' ': its samples have the hash '
[ ! -e new.db ] || fail "a database was made for nothing"
expect_equal "files" '' "$(find . -name '*-import*' -o -name '*-part*')"

expect_exit 2 "$DOTREC" export -d x.db --what times
expect_exit 2 "$DOTREC" export -d x.db --format xml
expect_exit 2 "$DOTREC" export -d x.db nosuch
expect_exit 2 "$DOTREC" export -d x.db --all last
expect_exit 7 "$DOTREC" export -d x.db -o nosuch/f.csv
expect_exit 7 "$DOTREC" export -d nosuch.db
expect_exit 2 "$DOTREC" import -d x.db
expect_exit 2 "$DOTREC" import -d x.db nosuch.csv
