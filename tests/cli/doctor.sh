#!/bin/sh
# 'dotrec doctor' reports what disturbs measurements, the worst first, and changes
# nothing.
. "${0%/*}/lib.sh"

expect_exit 0 "$DOTREC" doctor
expect_empty err
expect_text out 'fine ' CPUs clock 'huge pages'
expect_equal "lines of other shapes" 0 "$(
	grep -cvE '^(trouble|note) +[^:]+: .|^ {9}(> )?.|^(fine|unknown) ' out || :)"
expect_equal "order" "$(sed -n 's/^\([a-z][a-z]*\) .*/\1/p' out |
	awk '{ print index("trouble note fine unknown", $1), $1 }' |
	sort -n | sed 's/.* //')" "$(sed -n 's/^\([a-z][a-z]*\) .*/\1/p' out)"
expect_equal "files" 'err out' "$(names .)"

# -v: findings that are fine, too, each on its own line
expect_exit 0 "$DOTREC" doctor -v
expect_text out 'address layout: '
[ "$(wc -l <out)" -ge 30 ] || fail "findings are missing"

expect_exit 0 "$DOTREC" doctor --format csv
expect_equal "header" 'finding,level,value,why,remedy' "$(head -n 1 out)"
expect_equal "findings" 35 "$(wc -l <out)"
expect_exit 0 "$DOTREC" doctor --format markdown
expect_text out '| finding '
expect_exit 2 "$DOTREC" doctor --format xml
expect_text err "'xml'" text csv markdown
expect_empty out
expect_exit 2 "$DOTREC" doctor now
expect_text err "'now'"
