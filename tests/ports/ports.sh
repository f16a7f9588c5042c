#!/bin/sh
# usage: tests/ports/ports.sh musl|aarch64 DIR
# Builds dotrec in DIR for another C library or another processor, and runs the unit
# tests. By hand, not in 'make check': it fetches packages or sources from Debian.
#
# musl: SQLite, libcsv and Check are built from Debian's sources by musl-gcc. Needs
#   musl-tools and tcl.
# aarch64: Debian's packages for arm64 are unpacked in DIR/sysroot, and qemu-aarch64
#   (qemu-user) runs the programs. Needs gcc-aarch64-linux-gnu.
# shellcheck disable=SC2317 # functions are called by names that are put together
set -eu
top=$(cd "${0%/*}/../.." && pwd)
case ${1-} in
musl | aarch64) [ $# = 2 ] ;;
*) false ;;
esac || {
	sed -n 's/^# usage: /usage: /p' "$0" >&2
	exit 2
}
port=$1
mkdir -p "$2"
cd "$2"
dir=$PWD
prefix=$dir/prefix
sysroot=$dir/sysroot

# apt LINE OPTION... COMMAND...: apt-get with the list LINE of a source, apart from the
# system's
apt() {
	mkdir -p lists/partial debs/partial
	echo "$1 http://deb.debian.org/debian bookworm main" >source.list
	: >status
	shift
	apt-get -qq -o Dir::Etc::sourcelist="$dir/source.list" \
		-o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$dir/lists" \
		-o Dir::State::status="$dir/status" -o Dir::Cache::archives="$dir/debs" \
		-o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache= \
		-o APT::Sandbox::User=root "$@"
}

# quietly LOG COMMAND...: the output goes to a file, of which the end is shown on failure
quietly() {
	log=$1
	shift
	"$@" >"$log" 2>&1 || {
		tail -n 30 "$log" >&2
		exit 1
	}
}

# ---- what dotrec needs --------------------------------------------------------

prepare_musl() {
	apt deb-src update
	apt deb-src source --download-only sqlite3 libcsv check
	for archive in sqlite3_*.orig.tar.xz libcsv_*.orig.tar.gz check_*.orig.tar.gz; do
		tar -x -f "$archive"
	done
	mkdir -p "$prefix/include" "$prefix/lib/pkgconfig"
	# the headers of Linux, and the types of CBLAS, belong to no C library
	ln -sfn /usr/include/linux /usr/include/asm-generic "$prefix/include"
	ln -sfn "/usr/include/$(gcc -print-multiarch)/asm" "$prefix/include"
	cp -L "/usr/include/$(gcc -print-multiarch)/cblas.h" \
		"/usr/include/$(gcc -print-multiarch)/cblas_mangling.h" "$prefix/include"
	(
		cd sqlite3-*/
		quietly log ./configure CC=musl-gcc --prefix="$prefix" --disable-shared \
			--disable-tcl --disable-readline --enable-fts5
		quietly log make libsqlite3.la sqlite3 sqlite3.pc \
			CFLAGS='-O2 -DSQLITE_ENABLE_DBSTAT_VTAB -DSQLITE_ENABLE_COLUMN_METADATA'
		cp .libs/libsqlite3.a "$prefix/lib"
		cp sqlite3.h sqlite3ext.h "$prefix/include"
		cp sqlite3.pc "$prefix/lib/pkgconfig"
		mkdir -p "$prefix/bin"
		cp sqlite3 "$prefix/bin"
	)
	(
		cd libcsv-*/
		musl-gcc -O2 -c libcsv.c
		ar cr "$prefix/lib/libcsv.a" libcsv.o
		cp csv.h "$prefix/include"
	)
	(
		cd check-*/
		quietly log ./configure CC=musl-gcc --prefix="$prefix" --disable-shared \
			--disable-subunit --disable-build-docs
		quietly log make -C lib
		quietly log make -C src install
		quietly log make install-data
	)
}

prepare_aarch64() {
	arm='-o APT::Architecture=arm64 -o APT::Architectures=arm64'
	rm -rf "${sysroot:?}"
	# shellcheck disable=SC2086 # words
	apt deb $arm update
	# shellcheck disable=SC2086 # words
	apt deb $arm install -y --no-install-recommends --download-only libc6-dev \
		libgcc-s1 libgomp1 libsqlite3-dev libcsv-dev check libgmp-dev libblas-dev libblas3
	for package in debs/*.deb; do
		dpkg -x "$package" "$sysroot"
	done
	# as Debian's installer and its alternatives would link them
	cp -a "$sysroot/lib/." "$sysroot/usr/lib"
	rm -rf "${sysroot:?}/lib"
	ln -s usr/lib "$sysroot/lib"
	ln -sf cblas-netlib.h "$sysroot/usr/include/aarch64-linux-gnu/cblas.h"
	ln -sf blas/libblas.so.3 "$sysroot/usr/lib/aarch64-linux-gnu/libblas.so.3"
}

# ---- build and test -------------------------------------------------------------

configure_musl() {
	PKG_CONFIG_LIBDIR=$prefix/lib/pkgconfig "$top/configure" --quiet CC=musl-gcc \
		CPPFLAGS="-isystem $prefix/include" LDFLAGS="-L$prefix/lib" --without-mpi
}
configure_aarch64() {
	PKG_CONFIG_SYSROOT_DIR=$sysroot \
		PKG_CONFIG_LIBDIR=$sysroot/usr/lib/aarch64-linux-gnu/pkgconfig \
		"$top/configure" --quiet --host=aarch64-linux-gnu --without-mpi \
		CC="aarch64-linux-gnu-gcc --sysroot=$sysroot"
}
run_musl() {
	timeout 1800 "$@"
}
# emulated programs take five to ten times as long
run_aarch64() {
	timeout 7200 env QEMU_LD_PREFIX="$sysroot" DOTREC_EMULATED=qemu CK_TIMEOUT_MULTIPLIER=4 \
		qemu-aarch64 "$@"
}

# again after a change of this script, which says what is needed
cmp -s "$top/tests/ports/ports.sh" prepared || "prepare_$port"
cp "$top/tests/ports/ports.sh" prepared
mkdir -p build
cd build
"configure_$port"
quietly build.log make -s -j "$(nproc)" all
quietly build.log make -s -j "$(nproc)" check TESTS=
export top_srcdir="$top" top_builddir="$PWD"
failed=0
for test in $(find tests/unit -maxdepth 1 -type f -perm -u+x -name 'check_*' | sort); do
	code=0
	"run_$port" "$test" >"$test.log" 2>&1 || code=$?
	case $code in 0 | 77) ;; *) failed=1 ;; esac
	echo "${test##*/}: $(grep -E 'Checks: |^skipped: configure' "$test.log" ||
		echo "exit code $code")"
	sed -n -e '/:[FE]:/p' -e '/^skipped: /{/configure/!s/^/  /p' -e '}' "$test.log"
done
exit "$failed"
