#!/bin/sh
# usage: build_id.sh SRCDIR [COMPILER FLAGS]
# Prints C constants with the id of the source and the compiler and flags of
# this build. The id is that of the git commit, with "-dirty" appended if files
# were changed; in distributed sources, the first line of the file source-id.
# Without COMPILER and FLAGS it prints the id alone.
set -eu
src=$1
id=unknown
if [ -e "$src/.git" ] && command -v git >/dev/null; then
	id=$(cd "$src" && GIT_OPTIONAL_LOCKS=0 git describe --always --dirty --abbrev=12 2>/dev/null) ||
		id=unknown
elif [ -r "$src/source-id" ]; then
	id=$(head -n 1 "$src/source-id")
fi
if [ $# -eq 1 ]; then
	echo "$id"
	exit
fi

# constant NAME VALUE: prints VALUE as a C string constant
constant() {
	_value=$(printf '%s\n' "$2" | tr -s ' \n' '  ' |
		sed 's/^ //; s/ $//; s/[\\"]/\\&/g')
	printf 'const char %s[] = "%s";\n' "$1" "$_value"
}
# Warning flags do not change the program and are left out.
flags=
for flag in $3; do
	case $flag in
	-W[alp],*) flags="$flags $flag" ;;
	-W*) ;;
	*) flags="$flags $flag" ;;
	esac
done
echo '/* Made by build_id.sh. */'
echo 'extern const char build_source[], build_compiler[], build_flags[];'
constant build_source "$id"
constant build_compiler "$2"
constant build_flags "$flags"
