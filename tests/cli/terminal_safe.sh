#!/bin/sh
# Nothing that stands in a database steers the terminal or makes up a line:
# neither what commands print for people nor what they say on stderr.
. "${0%/*}/lib.sh"
long_test
. "$top_srcdir/tests/cli/hostile.sh"
need sqlite3 python3

# the title of the window, a bell, a cursor sent up, a line of its own, and the
# same as one character each of Latin 1 (C1)
label=$(printf 'x\033]0;owned\007\033[2A\nlast good    forged\302\2332J\302\205\177')

# safe WHAT: no control character but a newline in `out` and `err`
safe() {
	python3 - out err <<-'PYTHON' || fail "$1: see above"
		import sys, unicodedata
		for name in sys.argv[1:]:
		    text = open(name, 'rb').read().decode('utf-8')
		    bad = [c for c in text if c != '\n' and
		           unicodedata.category(c) in ('Cc', 'Zl', 'Zp')]
		    if bad:
		        sys.exit('%s: %r in %r' % (name, bad[0], text[:2000]))
	PYTHON
	! grep -q '^last good    forged' out || fail "$1: a line is made up"
}

# all COMMANDS...: each is run; how it ends is of no interest here
all() {
	for _command; do
		# shellcheck disable=SC2086 # a command and its operands
		"$DOTREC" $_command -d x.db >out 2>err || :
		[ -s out ] || [ -s err ] || fail "'$_command' says nothing"
		safe "$_command"
	done
}

: >out
record --label "$label" 2>err
safe run
expect_exit 0 "$DOTREC" status -d x.db
safe status
expect_text out '"x ]0;owned  [2A last good    forged'
expect_equal "the label in the database" "$label" \
	"$(ask x.db 'SELECT label FROM run')"
record --label "y$label"
all 'list runs' 'query runs' 'query caption run=last' 'compare last last~1' \
	'compare last last~1 --format markdown' check 'report --text' \
	'report -o rep' 'nightly -v -o nights plan.csv'
# a label that is not there, and a file, in errors
"$DOTREC" report -d x.db --run "none$label" >out 2>err && fail "there is such a run"
safe 'report --run'
"$DOTREC" run -d x.db "$label" >out 2>err && fail "there is such a plan"
safe 'run of no plan'
expect_text err 'x ]0;owned'

# every text of the database
plant x.db
all status 'list runs' 'list series' 'query runs' 'query about' \
	'query verdicts' 'query failures' 'query marks' 'query machines' \
	'compare last last~1' 'compare last last~1 --format markdown' check \
	'report --text' 'exclude last' 'accept last' 'prune' doctor
