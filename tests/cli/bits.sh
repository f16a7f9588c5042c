#!/bin/sh
# The native and the exact kernel give the same bits for every compiler, optimisation
# level, instruction set, CPU architecture and split, in more than 300,000 products each.
. "$(dirname "$0")/lib.sh"
long_test

src=$top_srcdir/src
sources="$top_srcdir/tests/bits/bits.c $src/kernel/accumulator.c
	$src/kernel/cpu.c $src/kernel/fill.c $src/kernel/table.c"
# stubs for the kernels that table.c refers to; only its functions are used here
cat >rows.c <<'END'
#include "kernel/kernel.h"
const struct kernel kernel_blas_f64, kernel_blas_f32, kernel_native_f64,
	kernel_native_f32, kernel_exact_f64, kernel_exact_f32;
END

# build NAME COMPILER FLAGS...: builds the program bits-NAME of the kernel $kernel
build() {
	name=$1
	compiler=$2
	shift 2
	# shellcheck disable=SC2086 # a list of files
	"$compiler" -std=gnu11 -w -ffp-contract=off -DKERNEL_ISA=test \
		-DKERNEL_ISA_NAME='"test"' -DTESTED="${kernel}_isa_test" -I"$src" \
		"$@" -o "bits-$name" $sources "$src/kernel/${kernel}_isa.c" rows.c \
		-lm || fail "cannot build $name"
}

# compare NAME [RUNNER]: the output of bits-NAME equals that of the first program
compare() {
	name=$1
	shift
	code=0
	"$@" "./bits-$name" >"out-$name" || code=$?
	case $code in
	0) ;;
	77)
		echo "skipped: this CPU cannot run $name"
		return
		;;
	*) fail "$kernel, $name: $(tail -n 1 "out-$name")" ;;
	esac
	[ -f "first-$kernel" ] || cp "out-$name" "first-$kernel"
	cmp "out-$name" "first-$kernel" || fail "$kernel: $name gives other bits"
	total=$((total + $(sed -n 's/ products$//p' "out-$name")))
}

# compare_builds: all builds of the kernel $kernel
compare_builds() {
	total=0
	for compiler in gcc clang; do
		if ! command -v "$compiler" >/dev/null; then
			echo "skipped: no $compiler"
			continue
		fi
		for level in O0 O1 O2 O3; do
			build "$compiler-$level" "$compiler" "-$level"
			compare "$compiler-$level"
		done
		if [ "$(uname -m)" = x86_64 ]; then
			build "$compiler-v3" "$compiler" -O2 -march=x86-64-v3
			compare "$compiler-v3"
			build "$compiler-v4" "$compiler" -O2 -march=x86-64-v4 \
				-mprefer-vector-width=512
			compare "$compiler-v4"
		fi
	done
	if command -v aarch64-linux-gnu-gcc >/dev/null &&
		command -v qemu-aarch64 >/dev/null; then
		build aarch64 aarch64-linux-gnu-gcc -O2 -static
		compare aarch64 qemu-aarch64
	else
		echo "skipped: no aarch64 compiler or no qemu-aarch64"
	fi
	echo "$kernel: $total products have the same bits"
	[ "$total" -ge 20000 ] || fail "$kernel: only $total products compared"
}

for kernel in native exact; do
	compare_builds
done
