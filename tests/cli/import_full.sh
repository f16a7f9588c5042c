#!/bin/sh
# An import on a full disk ends with exit code 7, leaves nothing half imported, and
# does not blame the imported file.
. "${0%/*}/lib.sh"
long_test
need sqlite3 mount
[ "$(id -u)" -eq 0 ] || skip "only root can mount"

record
"$DOTREC" export -q -d x.db --what samples --format jsonl -o x.jsonl
# 300 runs of 63 repeats: more than SQLite keeps in memory
awk -v uuid="$(ask x.db 'SELECT uuid FROM run')" '
	{ line[NR] = $0 }
	END {
		for (i = 0; i < 300; i++)
			for (k = 1; k <= NR; k++) {
				text = line[k]
				sub(uuid, sprintf("%08d-0000", i), text)
				print text
			}
	}' x.jsonl >many.jsonl
mkdir small
mount -t tmpfs -o size=300k none small 2>err || skip "cannot mount: $(cat err)"
unmount() {
	umount "$work/small" 2>/dev/null || :
	clean_up
}
trap unmount EXIT

expect_exit 7 "$DOTREC" import -d small/new.db many.jsonl
expect_text err 'the disk is full'
! grep -q 'mistakes\|nothing is imported' err || fail "the message blames the imported file"
[ ! -e small/new.db ] || {
	expect_equal "runs" 0 "$(ask small/new.db 'SELECT count(*) FROM run')"
	expect_equal "check" ok "$(ask small/new.db 'PRAGMA integrity_check')"
	rm -f small/new.db*
}

# no room for the private temporary database
mkdir -p small/tmp
head -c 280k /dev/zero >small/tmp/fill 2>/dev/null || :
expect_exit 7 env TMPDIR="$work/small/tmp" "$DOTREC" import -d new.db many.jsonl
expect_text err 'the disk is full'
expect_equal "files" '' "$(find . -name 'new.db*')"
expect_exit 0 "$DOTREC" import -q -d new.db many.jsonl
expect_equal "runs" 300 "$(ask new.db 'SELECT count(*) FROM run')"

# an export names the file that it could not write
expect_exit 7 "$DOTREC" export --all -d new.db -o small/many.csv
expect_text err "cannot make 'small/many.csv': cannot write the export: No space"
[ ! -e small/many.csv ] || fail "an incomplete export is left"
