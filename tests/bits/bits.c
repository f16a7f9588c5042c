/*
 * Prints what a kernel makes of many vectors, so that the outputs of
 * builds by other compilers and for other CPUs can be compared byte by byte.
 * One line per case: type, length, misalignment, kind of values, bits. Within
 * a case, splits over workers and chunks must agree; their number is at the
 * end. Made for native_isa.c or exact_isa.c, which TESTED names, and
 * what they need: nothing of the run time.
 */
#include "kernel/cpu.h"
#include "kernel/fill.h"
#include "kernel/isa.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct kernel_isa TESTED;

enum kind { PLAIN, CANCEL, TINY, HUGE_, ZEROS, INFINITE, NANS, KINDS };

static const char *const kind_name[] = { "plain", "cancel",   "tiny", "huge",
					 "zeros", "infinite", "nans" };

static double special(enum kind kind, double value, uint64_t i, size_t n)
{
	switch (kind) {
	case CANCEL: /* big terms that cancel, in distant places */
		return value * (i % 3 ? 1 : i % 2 ? 1e6 : -1e6);
	case TINY: /* products below the smallest normal number */
		return value * 0x1p-70;
	case HUGE_: /* sums that may overflow */
		return value * 0x1p62;
	case ZEROS: /* of both signs */
		return i % 2 ? -0.0 : 0.0;
	case INFINITE:
		return i == n / 2 ? INFINITY : value;
	case NANS: /* infinity less infinity, and a NaN with a payload */
		return i == n / 3 ? -INFINITY : i == n / 2 ? INFINITY : value;
	default:
		return value;
	}
}

static void fill(enum dtype dtype, enum kind kind, uint64_t stream, size_t n,
		 void *out)
{
	double *d = out;
	float *f = out;
	size_t i;

	fill_vector(dtype, 7, stream, 0, n, out);
	for (i = 0; kind != PLAIN && i < n; i++)
		if (dtype == DTYPE_F64)
			d[i] = special(kind, d[i], i + stream, n);
		else
			f[i] =
			    (float)special(kind, (double)f[i], i + stream, n);
}

static uint64_t bits_of(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

/* The product from folds of `parts` slices, joined in order. */
static double split(enum dtype dtype, const void *x, const void *y, size_t n,
		    size_t parts)
{
	const struct kernel k = { .grain = 128, .flags = KERNEL_FIXED_ORDER };
	const struct kernel_functions *f = &TESTED.of[dtype];
	size_t bytes = dtype_table[dtype].bytes, i, start, count;
	static struct fold whole, part;

	fold_begin(&whole, &k, 0);
	for (i = 0; i < parts; i++) {
		kernel_slice(&k, n, parts, i, &start, &count);
		fold_begin(&part, &k, start);
		if (count)
			f->add(&part, (const char *)x + start * bytes,
			       (const char *)y + start * bytes, count);
		f->join(&whole, &part);
	}
	return f->value(&whole);
}

static long check(enum dtype dtype, enum kind kind, size_t n, size_t shift,
		  char *x, char *y)
{
	static const size_t parts[] = { 1, 2, 3, 4, 5, 6, 7, 10, 64, 128 };
	const size_t offset = shift * dtype_table[dtype].bytes;
	uint64_t bits;
	size_t i;

	fill(dtype, kind, 0, n, x + offset);
	fill(dtype, kind, 1, n, y + offset);
	bits = bits_of(TESTED.of[dtype].dot(x + offset, y + offset, n));
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (bits_of(split(dtype, x + offset, y + offset, n,
				  parts[i])) != bits) {
			printf("%zu parts differ: ", parts[i]);
			exit(1);
		}
	printf("%s %zu +%zu %s %016" PRIx64 "\n", dtype_table[dtype].name, n,
	       shift, kind_name[kind], bits);
	return (long)i + 1;
}

int main(int argc, char **argv)
{
	static const size_t lengths[] = {
		0,    1,    2,    3,     5,     7,      8,       15,
		16,   31,   32,   33,    63,    64,     65,      100,
		127,  128,  129,  255,   256,   257,    383,     511,
		512,  640,  777,  1000,  1023,  1024,   1025,    1151,
		2000, 2047, 2048, 2049,  3000,  3071,   3072,    3073,
		4097, 6143, 6145, 10000, 33333, 131072, 1000003, 3000000,
	};
	const size_t room = 3000100 * sizeof(double);
	char *x = aligned_alloc(64, (room + 63) / 64 * 64);
	char *y = aligned_alloc(64, (room + 63) / 64 * 64);
	size_t most = argc > 1 ? strtoull(argv[1], NULL, 10) : 3000000;
	long comparisons = 0;
	size_t i, shift;
	int d, k;

	if (cpu_level() < TESTED.level) {
		printf("not usable\n");
		return 77;
	}
	for (d = 0; d < DTYPE_COUNT; d++)
		for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
			for (k = 0; k < KINDS; k++)
				for (shift = 0; shift < 4; shift++) {
					if (lengths[i] > most ||
					    (lengths[i] > 200000 &&
					     (k || shift > 1)))
						continue;
					comparisons +=
					    check((enum dtype)d, (enum kind)k,
						  lengths[i], shift, x, y);
				}
	printf("%ld products\n", comparisons);
	return 0;
}
