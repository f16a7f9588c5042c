#!/bin/sh
# 'dotrec report --verify DIR' makes the report again and exits with 5 on any
# difference: a changed digit, a missing file, a swapped figure, another run.
. "${0%/*}/lib.sh"
long_test
need gnuplot

record --label one
# shellcheck disable=SC2046 # one word per report
expect_exit 0 "$DOTREC" report -d x.db -o rep $(all_reports)
record --label two # not the newest run is verified, but that of the manifest
expect_exit 0 "$DOTREC" report --verify rep -d x.db
expect_empty out
expect_text err "files in 'rep' are what the database gives"
expect_equal "hidden files" '' "$(find rep -name '.*')"

# spoil FILE COMMAND...: after COMMAND, 'report --verify' exits with 5 and names FILE;
# then FILE is restored
spoil() {
	_spoilt=$1
	shift
	cp -p "rep/$_spoilt" kept
	"$@"
	expect_exit 5 "$DOTREC" report --verify rep -d x.db
	expect_empty out
	expect_text err "rep/$_spoilt'" "1 of " 'not what the database gives'
	mv kept "rep/$_spoilt"
}
digit() { # changes the first digit after the header
	sed -i '2,$s/\([1-8]\)/9/;t done;b;:done;n;b done' "$1"
}
for file in course.csv speedup.dat time.txt phases.md report.dat; do
	spoil $file digit rep/$file
done
for file in course.csv time.gp report.pdf speedup.svg report.html; do
	spoil $file rm rep/$file
done
spoil time.pdf cp rep/course.pdf rep/time.pdf
spoil time.svg cp rep/course.svg rep/time.svg
spoil report.html sed -i 's/<svg/<svg class="x"/' rep/report.html
spoil report.pdf sh -c 'printf x >>rep/report.pdf'
spoil manifest.csv sed -i 's/^file,time.pdf,\([0-9]*\),./file,time.pdf,\1,x/' \
	rep/manifest.csv
expect_exit 0 "$DOTREC" report --verify rep -d x.db

# a report without contents, whose pages stay in their order
cp -r rep all
expect_exit 0 "$DOTREC" report -d x.db -r one -o rep
spoil report.pdf sh -c 'printf x >>rep/report.pdf'
spoil report.pdf sh -c 'sed "s/Title/Titel/" rep/report.pdf >t && mv t rep/report.pdf'
# one that was drawn by hand, and changed then
cp rep/report.pdf kept.pdf
(cd rep && gnuplot -d report.gp && gnuplot -d front.gp) 2>/dev/null || fail "gnuplot"
printf x >>rep/report.pdf
printf '\0x' >>rep/front.svg
expect_exit 5 "$DOTREC" report --verify rep -d x.db
expect_text err "'rep/report.pdf' is not what" "'rep/front.svg' is not what" \
	"'rep/front.pdf' was drawn again" '2 of '
rm -r rep && mv all rep

# a file that is not of the report: told; wrong only where it could be taken for one
echo mine >rep/mine.txt
expect_exit 0 "$DOTREC" report --verify rep -d x.db
expect_text err "'rep/mine.txt' is not of this report"
for file in compare.svg start.html; do
	echo mine >rep/$file
	expect_exit 5 "$DOTREC" report --verify rep -d x.db
	expect_text err "'rep/$file' is not of this report" '1 of '
	rm rep/$file
done
rm rep/mine.txt

# a picture drawn again by hand is told apart; one of other data, or of another script,
# is not what the database gives
cp -r rep hand
(cd hand && gnuplot -d time.gp && gnuplot -d report.gp 2>/dev/null) || fail "gnuplot"
for file in time.pdf time.svg report.pdf; do
	! cmp -s hand/$file rep/$file || fail "$file was not drawn again"
done
expect_exit 0 "$DOTREC" report --verify hand -d x.db
for file in time.pdf time.svg report.pdf; do
	expect_text err "'hand/$file' was drawn again by hand from its script"
done
awk '!done && /^[1-9]/ { $2 *= 2; done = 1 } { print }' rep/time.dat >hand/time.dat
(cd hand && gnuplot -d time.gp) || fail "gnuplot"
expect_exit 5 "$DOTREC" report --verify hand -d x.db
expect_text err '3 of ' "'hand/time.dat' is not what" "'hand/time.pdf' is not what" \
	"'hand/time.svg' is not what"

# a summary that was changed after the report was made
cp x.db y.db
ask y.db "UPDATE summary SET median_ns = median_ns * 1.01 WHERE cell_id = 2"
expect_exit 5 "$DOTREC" report --verify rep -d y.db
expect_text err 'time.csv'

# a manifest that cannot be parsed
cp rep/manifest.csv kept
sed -i '/^run,/d' rep/manifest.csv
expect_exit 5 "$DOTREC" report --verify rep -d x.db
expect_text err 'names no run'
rm rep/manifest.csv
expect_exit 5 "$DOTREC" report --verify rep -d x.db
expect_text err "no 'manifest.csv' in 'rep'"
sed 's/^date,.*/date,99999999999999999,,/' kept >rep/manifest.csv
expect_exit 5 "$DOTREC" report --verify rep -d x.db
expect_text err 'no date that can be'
sed 's/^run,./run,x/' kept >rep/manifest.csv
expect_exit 5 "$DOTREC" report --verify rep -d x.db
expect_text err 'no run'
cp kept rep/manifest.csv

# without gnuplot, or with another, pictures are compared with the manifest
mkdir bin
expect_exit 8 env PATH="$work/bin" "$DOTREC" report --verify rep -d x.db
expect_text err 'manifest only'
cp rep/course.pdf rep/time.pdf
expect_exit 5 env PATH="$work/bin" "$DOTREC" report --verify rep -d x.db
expect_text err 'time.pdf' 'not what the manifest says'
