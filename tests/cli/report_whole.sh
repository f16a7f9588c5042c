#!/bin/sh
# If a report fails or is killed at any call, its directory is left as it was, or as a
# whole new report, or (only if killed) without the manifest of a whole report. Files
# of the user in it are not changed.
. "${0%/*}/lib.sh"
long_test
need sqlite3
. "$top_srcdir/tests/cli/dying.sh"

record --label old
record --label new
mkdir bin # without gnuplot, which takes long and is not tested here
report() { # RUN DIR: makes a report
	expect_exit 8 env PATH="$work/bin" "$DOTREC" report speedup account -d x.db \
		-r "$1" -o "$2"
}
# what DIR: prints which report DIR has: 'old', 'new', 'none' or 'half'
what() {
	[ -e "$1" ] || { echo none && return; }
	[ -e "$1/manifest.csv" ] || { echo half && return; }
	# the outdated picture is told, which is not looked at here
	rm -rf seen && cp -r "$1" seen && rm -f seen/speedup.pdf
	"$DOTREC" report -d x.db --verify seen >verified 2>&1 || {
		cat verified && return
	}
	sed -n 's/.*run [0-9]* "\(old\|new\)".*/\1/p' "$1/speedup.txt" | head -n 1
}
strangers() { # adds files of the user to rep
	mkdir -p rep/sub
	echo mine >rep/mine.txt
	echo mine >rep/sub/speedup.csv
	ln -sf mine.txt rep/link
	echo old >rep/speedup.pdf # an outdated picture
}
expect_strangers() {
	expect_equal "what is the user's" 'mine mine mine' \
		"$(cat rep/mine.txt rep/sub/speedup.csv rep/link | paste -s -d ' ' -)"
}

# a directory has the name of a file of the report: everything is undone
report old rep
strangers
rm rep/speedup.csv
mkdir rep/speedup.csv
echo mine >rep/speedup.csv/x
cp -a rep before
expect_exit 7 env PATH="$work/bin" "$DOTREC" report speedup account -d x.db -r new -o rep
expect_text err "'rep/speedup.csv'" 'Is a directory'
diff -r rep before || fail "something has changed"
rm -r rep/speedup.csv

# a mount point works like other directories; a read-only one is reported
if unshare -m true 2>/dev/null; then
	rm -rf rep
	mkdir rep
	: >mounted
	expect_exit 8 unshare -m sh -c "mount -t tmpfs none rep &&
		PATH=$work/bin '$DOTREC' report account -d x.db -r new -o rep; code=\$?
		ls -A rep >mounted; mount -o remount,ro rep &&
		PATH=$work/bin '$DOTREC' report account -d x.db -o rep 2>ro; exit \$code"
	expect_text mounted manifest.csv account.csv
	[ "$(grep -c dotrec mounted)" -eq 0 ] || fail "a temporary file is left"
	expect_text ro "'rep'" 'Read-only file system'
fi

# each call fails, then is killed, with an old report and with none
for before in old none; do
	n=1
	while rm -rf rep && { [ $before = none ] || {
		report old rep
		strangers
	}; } && code=0 && {
		PATH=$work/bin FAILS=yes dying $n "$DOTREC" report speedup \
			account -d x.db -r new -o rep >out 2>err || code=$?
		[ "$(cat calls)" -ge $n ]
	}; do
		got=$(what rep)
		case $code in
		7) expect_equal "after failure $n" $before "$got" ;;
		8) expect_equal "after failure $n" new "$got" ;; # failed while cleaning up
		*) fail "exit code $code at failure $n" ;;
		esac
		[ $before = none ] || expect_strangers
		n=$((n + 1))
	done
	[ $n -gt 10 ] || fail "only $n calls"

	n=1 halves=0
	while rm -rf rep && { [ $before = none ] || {
		report old rep
		strangers
	}; } && code=0 && {
		PATH=$work/bin dying $n "$DOTREC" report speedup account \
			-d x.db -r new -o rep >out 2>err || code=$?
		[ "$code" -eq 137 ]
	}; do
		got=$(what rep)
		case $before-$got in
		old-old | old-new | none-none | none-new) ;;
		old-half) halves=$((halves + 1)) ;;
		*) fail "'$got' after death $n (before: $before)" ;;
		esac
		[ $before = none ] || expect_strangers
		report new rep
		expect_equal "after the next one" new "$(what rep)"
		expect_equal "what is left" '' "$(parts .)"
		n=$((n + 1))
	done
	[ $n -gt 10 ] || fail "only $n calls"
	echo "$before: $n calls, $halves times without a manifest"
done

# all renames fail from one moment on, including those that undo others
report old rep
n=1
while code=0 && {
	PATH=$work/bin FAILS=ever dying $n "$DOTREC" report speedup account \
		-d x.db -r new -o rep >out 2>err || code=$?
	[ "$(cat calls)" -ge $n ]
}; do
	case $(what rep) in
	old | new) ;;
	half) expect_text err 'half old, half new' ;;
	*) fail "a half report has a valid manifest after failure $n" ;;
	esac
	n=$((n + 1))
	rm -rf rep
	report old rep
done
