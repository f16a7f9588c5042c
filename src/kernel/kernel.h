/*
 * The arithmetic: dot products of slices, and how slices become one number.
 *
 * A vector is cut into slices at multiples of the kernel's grain. The value of
 * a run of neighbouring slices is a struct fold; folds of neighbours join into
 * longer ones, and the fold of the whole vector has a value. Serial and split
 * products take the same road, so nothing but the order of additions differs,
 * and for a KERNEL_FIXED_ORDER kernel not even that.
 */
#ifndef KERNEL_KERNEL_H
#define KERNEL_KERNEL_H

#include <stddef.h>
#include <stdint.h>

enum dtype { DTYPE_F64, DTYPE_F32 };

/* What is known of an element type: "f64", 8 bytes, unit roundoff 2^-53. */
struct dtype_info {
	const char *name;
	size_t bytes;
	double roundoff;
};
extern const struct dtype_info dtype_table[];
#define DTYPE_COUNT 2

/* Index into dtype_table of the type named `name`, or -1. */
int dtype_find(const char *name);

/* A complete node of the native tree: one sum per lane, as vectors. */
#define FOLD_LANE_BYTES 256

/* A range of up to 2^36 blocks has at most 72 nodes (two per level). */
#define FOLD_NODES_MAX 72

struct fold {
	uint64_t first, end; /* native: blocks covered, [first, end) */
	double sum;          /* blas: the sum so far */
	uint32_t nodes;      /* native: nodes in use, in ascending order */
	uint8_t level[FOLD_NODES_MAX]; /* a node of level k covers 2^k blocks */
	_Alignas(64) unsigned char lanes[FOLD_NODES_MAX][FOLD_LANE_BYTES];
};

enum {
	/* the bits of the result do not depend on how the vector is split */
	KERNEL_FIXED_ORDER = 1 << 0
};

struct kernel {
	const char *name; /* stored in databases: never rename */
	const char *summary;
	enum dtype dtype;
	unsigned flags;
	size_t grain; /* elements; slices start at multiples of it */
	double flops_per_element, bytes_per_element;
	/* Why it cannot be used here, or NULL; may be NULL where nothing can be
	 * missing: ask kernel_missing(). */
	const char *(*missing)(void);
	/* x . y over n elements; +0.0 for n = 0. A NaN has no sign or payload.
	 */
	double (*dot)(const void *x, const void *y, size_t n);
	/*
	 * Extends the fold by the n elements at x and y, which follow those it
	 * covers. All but the last slice of a vector have a multiple of `grain`
	 * elements. Zero a fold with fold_begin().
	 */
	void (*add)(struct fold *fold, const void *x, const void *y, size_t n);
	/* Appends `next`, which covers the elements right behind the fold's. */
	void (*join)(struct fold *fold, const struct fold *next);
	/* The dot product, once the fold covers the whole vector. */
	double (*value)(const struct fold *fold);
};

/* All kernels, one row per name and type; ends with a NULL name. */
extern const struct kernel *const kernel_table[];

/* The kernel of this name for this type ("f64"), or NULL. */
const struct kernel *kernel_find(const char *name, const char *dtype);

/* Why it cannot run here, or NULL. */
const char *kernel_missing(const struct kernel *kernel);

/* An empty fold for a slice that starts at element `start`. */
void fold_begin(struct fold *fold, const struct kernel *kernel, size_t start);

/* Bytes at the front of the struct that a fold over part of n elements can ever
 * use: a range of b blocks has at most two nodes per level, 2 log2(b) + 2. */
size_t fold_bytes_max(const struct kernel *kernel, size_t n);

/* Bytes at the front of the struct that are in use: what must be copied. */
size_t fold_bytes(const struct fold *fold);

/*
 * Cuts n elements into `parts` slices of nearly equal length; slice i is
 * [*start, *start + *count). Cuts lie at multiples of the kernel's grain, and
 * at multiples of a power of two of it that shifts them by at most 1/64 of a
 * slice, so that a slice folds into few nodes. Slices may be empty; together
 * they hold every element once.
 */
void kernel_slice(const struct kernel *kernel, size_t n, size_t parts, size_t i,
		  size_t *start, size_t *count);

/* Level of instructions of the native kernel here: "x86-64-v4", "baseline". */
const char *kernel_isa_name(void);

/*
 * Loads `size` bytes once, with the widest loads of that level, and does
 * nothing with them: no kernel can be faster. Whole 512 bytes; the rest is left
 * out.
 */
void kernel_read(const void *bytes, size_t size);

/* "OpenBLAS 0.3.21 ... SkylakeX", the library behind `blas`, or "none". */
const char *kernel_blas_version(void);

#endif
