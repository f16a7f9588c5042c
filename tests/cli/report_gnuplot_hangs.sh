#!/bin/sh
# A gnuplot that does not answer --version counts as missing: the report lacks its
# pictures, exit code 8. A signal ends 'report' while it waits for gnuplot.
. "${0%/*}/lib.sh"
long_test

record
mkdir bin
cat >bin/gnuplot <<'SH'
#!/bin/sh
echo $$ >"$HOME/asked.new" && mv "$HOME/asked.new" "$HOME/asked"
exec sleep 600
SH
chmod +x bin/gnuplot
gone() { # whether gnuplot has ended (a zombie counts as ended)
	! grep -q '^State:	[^Z]' "/proc/$(cat asked)/status" 2>/dev/null
}

expect_exit 8 env HOME="$work" PATH="$work/bin:$PATH" \
	"$DOTREC" report -d x.db -o rep
expect_text err "'gnuplot --version' did not end in time" "'dotrec report'" \
	"'rep'"
for file in time.csv report.html; do
	[ -s "rep/$file" ] || fail "there is no $file"
done
[ ! -e rep/front.pdf ] || fail "there is a picture"
expect_equal "hidden files" '' "$(find . -name '.said*' -o -name '.making*')"
wait_until gone

rm asked
: >err
env HOME="$work" PATH="$work/bin:$PATH" \
	"$DOTREC" report -d x.db -o interrupted >out 2>err &
runner=$!
wait_until test -e asked
kill -INT "$runner"
finish
expect_equal "exit code" 130 "$code"
wait_until gone
expect_equal "half a report" '' "$(find interrupted -type f 2>/dev/null)"
