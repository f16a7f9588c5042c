#!/bin/sh
# Prints a C table of text files, so that the program contains its SQL, plans
# and gnuplot templates.
# usage: embed.sh TABLE SRCDIR PREFIX EDIT FILE...
# The name of a text is that of its file without PREFIX and suffix. EDIT is a
# sed script that is applied to every line, or empty.
set -eu
table=$1 srcdir=$2 prefix=$3 edit=$4
shift 4
printf '/* Made by src/embed.sh from files of the source tree. */\n'
printf '#include "base/str.h"\n\n'
printf 'extern const struct str_file %s[];\n' "$table"
printf 'const struct str_file %s[] = {\n' "$table"
for file in "$@"; do
	name=${file#"$prefix"}
	printf '{ "%s",\n' "${name%.*}"
	sed -e "$edit" -e 's/[\\"]/\\&/g; s/?/\\?/g; s/^/"/; s/$/\\n"/' "$srcdir/$file"
	printf '},\n'
done
printf '{ 0, 0 } };\n'
