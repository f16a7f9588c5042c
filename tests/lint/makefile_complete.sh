#!/bin/sh
# Makefile.am names every file of these folders, so that the tarball has them.
set -eu
: "${top_srcdir:=$(cd "${0%/*}/../.." && pwd)}"

wrong=0 count=0
for file in $(cd "$top_srcdir" &&
	find src sql reports tests peers contrib doc bench -type f ! -name '.*' ! -name '*~' | sort); do
	case $file in
	# files made by a build inside the source tree
	*.o | *.log | *.trs | *.dirstamp | */.deps/* | *.pyc) continue ;;
	src/plan/builtin.c | src/db/sql.c | src/report/templates.c | \
		src/host/build.c) continue ;;
	esac
	# automake derives the only source of a program from the program's name
	case $file in tests/unit/*.c | tests/fuzz/*.c) file=${file%.c} ;; esac
	count=$((count + 1))
	grep -qF -e "$file" "$top_srcdir/Makefile.am" || {
		echo "$file: not in Makefile.am"
		wrong=1
	}
done
echo "$count files"
[ "$count" -gt 100 ] && [ "$wrong" -eq 0 ]
