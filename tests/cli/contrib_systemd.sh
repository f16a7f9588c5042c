#!/bin/sh
# systemd accepts the units of contrib/systemd and rates the nightly one as hardened; it
# makes their user and directory.
. "${0%/*}/lib.sh"
need systemd-analyze

mkdir units bin
cp "$top_builddir"/contrib/systemd/*.service "$top_srcdir"/contrib/systemd/*.timer units
cp "$DOTREC" "$top_srcdir/contrib/systemd/alert" bin
# the paths of the programs must exist, wherever they will be installed
sed -i "s#^ExecStart=[^ ]*/\\([a-z]*\\)#ExecStart=$PWD/bin/\\1#" units/*.service
expect_equal "programs" 2 "$(cat units/*.service | grep -c "^ExecStart=$PWD/bin/")"
systemd-analyze verify --man=no "$PWD"/units/* >out 2>err || fail "systemd-analyze verify"
! grep -i 'dotrec' err || fail "systemd-analyze verify prints a warning"
systemd-analyze security --offline=true --threshold=30 \
	"$PWD/units/dotrec-nightly.service" >out 2>err ||
	fail "systemd-analyze security: exposure above 3.0 of 10"
expect_text out 'Overall exposure level'

# 1 is a failure, so that OnFailure= tells of it; 3 is none
expect_equal "tells" 'OnFailure=dotrec-alert.service' \
	"$(grep '^OnFailure=' units/dotrec-nightly.service)"
expect_equal "successes" 'SuccessExitStatus=3' \
	"$(grep '^SuccessExitStatus=' units/dotrec-nightly.service)"

# the same user and directory in all files
for unit in units/*.service; do
	expect_text "$unit" User=dotrec Group=dotrec WorkingDirectory=/var/lib/dotrec
done
if [ "$(id -u)" = 0 ] && command -v systemd-sysusers systemd-tmpfiles >/dev/null; then
	mkdir -p root/etc root/var/lib root/usr/lib/sysusers.d root/usr/lib/tmpfiles.d
	cp "$top_srcdir/contrib/sysusers/dotrec.conf" root/usr/lib/sysusers.d
	cp "$top_srcdir/contrib/tmpfiles/dotrec.conf" root/usr/lib/tmpfiles.d
	systemd-sysusers --root="$PWD/root" >out 2>err || fail "systemd-sysusers"
	grep '^dotrec:.*:/var/lib/dotrec:/usr/sbin/nologin$' root/etc/passwd ||
		fail "no user dotrec: $(cat root/etc/passwd)"
	systemd-tmpfiles --root="$PWD/root" --create >out 2>err || fail "systemd-tmpfiles"
	expect_equal "owner and mode" \
		"$(awk -F: '$1 == "dotrec" { print $3 ":" $4 }' root/etc/passwd) 750" \
		"$(stat -c '%u:%g %a' root/var/lib/dotrec)"
else
	echo "skipped: not root, or no systemd-sysusers"
fi
