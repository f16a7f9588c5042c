#!/bin/sh
# contrib/systemd/alert, which systemd starts when a night has failed or found a
# regression, mails the line of the night, or gives the mail to a command; what the
# journal holds reaches no shell and no header.
. "${0%/*}/lib.sh"

ALERT=$top_srcdir/contrib/systemd/alert
mkdir bin
# a journal with one invocation, and a mail program
cat >bin/journalctl <<'SH'
#!/bin/sh
for word; do
	[ "$word" != _SYSTEMD_INVOCATION_ID=77 ] || exec cat journal
done
SH
cat >bin/sendmail <<'SH'
#!/bin/sh
[ "$*" = -t ] && exec cat >mail
SH
# sleep: the journal is behind; the line comes while the alert waits
cat >bin/sleep <<'SH'
#!/bin/sh
[ ! -f late ] || mv late journal
SH
chmod +x bin/*
PATH=$PWD/bin:$PATH
export MONITOR_UNIT=dotrec-nightly.service MONITOR_INVOCATION_ID=77 \
	MONITOR_SERVICE_RESULT=exit-code MONITOR_EXIT_CODE=exited MONITOR_EXIT_STATUS=1

line='night 2026-04-01; 1 regressed; regressed: shm/native/f64/1000/2x1 +41.0 % since 2026-03-29'
printf 'dotrec: run 1\ndotrec: night 1 is no line of a night\n%s\n' "$line" >journal
expect_exit 0 "$ALERT"
expect_equal "subject" "Subject: dotrec on $(uname -n): a regression" "$(sed -n 2p mail)"
expect_text mail "To: root" "$line" "exit code 1;"
! grep 'run 1' mail || fail "the mail has other lines than that of the night"

# a night that printed no line: what it said last; others have other subjects
mv journal late
echo 'dotrec: the disk is full' >journal
MONITOR_EXIT_STATUS=7 DOTREC_MAILTO=me@example.org expect_exit 0 "$ALERT"
expect_text mail 'To: me@example.org' "$line" ': the night failed (exit-code, 7)'
echo 'dotrec: the disk is full' >journal
MONITOR_EXIT_STATUS=7 expect_exit 0 "$ALERT"
expect_text mail 'dotrec: the disk is full'

# a command of one's own; its exit code is that of the alert
# shellcheck disable=SC2016 # as it stands
hostile='$(touch gone) `touch gone` "'
printf 'night 2026-04-02; %s\nBcc: x@example.org\n' "$hostile" >journal
DOTREC_ALERT='cat >told; exit 5' MONITOR_EXIT_STATUS=9 expect_exit 5 "$ALERT"
expect_text told ': the notification failed' "$hostile"
[ ! -e gone ] || fail "a text of the journal was run"
! grep Bcc told || fail "more than the line was sent"

# older systemd: no variables
unset MONITOR_UNIT MONITOR_INVOCATION_ID MONITOR_SERVICE_RESULT MONITOR_EXIT_STATUS
cat >bin/journalctl <<'SH'
#!/bin/sh
case "$*" in *--unit=dotrec-nightly.service*) exec cat journal ;; esac
SH
expect_exit 0 "$ALERT"
expect_text mail 'night 2026-04-02' '(unknown, unknown)'

# no mail program is said
rm bin/sendmail
if ! PATH=$PATH:/usr/sbin:/usr/lib command -v sendmail >/dev/null; then
	expect_exit 1 "$ALERT"
	expect_text err 'no mail program (sendmail) is installed'
fi
