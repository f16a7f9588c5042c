#!/bin/sh
# When gnuplot fails, 'report' exits with 8, says why, and keeps the old report.
. "${0%/*}/lib.sh"

record
mkdir bin rep
echo old >rep/course.pdf
cat >bin/gnuplot <<'SH'
#!/bin/sh
echo '"course.gp" line 7: no luck today' >&2
exit 1
SH
chmod +x bin/gnuplot
expect_exit 8 env PATH="$work/bin:$PATH" "$DOTREC" report -d x.db -o rep
expect_text err "gnuplot could not draw '" 'exited with status 1' 'no luck today'
expect_equal "files" course.pdf "$(names rep)"
expect_equal "the old picture" old "$(cat rep/course.pdf)"
