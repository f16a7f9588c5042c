# shellcheck shell=sh disable=SC2016
# 'dotrec peer check' finds nothing wrong with a peer that keeps the protocol, and tells
# what is wrong with one that does not; 'dotrec peer' lists the peers that are found.
. "${0%/*}/lib.sh"
long_test
BAD=$top_builddir/tests/fault/bad_peer

check() {
	_code=$1 _mode=$2
	shift 2
	expect_exit "$_code" "$DOTREC" peer check "$@" "exec '$BAD' $_mode"
	expect_empty err
}

check 0 good
! grep -q WRONG out || fail "something is wrong with a good peer"
expect_equal "visits" 8 "$(grep -c '1, 7 and 1000 elements, with right results' out)"
expect_equal "rests" 8 "$(grep -c 'the peer uses no CPU' out)"
expect_equal "ends" 8 "$(grep -c 'leaves no process' out)"
expect_text out 'f32, 2 workers, 2 chunks' 'bad 1.0 threads=1' \
	'A kernel that it does not know is missing' 'All is right.'
check 0 crlf

check 5 wrong-result
expect_text out 'WRONG  The result for n = 1 (f64, 1 worker, 1 chunk)' 'test vectors'
check 5 wrong-word
expect_text out "WRONG  At \`ready\`" "'ready' was expected" "Answer \`ready\`."
check 5 spins-in-rest
expect_text out 'WRONG  After `rest` the peer has used its CPUs'
check 5 ignores-quit
expect_text out 'WRONG  The peer has not ended within two seconds of `quit`' \
	'two seconds of the end of its standard input'
check 5 knows-no-quit
expect_text out 'WRONG  The peer has not ended within two seconds of `quit`' \
	'right  The peer ends after the end of its standard input'
check 5 hangs-close --timeout-ms 500
expect_text out "has not answered 'close' in time"
check 5 junk-hello
expect_text out 'WRONG  At `hello`' "'hello' was expected" '1 of 1 things are wrong'
check 5 hangs-in-repeat --timeout-ms 500
expect_text out "has not answered 'repeat' in time"
expect_equal "visits to a mute peer" 1 "$(grep -c WRONG out)"

# nothing can be checked where everything is missing
check 4 missing-open
expect_text out 'more than no worker' '--kernel'
check 4 missing-hello
expect_text out 'missing here: no such library'

# the list
mkdir peers
for mode in good exits-at-once missing-hello; do
	printf '#!/bin/sh\nexec "%s" %s\n' "$BAD" "$mode" >"peers/$mode"
	chmod +x "peers/$mode"
done
DOTREC_PEERS=$work/peers expect_exit 0 "$DOTREC" peer
expect_text out 'bad 1.0 threads=1' 'exited with status 7' 'no such library'
expect_equal "lines" 3 "$(grep -c '^peer:' out)"

expect_exit 2 "$DOTREC" peer check
expect_exit 2 "$DOTREC" peer look true
expect_exit 2 "$DOTREC" peer check --timeout-ms 0 true
expect_exit 2 "$DOTREC" peer check --kernel 'a,b' true

# interrupted while the peer hangs: nothing of it is left
mkdir tmp
cat >hangs <<SH
while read -r line; do
	case \$line in repeat*) : >asked ;; esac
	echo "\$line"
done | '$BAD' hangs-in-repeat
SH
asked() {
	! over || fail "the check is over already"
	[ -e asked ]
}
TMPDIR=$PWD/tmp setsid "$DOTREC" peer check --timeout-ms 1000000 'sh ./hangs' >out 2>err &
runner=$!
wait_until asked
kill -s INT "$runner"
finish
expect_equal "exit code" 130 "$code"
wait_until nobody_left bad_peer
expect_equal "temporary directories" '' "$(ls -A tmp)"
