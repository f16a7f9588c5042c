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
shellcheck -x -P SCRIPTDIR bootstrap contrib/peer-command \
	contrib/slurm/dotrec.sbatch .ci/run src/embed.sh \
	src/sample_columns.sh \
	tests/cli/*.sh tests/fault/*.sh tests/fuzz/*.sh tests/lint/*.sh
