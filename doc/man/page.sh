#!/bin/sh
# Writes a page of the manual: dotrec.roff with the summaries of the commands that the
# program has, or dotrec-COMMAND.roff with the name, the synopsis and the options.
# usage: page.sh PROGRAM FILE.roff
set -eu
program=$1 file=$2
page=${file##*/} page=${page%.roff}

if [ "$page" = dotrec ]; then
	"$program" help | awk '
		function roff(text) { gsub(/-/, "\\-", text); return text }
		NR == FNR {
			if (sub(/^  /, "")) { name = $1; sub(/^[a-z]+ +/, ""); summary[name] = $0 }
			next
		}
		/^@/ {
			name = substr($0, 2)
			if (!(name in summary)) {
				print FILENAME ": dotrec has no command " name >"/dev/stderr"
				exit 1
			}
			printf ".TP\n.BR dotrec\\-%s (1)\n%s\n", name, roff(summary[name])
			next
		}
		{ print }' - "$file"
	exit
fi
made=$("$program" help man "${page#dotrec-}")
printf '.TH %s 1 "" "dotrec" "User Commands"\n' \
	"$(printf '%s' "$page" | tr '[:lower:]' '[:upper:]' | sed 's/-/\\-/')"
printf '%s\n' "$made" | awk '
	NR == FNR && /^\.SH OPTIONS/ { later = 1 }
	NR == FNR { if (later) options = options $0 "\n"; else print; next }
	# the options follow the description
	/^\.SH / && ++sections == 2 { printf "%s", options; options = "" }
	{ print }
	END { printf "%s", options }' - "$file"
cat <<'ROFF'
.SH SEE ALSO
.BR dotrec (1),
.BR dotrec\-plan (5),
.BR dotrec\-db (5),
.BR dotrec\-series (7)
ROFF
