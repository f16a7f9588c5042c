#!/bin/sh
# systemd-analyze accepts the units of contrib/systemd and rates them as hardened.
. "${0%/*}/lib.sh"
need systemd-analyze

mkdir units bin
cp "$top_srcdir"/contrib/systemd/dotrec-nightly.* units
cp "$DOTREC" bin/dotrec
# the path of the program must exist, wherever it will be installed
sed -i "s#/usr/local/bin/dotrec#$PWD/bin/dotrec#" units/dotrec-nightly.service
systemd-analyze verify --man=no "$PWD/units/dotrec-nightly.service" \
	"$PWD/units/dotrec-nightly.timer" >out 2>err ||
	fail "systemd-analyze verify"
! grep -i 'dotrec' err || fail "systemd-analyze verify prints a warning"
systemd-analyze security --offline=true --threshold=30 \
	"$PWD/units/dotrec-nightly.service" >out 2>err ||
	fail "systemd-analyze security: exposure above 3.0 of 10"
expect_text out 'Overall exposure level'
