#!/bin/sh
# usage: build_id.sh SRCDIR [COMPILER FLAGS]
# Writes the C that says of what source, and how, the program was built: the git
# id of the source, "-dirty" behind it where files were changed, or what stands
# in a file source-id, as distributed sources have it. Without a compiler: writes the id alone.
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

# constant NAME VALUE: as a C string; warnings are no part of what was built
constant() {
	_value=$(printf '%s\n' "$2" | tr -s ' \n' '  ' |
		sed 's/^ //; s/ $//; s/[\\"]/\\&/g')
	printf 'const char %s[] = "%s";\n' "$1" "$_value"
}
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
