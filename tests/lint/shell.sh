#!/bin/sh
# The shell scripts of the repository pass shellcheck.
set -eu
: "${top_srcdir:=$(cd "${0%/*}/../.." && pwd)}"
command -v shellcheck >/dev/null || {
	echo 'skipped: shellcheck is not installed'
	exit 77
}
[ "${DOTREC_LONG-}" != no ] || {
	echo 'skipped: DOTREC_LONG is no'
	exit 77
}
cd "$top_srcdir"
shellcheck -x -P SCRIPTDIR bootstrap doc/*.sh contrib/peer-command contrib/slurm/dotrec.sbatch \
	contrib/systemd/alert contrib/debian/build \
	contrib/debian/try contrib/debian/tests/installed .ci/run \
	bench/*.sh src/embed.sh src/sample_columns.sh tests/lint/*.sh tests/fuzz/*.sh \
	tests/fault/*.sh tests/ports/*.sh tests/cli/lib.sh tests/cli/hostile.sh tests/cli/dying.sh \
	tests/cli/pages.sh

# The tests of the command line include lib.sh, which would be read 170 times, for nearly
# a minute: they are checked with its names only.
names=$(mktemp -d)
trap 'rm -rf "$names"' EXIT
{
	printf '# shellcheck shell=sh\nset -eu\n'
	sed -n 's/^[[:blank:]]*\([a-zA-Z][a-zA-Z_]*\)=.*/\1=x; : "$\1"/p' tests/cli/lib.sh |
		sort -u
	echo 'top_srcdir=x top_builddir=x'
	sed -n 's/^\([a-z_]*\)() {.*/\1() { :; }/p' tests/cli/lib.sh
} >"$names/lib.sh"
cp tests/cli/hostile.sh tests/cli/dying.sh tests/cli/pages.sh "$names"
shellcheck -x -P "$names" tests/cli/*.sh
