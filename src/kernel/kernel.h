/*
 * Kernels: the arithmetic of dot products of slices, and of joining slices.
 *
 * A vector is cut into slices at multiples of the kernel's grain. A struct fold
 * holds the partial result of one slice or of several neighbouring slices.
 * Folds of neighbours are joined, and the fold of the whole vector gives the
 * product. Serial and split products use the same operations, so that they
 * differ only in the order of additions, and with a KERNEL_FIXED_ORDER kernel
 * not even in that.
 */
#ifndef KERNEL_KERNEL_H
#define KERNEL_KERNEL_H

#include <stddef.h>
#include <stdint.h>

enum dtype { DTYPE_F64, DTYPE_F32 };

/* Properties of an element type: "f64", 8 bytes, unit roundoff 2^-53. */
struct dtype_info {
	const char *name;
	size_t bytes;
	double roundoff;
};
extern const struct dtype_info dtype_table[];
#define DTYPE_COUNT 2

/* Index into dtype_table of the type named `name`, or -1. */
int dtype_find(const char *name);

/* Bytes of one node of the native kernel's tree inside a group: one sum per lane. */
#define FOLD_LANE_BYTES 256

/* The version of the order of additions of the native kernel, which decides its bits;
 * recorded with every run (host fact native_order; runs without it: 1). */
#define KERNEL_NATIVE_ORDER 2

/* A node of this level, or a higher one, is a number: see native.c. Of the levels
 * below a fold has at most two nodes each; other kernels keep more there. */
#define NATIVE_GROUP_LEVEL  3
#define FOLD_LANE_NODES_MAX 6

/* A range of up to 2^36 blocks has at most 72 nodes (two per level). */
#define FOLD_NODES_MAX 72

struct fold {
	uint64_t first, end; /* native: blocks covered, [first, end) */
	double sum; /* blas: the sum so far; exact: of products not finite */
	uint32_t nodes; /* native: nodes in use, in ascending order */
	uint32_t
	    lane_nodes; /* native: those of them that are lanes; exact: groups
			      * of limbs in use, see accumulator.h */
	union {
		/* a node of level k covers 2^k blocks */
		uint8_t level[FOLD_NODES_MAX];
		int32_t lowest; /* exact: index of the first limb in use */
	};
	double number[FOLD_NODES_MAX]; /* native: of the nodes that are none */
	_Alignas(64) union {
		unsigned char lanes[FOLD_LANE_NODES_MAX][FOLD_LANE_BYTES];
		int64_t limb[FOLD_LANE_NODES_MAX * FOLD_LANE_BYTES / 8];
	};
};

enum {
	/* the bits of the result do not depend on how the vector is split */
	KERNEL_FIXED_ORDER = 1 << 0,
	/* the result is the exact product, rounded once */
	KERNEL_EXACT = 1 << 1
};

struct kernel {
	const char *name; /* stored in databases: never rename */
	const char *summary;
	enum dtype dtype;
	unsigned flags;
	size_t grain; /* elements; slices start at multiples of it */
	/* long slices start at multiples of so many grains: their folds are small */
	size_t best_grains;
	uint32_t lane_nodes_max; /* of a fold */
	double flops_per_element, bytes_per_element;
	/* Returns why the kernel cannot be used here, or NULL. The member is
	 * NULL if nothing can be missing: call kernel_missing() instead. */
	const char *(*missing)(void);
	/* The dot product of n elements; +0.0 for n = 0. A NaN has no sign or
	 * payload. */
	double (*dot)(const void *x, const void *y, size_t n);
	/*
	 * Extends the fold by the n elements at x and y, which directly follow
	 * the elements of the fold. Every slice but the last of a vector has a
	 * multiple of `grain` elements. Start a fold with fold_begin().
	 */
	void (*add)(struct fold *fold, const void *x, const void *y, size_t n);
	/* Appends `next`, whose elements directly follow those of the fold. */
	void (*join)(struct fold *fold, const struct fold *next);
	/* The dot product, if the fold covers the whole vector. */
	double (*value)(const struct fold *fold);
};

/* All kernels, one row per name and type; ends with a NULL name. */
extern const struct kernel *const kernel_table[];

/* The kernel of this name for this type ("f64"), or NULL. */
const struct kernel *kernel_find(const char *name, const char *dtype);

/* A kernel that only another program knows, for this type: it has no functions,
 * a name that nobody stores, and no fixed order. */
const struct kernel *kernel_foreign(const char *dtype);

/* Why the kernel cannot be used on this machine, or NULL if it can. */
const char *kernel_missing(const struct kernel *kernel);

/* An empty fold for a slice that starts at element `start`. */
void fold_begin(struct fold *fold, const struct kernel *kernel, size_t start);

/* The most bytes at the front of struct fold that a fold of this kernel can use. */
size_t fold_bytes_max(const struct kernel *kernel);

/* Bytes at the front of the fold that are in use and must be copied with it. */
size_t fold_bytes(const struct fold *fold);

/*
 * Cuts n elements into `parts` slices of nearly equal length and sets *start
 * and *count of slice i. Each cut lies at a multiple of the kernel's grain: at the
 * nearest multiple of best_grains, if slices are as long as that, or if it is at most a
 * third of a slice away; where they are so long
 * that it shifts a cut by at most 1/50 of a slice, at the multiple of the greatest power
 * of two. So the fold of a slice has few nodes. Slices may be empty; every element is in
 * exactly one slice.
 */
void kernel_slice(const struct kernel *kernel, size_t n, size_t parts, size_t i,
		  size_t *start, size_t *count);

/* The instruction set level that the native kernel uses on this machine, such
 * as "x86-64-v4" or "baseline". */
const char *kernel_isa_name(void);

/*
 * Loads `size` bytes once, with the widest loads of that level, and does
 * nothing with them: no kernel can be faster. Reads in pieces of eight loads
 * (at most 512 bytes) and leaves out the rest.
 */
void kernel_read(const void *bytes, size_t size);

/* The library that the `blas` kernel uses, as "OpenBLAS 0.3.21 ... SkylakeX",
 * or "none". */
const char *kernel_blas_version(void);

#endif
