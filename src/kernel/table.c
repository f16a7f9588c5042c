/* The table of kernels and types, folds, and cutting vectors into slices. */
#include "kernel/kernel.h"

#include <stddef.h>
#include <string.h>

extern const struct kernel kernel_blas_f64, kernel_blas_f32;
extern const struct kernel kernel_exact_f64, kernel_exact_f32;
extern const struct kernel kernel_native_f64, kernel_native_f32;

const struct dtype_info dtype_table[] = {
	[DTYPE_F64] = { "f64", 8, 0x1p-53 },
	[DTYPE_F32] = { "f32", 4, 0x1p-24 },
	{ NULL, 0, 0 },
};

const struct kernel *const kernel_table[] = {
	&kernel_blas_f64,
	&kernel_blas_f32,
	&kernel_native_f64,
	&kernel_native_f32,
	&kernel_exact_f64,
	&kernel_exact_f32,
	NULL,
};

int dtype_find(const char *name)
{
	int i;

	for (i = 0; i < DTYPE_COUNT; i++)
		if (!strcmp(dtype_table[i].name, name))
			return i;
	return -1;
}

const struct kernel *kernel_find(const char *name, const char *dtype)
{
	size_t i;

	for (i = 0; kernel_table[i]; i++)
		if (!strcmp(kernel_table[i]->name, name) &&
		    !strcmp(dtype_table[kernel_table[i]->dtype].name, dtype))
			return kernel_table[i];
	return NULL;
}

const struct kernel *kernel_foreign(const char *dtype)
{
	static const struct kernel foreign[DTYPE_COUNT] = {
		[DTYPE_F64] = { .name = "foreign", .dtype = DTYPE_F64 },
		[DTYPE_F32] = { .name = "foreign", .dtype = DTYPE_F32 },
	};
	int type = dtype_find(dtype);

	return type < 0 ? NULL : &foreign[type];
}

void fold_begin(struct fold *fold, const struct kernel *kernel, size_t start)
{
	fold->first = fold->end = start / kernel->grain;
	fold->sum = 0;
	fold->nodes = fold->lane_nodes = 0;
}

size_t fold_bytes_max(const struct kernel *kernel)
{
	return offsetof(struct fold, lanes) +
	       (size_t)kernel->lane_nodes_max * FOLD_LANE_BYTES;
}

size_t fold_bytes(const struct fold *fold)
{
	return offsetof(struct fold, lanes) +
	       (size_t)fold->lane_nodes * FOLD_LANE_BYTES;
}

/* The position of cut i of `parts`, in grains, when the vector has `grains`. */
static size_t cut_grain(const struct kernel *kernel, size_t grains,
			size_t parts, size_t i)
{
	size_t whole = grains / parts, rest = grains % parts;
	size_t at = whole * i + rest * i / parts;
	size_t best = kernel->best_grains, far = whole / 50;
	size_t step = 1, cut;

	if (i == 0 || i == parts)
		return i ? grains : 0;
	/* short slices: the nearest, where the first slice rather has more, because
	 * the caller computes it and need not wait for itself; shorter ones only if they
	 * keep a third of their length at least */
	if (best && far < best / 2) {
		cut = (at + best / 2) / best * best;
		if (whole >= best ||
		    3 * (cut > at ? cut - at : at - cut) <= whole)
			return cut;
	}
	/* long ones: the multiple of the greatest power of two that is near enough */
	while (step <= at)
		step *= 2;
	do {
		step /= 2;
		cut = (at + step / 2) & ~(step - 1);
	} while (step > 1 && (cut > at ? cut - at : at - cut) > far);
	return step ? cut : at;
}

void kernel_slice(const struct kernel *kernel, size_t n, size_t parts, size_t i,
		  size_t *start, size_t *count)
{
	size_t grains = n / kernel->grain + (n % kernel->grain != 0);
	size_t from = cut_grain(kernel, grains, parts, i) * kernel->grain;
	size_t to = cut_grain(kernel, grains, parts, i + 1) * kernel->grain;

	*start = from < n ? from : n;
	*count = (to < n ? to : n) - *start;
}

const char *kernel_missing(const struct kernel *kernel)
{
	return kernel->missing ? kernel->missing() : NULL;
}
