/*
 * The native kernel: additions in a fixed order, however the work is split.
 *
 * A block is 128 elements, and a group 8 blocks. Lane j of a block is the sum, in
 * ascending order, of the products of the elements i with i mod L = j (L = 32
 * lanes of float64, 64 of float32). Blocks are added in a tree: the node of level k
 * and index i covers the blocks [i 2^k, (i+1) 2^k), and the nodes that do not pair
 * up are added from the last to the first. Inside a group a node is lanes, which
 * are added as vectors; the lanes of a whole group, and of the last group, are
 * added by halves to a number, and from there on the tree adds numbers. So the
 * fold of a slice that begins and ends with a group is a few numbers, which fit
 * into one cache line. The tree depends on n alone, so the bits do not depend on
 * workers, chunks or the order of arrival.
 *
 * This is version 2 of the order (KERNEL_NATIVE_ORDER). Version 1 added lanes up to
 * the root: its bits differ.
 *
 * Each product and each sum is rounded (no fused operations). Missing elements
 * count as +0.0; this changes no bit, since +0.0 is added to the final sum
 * anyway. Any NaN is returned as the one quiet NaN without sign or payload.
 *
 * native_isa.c has the arithmetic, compiled for several instruction set levels;
 * this file chooses the best level that the CPU supports.
 */
#include "kernel/isa.h"

#include <stddef.h>

extern const struct kernel kernel_native_f64, kernel_native_f32;

KERNEL_ISA_CHOICE(native)

const char *kernel_isa_name(void)
{
	return kernel_isa_best(native_isa_table)->name;
}

void kernel_read(const void *bytes, size_t size)
{
	kernel_isa_best(native_isa_table)->read(bytes, size);
}

#define NATIVE_ROW(T, index, bytes)                                  \
	const struct kernel kernel_native_##T = {                    \
		.name = "native",                                    \
		.summary = "fixed order: same bits for every split", \
		.dtype = index,                                      \
		.flags = KERNEL_FIXED_ORDER,                         \
		.grain = 128,                                        \
		.best_grains = 1 << NATIVE_GROUP_LEVEL,              \
		.lane_nodes_max = FOLD_LANE_NODES_MAX,               \
		.flops_per_element = 2,                              \
		.bytes_per_element = bytes,                          \
		.dot = dot_##T,                                      \
		.add = add_##T,                                      \
		.join = join_##T,                                    \
		.value = value_##T,                                  \
	}

NATIVE_ROW(f64, DTYPE_F64, 16);
NATIVE_ROW(f32, DTYPE_F32, 8);
