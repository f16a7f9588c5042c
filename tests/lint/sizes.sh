#!/bin/sh
# Prints how many lines each folder of src has, with its largest files. A folder
# above 4,500 lines or a file above 550 has more than one trade: split it.
set -eu
: "${top_srcdir:=$(cd "${0%/*}/../.." && pwd)}"
cd "$top_srcdir/src"

# without those that a build in the source tree makes
find . -mindepth 2 -name '*.[ch]' ! -path ./plan/builtin.c ! -path ./db/sql.c \
	! -path ./report/templates.c ! -path ./host/build.c -exec awk '
	FNR == 1 { files[++count] = FILENAME }
	{ lines[FILENAME]++ }
	END {
		for (i = 1; i <= count; i++)
			print lines[files[i]], substr(files[i], 3)
	}' {} + | sort -rn | awk '
	{
		split($2, part, "/")
		folder = part[1]
		if (!(folder in sum))
			order[++folders] = folder
		sum[folder] += $1
		number[folder]++
		if (number[folder] <= 3)
			largest[folder] = largest[folder] " " substr($2, length(folder) + 2) " " $1
		total += $1
		if ($1 > 550) {
			print $2 " has " $1 " lines: above 550"
			wrong = 1
		}
	}
	END {
		for (i = 1; i <= folders; i++) {
			folder = order[i]
			printf "%6d lines %3d files  %-9s%s\n", sum[folder],
				number[folder], folder, largest[folder]
			if (sum[folder] > 4500) {
				print folder " has " sum[folder] " lines: above 4500"
				wrong = 1
			}
		}
		printf "%6d lines in all\n", total
		exit wrong || folders < 2
	}'
