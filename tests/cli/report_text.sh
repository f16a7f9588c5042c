#!/bin/sh
# 'dotrec report --text' fits into 80 columns and has colours only on a terminal.
. "${0%/*}/lib.sh"
need script stty

# many curves, with the longest names
printf '%s\n' strategy,kernel,dtype,n,workers,chunks,placement,repeats \
	'serial,native,f64 f32,1000 2000,1,1,free,7' \
	'fork pipe shm ring,native,f64 f32,1000 2000,2,4096,pinned,7' >plan.csv
"$DOTREC" run -q -d x.db --label "$(printf 'a long label %s' 1 2 3 4 5 6 7 8)" \
	plan.csv
expect_exit 0 "$DOTREC" report --text -d x.db
expect_empty err
expect_text out 'Is the parallelisation efficient' 'median time of one product'
wide=$(sed 's/±/+/g; s/\xe2\x96./#/g' out | awk 'length > 80' | head -n 1)
expect_equal "a line too wide" '' "$wide"
! grep -q "$(printf '\033')" out || fail "there are colours in a file"
[ ! -e dotrec-report ] || fail "files were written"
expect_exit 0 "$DOTREC" report --text speedup -d x.db
expect_text out 'Speed-up against'
! grep -q 'Accuracy' out || fail "reports that were not requested are printed"

# terminal [NAME=VALUE...]: prints how many lines have colours on a terminal
terminal() {
	script -qec "env $* '$DOTREC' report --text speedup -d x.db 2>err" \
		/dev/null </dev/null >screen
	grep -c "$(printf '\033')\[" screen || :
}
[ "$(terminal TERM=xterm)" -gt 2 ] || fail "there are no colours on a terminal"
expect_equal "with NO_COLOR" 0 "$(terminal TERM=xterm NO_COLOR=1)"
expect_equal "on a dumb terminal" 0 "$(terminal TERM=dumb)"

# tables fit the terminal: its own width, or COLUMNS
wide() { # SIZE COMMAND...: prints the length of the longest line on a terminal
	_size=$1
	shift
	script -qec "stty cols $_size; $* -d x.db 2>err" /dev/null </dev/null >screen
	sed 's/\r//; s/±/+/g; s/\xe2\x96./#/g; s/\x1b\[[0-9;]*m//g' screen |
		awk '{ if (length > most) most = length } END { print most + 0 }'
}
for command in "'$DOTREC' report --text speedup" "'$DOTREC' query summary" \
	"'$DOTREC' list series"; do
	for size in 60 100; do
		[ "$(wide $size "$command")" -le $size ] ||
			fail "$command is wider than $size"
		[ "$(wide 200 "COLUMNS=$size $command")" -le $size ] ||
			fail "$command is wider than COLUMNS=$size"
	done
done
# what exceeds the screen goes through $PAGER, also if that is missing; else it does not
paged() { # ROWS PAGER: prints how many lines the pager got
	rm -f paged
	script -qec "stty rows $1 cols 300; PAGER='$2' TERM=xterm '$DOTREC' query summary -d x.db 2>err" \
		/dev/null </dev/null >screen
	[ ! -e paged ] || wc -l <paged
}
lines=$("$DOTREC" query summary -d x.db | wc -l)
expect_equal "lines for the pager" "$lines" "$(paged 8 'cat >paged')"
expect_empty screen
for pager in '' nosuchpager 'head -n 1 >/dev/null; exit 127'; do
	expect_equal "with '$pager'" '' "$(paged 8 "$pager")"
	[ "$(grep -c serial/ screen)" -gt 3 ] || fail "'$pager' hides the output"
done
expect_equal "lines for the pager on a large screen" '' "$(paged 500 'cat >paged')"
[ "$(wide 200 "'$DOTREC' query summary")" -gt 100 ] || fail "the width is not used"
"$DOTREC" query summary -d x.db >file
COLUMNS=60 "$DOTREC" query summary -d x.db >narrow
cmp file narrow || fail "COLUMNS changes a file"
