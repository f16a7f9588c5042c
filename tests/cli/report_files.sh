#!/bin/sh
# 'dotrec report -o DIR' writes tables, data, scripts and pictures directly into DIR.
. "${0%/*}/lib.sh"
need gnuplot

record
# shellcheck disable=SC2046 # one word per report
expect_exit 0 "$DOTREC" report -d x.db -o rep $(all_reports)
expect_empty out
expect_text err rep/report.pdf rep/report.html
wanted='common.gp manifest.csv names.gp ranked.gp report.dat report.gp report.html report.pdf text.gp'
for name in $(all_reports); do
	for suffix in csv md txt; do
		wanted="$wanted $name.$suffix"
	done
	[ -e "$top_srcdir/reports/$name.gp" ] || continue
	for suffix in dat gp pdf svg; do
		wanted="$wanted $name.$suffix"
	done
	cmp "rep/$name.gp" "$top_srcdir/reports/$name.gp" ||
		fail "the script differs from its template"
	expect_equal "how $name.pdf begins" %PDF "$(head -c 4 "rep/$name.pdf")"
	expect_text "rep/$name.svg" '<svg' '</svg>'
	expect_text "rep/$name.dat" "# query $name, "
	expect_text "rep/$name.md" "($name.svg)"
done
# shellcheck disable=SC2086 # one name a line
expect_equal "files" "$(printf '%s\n' $wanted | sort | paste -s -d ' ' -)" \
	"$(names rep)"
# each CSV file equals the query's answer, and its hash is in every table
for name in course speedup phases; do
	"$DOTREC" query "$name" -d x.db --format csv >query.csv
	cmp query.csv "rep/$name.csv" || fail "the file differs from the query's answer"
	hash=$(sha256sum <query.csv | cut -c 1-16)
	for suffix in txt md dat svg; do
		expect_text "rep/$name.$suffix" "$hash"
	done
	expect_text rep/report.html "$hash"
	expect_text rep/manifest.csv "query,$name,$(($(wc -l <query.csv) - 1)),$hash"
done
# the manifest can be checked without the program
awk -F, '$1 == "file" { print $4 "  rep/" $2 }' rep/manifest.csv |
	sha256sum --check --quiet || fail "a hash of the manifest is wrong"
