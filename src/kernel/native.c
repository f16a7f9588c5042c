/*
 * Our own kernel: a fixed order of additions, whoever computes what.
 *
 * A block is 128 elements. Lane j of a block is the sum, in ascending order, of
 * the products of the elements i with i mod LANES = j (32 lanes of float64, 64
 * of float32). The lanes of neighbouring blocks are added as vectors in a tree:
 * the node of level k and index i covers the blocks [i 2^k, (i+1) 2^k), and the
 * nodes that do not pair up are added from the last to the first. The lanes of
 * the root are folded by halves. The tree depends on n alone, so the bits do
 * not depend on workers, chunks or the order of arrival.
 *
 * Missing elements count as +0.0: since the sum ends with + 0.0, that changes
 * no bit. A NaN is returned as the one quiet NaN without sign or payload.
 */
#include "kernel/kernel.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define BLOCK 128

extern const struct kernel kernel_native_f64, kernel_native_f32;

/* The functions of one element type; push() and carry() follow below. */
#define DEFINE_NATIVE(T, type, LANES)                                        \
	static void block_##T(type *lane, const type *x, const type *y,      \
			      size_t n)                                      \
	{                                                                    \
		size_t i, j;                                                 \
                                                                             \
		for (j = 0; j < LANES; j++)                                  \
			lane[j] = 0;                                         \
		for (i = 0; i + LANES <= n; i += LANES)                      \
			for (j = 0; j < LANES; j++)                          \
				lane[j] += x[i + j] * y[i + j];              \
		for (j = 0; i + j < n; j++)                                  \
			lane[j] += x[i + j] * y[i + j];                      \
	}                                                                    \
                                                                             \
	static void merge_##T(void *left, const void *right)                 \
	{                                                                    \
		type *l = left;                                              \
		const type *r = right;                                       \
		size_t j;                                                    \
                                                                             \
		for (j = 0; j < LANES; j++)                                  \
			l[j] += r[j];                                        \
	}                                                                    \
                                                                             \
	static void add_##T(struct fold *fold, const void *x, const void *y, \
			    size_t n)                                        \
	{                                                                    \
		const type *px = x, *py = y;                                 \
		size_t i, len;                                               \
                                                                             \
		for (i = 0; i < n; i += BLOCK) {                             \
			len = n - i < BLOCK ? n - i : BLOCK;                 \
			block_##T(push(fold, 0), px + i, py + i, len);       \
			carry(fold, merge_##T);                              \
		}                                                            \
	}                                                                    \
                                                                             \
	static void join_##T(struct fold *fold, const struct fold *next)     \
	{                                                                    \
		uint32_t i;                                                  \
                                                                             \
		for (i = 0; i < next->nodes; i++) {                          \
			memcpy(push(fold, next->level[i]), next->lanes[i],   \
			       FOLD_LANE_BYTES);                             \
			carry(fold, merge_##T);                              \
		}                                                            \
	}                                                                    \
                                                                             \
	static double value_##T(const struct fold *fold)                     \
	{                                                                    \
		_Alignas(64) type sum[LANES] = { 0 };                        \
		uint32_t i = fold->nodes;                                    \
		size_t half, j;                                              \
                                                                             \
		if (i)                                                       \
			memcpy(sum, fold->lanes[--i], sizeof(sum));          \
		while (i--) {                                                \
			const type *node = (const void *)fold->lanes[i];     \
                                                                             \
			for (j = 0; j < LANES; j++)                          \
				sum[j] = node[j] + sum[j];                   \
		}                                                            \
		for (half = LANES / 2; half; half /= 2)                      \
			for (j = 0; j < half; j++)                           \
				sum[j] += sum[j + half];                     \
		return isnan(sum[0]) ? (double)NAN : (double)(sum[0] + 0);   \
	}                                                                    \
                                                                             \
	static double dot_##T(const void *x, const void *y, size_t n)        \
	{                                                                    \
		struct fold fold;                                            \
                                                                             \
		fold_begin(&fold, &kernel_native_##T, 0);                    \
		add_##T(&fold, x, y, n);                                     \
		return value_##T(&fold);                                     \
	}

/* Room for the lanes of the next node, which covers 2^level blocks. */
static void *push(struct fold *fold, unsigned level)
{
	assert(fold->nodes < FOLD_NODES_MAX);
	assert(fold->end % (UINT64_C(1) << level) == 0);
	fold->level[fold->nodes] = (uint8_t)level;
	fold->end += UINT64_C(1) << level;
	return fold->lanes[fold->nodes++];
}

/* Merges the last node with its left sibling for as long as it has one. */
static void carry(struct fold *fold, void (*merge)(void *, const void *))
{
	uint32_t last = fold->nodes - 1;
	unsigned level = fold->level[last];

	while (last && fold->level[last - 1] == level &&
	       fold->end % (UINT64_C(2) << level) == 0) {
		merge(fold->lanes[last - 1], fold->lanes[last]);
		fold->level[--last] = (uint8_t)++level;
	}
	fold->nodes = last + 1;
}

static const char *nothing_missing(void)
{
	return NULL;
}

DEFINE_NATIVE(f64, double, 32)
DEFINE_NATIVE(f32, float, 64)

#define NATIVE_ROW(T, type_index, bytes)                                \
	{                                                               \
		.name = "native",                                       \
		.summary = "fixed order: same bits for every split",    \
		.dtype = type_index, .flags = KERNEL_FIXED_ORDER,       \
		.grain = BLOCK, .flops_per_element = 2,                 \
		.bytes_per_element = bytes, .missing = nothing_missing, \
		.dot = dot_##T, .add = add_##T, .join = join_##T,       \
		.value = value_##T,                                     \
	}

const struct kernel kernel_native_f64 = NATIVE_ROW(f64, DTYPE_F64, 16);
const struct kernel kernel_native_f32 = NATIVE_ROW(f32, DTYPE_F32, 8);
