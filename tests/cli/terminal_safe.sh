#!/bin/sh
# Text from a database can neither control the terminal nor fake a line, in printed
# tables and in messages on stderr.
. "${0%/*}/lib.sh"
long_test
. "$top_srcdir/tests/cli/hostile.sh"
need sqlite3 python3

# sets the window's title, rings the bell, moves the cursor up, begins a new line; and
# the same with C1 control characters
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
	! grep -q '^last good    forged' out || fail "$1: there is a faked line"
}

# all COMMANDS...: runs each of them; the exit code does not matter here
all() {
	for _command; do
		# shellcheck disable=SC2086 # a command and its operands
		"$DOTREC" $_command -d x.db >out 2>err || :
		[ -s out ] || [ -s err ] || fail "'$_command' prints nothing"
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
# an unknown label, and the name of a missing file, in error messages
"$DOTREC" report -d x.db --run "none$label" >out 2>err && fail "a run was found"
safe 'report --run'
"$DOTREC" run -d x.db "$label" >out 2>err && fail "a plan was found"
safe 'run of no plan'
expect_text err 'x ]0;owned'

# every text in the database
plant x.db
all status 'list runs' 'list series' 'query runs' 'query about' \
	'query verdicts' 'query findings' 'query told' 'query moved' 'query failures' 'query marks' 'query machines' \
	'compare last last~1' 'compare last last~1 --format markdown' check \
	'report --text' 'exclude last' 'accept last' 'prune' doctor
