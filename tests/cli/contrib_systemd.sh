#!/bin/sh
# The units are right in systemd's eyes, and hardened.
. "${0%/*}/lib.sh"
need systemd-analyze

mkdir units bin
cp "$top_srcdir"/contrib/systemd/dotrec-nightly.* units
cp "$DOTREC" bin/dotrec
# where it is installed does not matter to what is tested
sed -i "s#/usr/local/bin/dotrec#$PWD/bin/dotrec#" units/dotrec-nightly.service
systemd-analyze verify --man=no "$PWD/units/dotrec-nightly.service" \
	"$PWD/units/dotrec-nightly.timer" >out 2>err ||
	fail "systemd-analyze verify"
! grep -i 'dotrec' err || fail "systemd-analyze verify complains"
systemd-analyze security --offline=true --threshold=30 \
	"$PWD/units/dotrec-nightly.service" >out 2>err ||
	fail "exposed more than 3.0 of 10"
expect_text out 'Overall exposure level'
