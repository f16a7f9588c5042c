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
	fold->nodes = 0;
}

size_t fold_bytes_max(const struct kernel *kernel, size_t n)
{
	size_t grains = n / kernel->grain + 1, nodes = 2;

	if (!(kernel->flags & KERNEL_FIXED_ORDER))
		return offsetof(struct fold, lanes);
	for (; grains; grains >>= 1)
		nodes += 2;
	nodes = nodes < FOLD_NODES_MAX ? nodes : FOLD_NODES_MAX;
	if (kernel->nodes_max)
		nodes = kernel->nodes_max;
	return offsetof(struct fold, lanes) + nodes * FOLD_LANE_BYTES;
}

size_t fold_bytes(const struct fold *fold)
{
	return offsetof(struct fold, lanes) +
	       (size_t)fold->nodes * FOLD_LANE_BYTES;
}

/* The position of cut i of `parts`, in grains, when the vector has `grains`. */
static size_t cut_grain(size_t grains, size_t parts, size_t i)
{
	size_t whole = grains / parts, rest = grains % parts;
	size_t at = whole * i + rest * i / parts;
	size_t step = 1;

	if (i == 0 || i == parts)
		return i ? grains : 0;
	while (step * 2 <= whole / 64)
		step *= 2;
	return at / step * step;
}

void kernel_slice(const struct kernel *kernel, size_t n, size_t parts, size_t i,
		  size_t *start, size_t *count)
{
	size_t grains = n / kernel->grain + (n % kernel->grain != 0);
	size_t from = cut_grain(grains, parts, i) * kernel->grain;
	size_t to = cut_grain(grains, parts, i + 1) * kernel->grain;

	*start = from < n ? from : n;
	*count = (to < n ? to : n) - *start;
}

const char *kernel_missing(const struct kernel *kernel)
{
	return kernel->missing ? kernel->missing() : NULL;
}
