#!/bin/sh
# Prints a C table of text files, for programs that carry their SQL, plans and
# gnuplot templates with them.
# usage: embed.sh TABLE SRCDIR PREFIX FILE...   (names lose PREFIX and suffix)
set -eu
table=$1 srcdir=$2 prefix=$3
shift 3
printf '/* Made by src/embed.sh from files of the source tree. */\n'
printf '#include "base/str.h"\n\n'
printf 'extern const struct str_file %s[];\n' "$table"
printf 'const struct str_file %s[] = {\n' "$table"
for file in "$@"; do
	name=${file#"$prefix"}
	printf '{ "%s",\n' "${name%.*}"
	sed 's/[\\"]/\\&/g; s/?/\\?/g; s/^/"/; s/$/\\n"/' "$srcdir/$file"
	printf '},\n'
done
printf '{ 0, 0 } };\n'
