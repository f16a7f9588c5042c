/* Tests of src/kernel: vectors, slices, the same bits for every split. */
#include "base/random.h"
#include "kernel/fill.h"
#include "kernel/kernel.h"
#include "kernel/cpu.h"
#include "kernel/isa.h"

#include "unit.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define N_MAX 1000100

/* Room for two vectors of either type. */
static _Alignas(64) unsigned char room_x[8 * N_MAX + 64];
static _Alignas(64) unsigned char room_y[8 * N_MAX + 64];

static uint64_t bits_of(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

/* Element i of a vector, in double. */
static double element(enum dtype dtype, const void *x, size_t i)
{
	return dtype == DTYPE_F64 ? ((const double *)x)[i]
				  : (double)((const float *)x)[i];
}

static void set_element(enum dtype dtype, void *x, size_t i, double value)
{
	if (dtype == DTYPE_F64)
		((double *)x)[i] = value;
	else
		((float *)x)[i] = (float)value;
}

static const void *behind(const struct kernel *k, const void *x, size_t i)
{
	return (const char *)x + i * dtype_table[k->dtype].bytes;
}

/* ---- fill -------------------------------------------------------------- */

START_TEST(fill_in_every_language)
{
	/* computed with Python's integers from the comment in fill.h */
	static const struct {
		uint64_t seed, stream, i, bits;
		double f64;
		float f32;
	} cases[] = {
		{ 0, 0, 0, UINT64_C(0xa706dd2f4d197e6f), 0x1.3836e97a68cbcp-2,
		  0x1.3836e8p-2f },
		{ 1, 0, 0, UINT64_C(0x5e41ab087439611e), -0x1.0df2a7bc5e350p-2,
		  -0x1.0df2a8p-2f },
		{ 1, 1, 0, UINT64_C(0xa6c7188e0551111e), 0x1.3638c4702a888p-2,
		  0x1.3638c0p-2f },
		{ 1, 0, 1, UINT64_C(0xf18d6ce93d6cf1ee), 0x1.c635b3a4f5b3cp-1,
		  0x1.c635b0p-1f },
		{ 42, 1, 999999, UINT64_C(0xa5580218418e6292),
		  0x1.2ac010c20c730p-2, 0x1.2ac010p-2f },
		{ UINT64_MAX, 7, UINT64_C(1) << 40,
		  UINT64_C(0xda58cb3c8a471a90), 0x1.69632cf2291c6p-1,
		  0x1.69632cp-1f },
	};
	double d;
	float f;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_uint_eq(
		    fill_bits(cases[i].seed, cases[i].stream, cases[i].i),
		    cases[i].bits);
		fill_vector(DTYPE_F64, cases[i].seed, cases[i].stream,
			    cases[i].i, 1, &d);
		fill_vector(DTYPE_F32, cases[i].seed, cases[i].stream,
			    cases[i].i, 1, &f);
		ck_assert_double_eq(d, cases[i].f64);
		ck_assert_float_eq(f, cases[i].f32);
	}
}
END_TEST

START_TEST(fill_slices)
{
	const size_t n = 5000;
	uint64_t seed = 5;
	int dtype, round;

	for (dtype = 0; dtype < DTYPE_COUNT; dtype++) {
		size_t bytes = dtype_table[dtype].bytes, i;

		fill_vector((enum dtype)dtype, 77, 1, 0, n, room_x);
		for (i = 0; i < n; i++) {
			uint64_t z = fill_bits(77, 1, i);
			double want = dtype == DTYPE_F64
					  ? ldexp((double)(z >> 11), -52) - 1
					  : ldexp((double)(z >> 40), -23) - 1;
			double got = element((enum dtype)dtype, room_x, i);

			unit_must(got == want && got >= -1 && got < 1,
				  "%s element %zu: %a", dtype_table[dtype].name,
				  i, got);
		}
		for (round = 0; round < 2000; round++) {
			size_t first = unit_random(&seed, n + 1);
			size_t count = unit_random(&seed, n - first + 1);

			/* the byte after the vector must not change */
			memset(room_y, 0xa5, count * bytes + 1);
			fill_vector((enum dtype)dtype, 77, 1, first, count,
				    room_y);
			unit_must(!memcmp(room_y, room_x + first * bytes,
					  count * bytes) &&
				      room_y[count * bytes] == 0xa5,
				  "[%zu, %zu + %zu)", first, first, count);
		}
	}
}
END_TEST

START_TEST(random_differs)
{
	uint64_t a = 1, b = 1, c = 2, last = 0;
	int i;

	for (i = 0; i < 1000; i++) {
		uint64_t value = random_next(&a);

		unit_must(value == random_next(&b), "not repeatable");
		unit_must(value != random_next(&c), "the seed does nothing");
		unit_must(value != last, "it stands still");
		last = value;
	}
}
END_TEST

/* ---- tables and slices ------------------------------------------------- */

START_TEST(tables)
{
	size_t i, j;

	ck_assert_int_eq(dtype_find("f64"), DTYPE_F64);
	ck_assert_int_eq(dtype_find("f32"), DTYPE_F32);
	ck_assert_int_eq(dtype_find("f16"), -1);
	ck_assert_ptr_null(kernel_find("native", "f16"));
	ck_assert_ptr_null(kernel_find("nothing", "f64"));
	ck_assert_uint_eq(dtype_table[DTYPE_F64].bytes, sizeof(double));
	ck_assert_uint_eq(dtype_table[DTYPE_F32].bytes, sizeof(float));
	ck_assert_double_eq(dtype_table[DTYPE_F64].roundoff, DBL_EPSILON / 2);
	ck_assert_double_eq(dtype_table[DTYPE_F32].roundoff,
			    (double)FLT_EPSILON / 2);
	for (i = 0; kernel_table[i]; i++) {
		const struct kernel *k = kernel_table[i];

		ck_assert_ptr_eq(
		    kernel_find(k->name, dtype_table[k->dtype].name), k);
		ck_assert_double_eq(k->bytes_per_element,
				    2.0 * (double)dtype_table[k->dtype].bytes);
		ck_assert_uint_gt(k->grain, 0);
		for (j = 0; j < i; j++)
			ck_assert(strcmp(kernel_table[j]->name, k->name) ||
				  kernel_table[j]->dtype != k->dtype);
		if (!kernel_missing(k))
			ck_assert_uint_eq(bits_of(k->dot(room_x, room_y, 0)),
					  0);
	}
	ck_assert_uint_ge(i, 4);
	ck_assert_uint_gt(strlen(kernel_blas_version()), 0);
}
END_TEST

/* Slices hold every element once, start at the grain and are nearly equal. */
static void check_slices(const struct kernel *k, size_t n, size_t parts)
{
	size_t grains = (n + k->grain - 1) / k->grain;
	size_t whole = grains / parts, next = 0, start, count, i;
	/* the nearest of the starts that make small folds */
	size_t best = whole >= k->best_grains ? k->best_grains : 0;
	double most =
	    1 + (double)(best ? best / 2 : whole / 3) + (double)whole / 50;

	for (i = 0; i < parts; i++) {
		double even = (double)grains * (double)i / (double)parts;
		double off;

		kernel_slice(k, n, parts, i, &start, &count);
		unit_must(start == next,
			  "n %zu, %zu parts: slice %zu starts at %zu, not %zu",
			  n, parts, i, start, next);
		unit_must(start % k->grain == 0 || start == n,
			  "n %zu, %zu parts: slice %zu starts at %zu", n, parts,
			  i, start);
		off = fabs((double)(start / k->grain) - even);
		unit_must(start == n || off <= most,
			  "n %zu, %zu parts: cut %zu is %g grains off", n,
			  parts, i, off);
		unit_must(start == n || !best ||
			      start / k->grain % k->best_grains == 0,
			  "n %zu, %zu parts: cut %zu makes a large fold", n,
			  parts, i);
		next = start + count;
	}
	unit_must(next == n, "n %zu, %zu parts: ends at %zu", n, parts, next);
}

START_TEST(slices_cover)
{
	uint64_t seed = 6;
	size_t k, n, parts;
	int round;

	for (k = 0; kernel_table[k]; k++) {
		for (n = 0; n <= 600; n++)
			for (parts = 1; parts <= 9; parts++)
				check_slices(kernel_table[k], n, parts);
		for (round = 0; round < 20000; round++) {
			n = unit_random(&seed, UINT64_C(1)
						   << unit_random(&seed, 41));
			parts = 1 + unit_random(&seed, round % 2 ? 500 : 20);
			check_slices(kernel_table[k], n, parts);
		}
	}
}
END_TEST

START_TEST(slices_split_the_course)
{
	/* the course page splits 1000 over 2 x 2 slices: none may be empty */
	size_t k, i, start, count;

	for (k = 0; kernel_table[k]; k++)
		for (i = 0; i < 4; i++) {
			kernel_slice(kernel_table[k], 1000, 4, i, &start,
				     &count);
			ck_assert_uint_gt(count, 0);
		}
}
END_TEST

/* ---- native: the documented order, implemented again ------------------- */

/*
 * The simplest implementation of the order documented at the top of native.c: the
 * lanes of a node inside a group, the number of a node of groups, both computed
 * recursively, and the sum of all.
 */
#define DEFINE_ORDER(T, type, LANES)                                                \
	static void lanes_##T(const type *x, const type *y, size_t n,               \
			      unsigned level, size_t index, type *lane)             \
	{                                                                           \
		type right[LANES];                                                  \
		size_t i;                                                           \
                                                                                    \
		if (level) {                                                        \
			lanes_##T(x, y, n, level - 1, 2 * index, lane);             \
			lanes_##T(x, y, n, level - 1, 2 * index + 1, right);        \
			for (i = 0; i < LANES; i++)                                 \
				lane[i] += right[i];                                \
			return;                                                     \
		}                                                                   \
		for (i = 0; i < LANES; i++)                                         \
			lane[i] = 0;                                                \
		for (i = index * 128; i < n && i < index * 128 + 128; i++)          \
			lane[i % LANES] += x[i] * y[i];                             \
	}                                                                           \
                                                                                    \
	static type number_##T(const type *x, const type *y, size_t n,              \
			       unsigned level, size_t index)                        \
	{                                                                           \
		type lane[LANES], left, right;                                      \
		size_t half, i;                                                     \
                                                                                    \
		if (level > 3) {                                                    \
			left = number_##T(x, y, n, level - 1, 2 * index);           \
			right = number_##T(x, y, n, level - 1, 2 * index + 1);      \
			return left + right;                                        \
		}                                                                   \
		lanes_##T(x, y, n, 3, index, lane);                                 \
		for (half = LANES / 2; half; half /= 2)                             \
			for (i = 0; i < half; i++)                                  \
				lane[i] = lane[i] + lane[i + half];                 \
		return lane[0];                                                     \
	}                                                                           \
                                                                                    \
	/* One node per bit of the number of groups, from the last to the first. */ \
	static double order_##T(const void *x, const void *y, size_t n)             \
	{                                                                           \
		size_t groups = (n + 1023) / 1024;                                  \
		type sum = 0;                                                       \
		unsigned level;                                                     \
		bool any = false;                                                   \
                                                                                    \
		for (level = 0; groups >> level; level++) {                         \
			size_t index = (groups >> level) - 1;                       \
			type node;                                                  \
                                                                                    \
			if (!(groups >> level & 1))                                 \
				continue;                                           \
			node = number_##T(x, y, n, level + 3, index);               \
			sum = any ? node + sum : node;                              \
			any = true;                                                 \
		}                                                                   \
		return isnan(sum) ? (double)NAN : (double)(sum + 0);                \
	}

DEFINE_ORDER(f64, double, 32)
DEFINE_ORDER(f32, float, 64)

static double order(const struct kernel *k, const void *x, const void *y,
		    size_t n)
{
	return k->dtype == DTYPE_F64 ? order_f64(x, y, n) : order_f32(x, y, n);
}

#define FOLDS_MAX 12

/*
 * The product computed with `parts` folds, cut at random multiples of the
 * grain; each fold gets its elements in two calls of add(). Neighbours are
 * joined in random order, as only the order from left to right may matter.
 */
static double split(const struct kernel *k, const void *x, const void *y,
		    size_t n, size_t parts, uint64_t *seed)
{
	static struct fold fold[FOLDS_MAX];
	size_t grains = (n + k->grain - 1) / k->grain, cut[FOLDS_MAX + 1];
	size_t i, j, at, middle;

	for (i = 1; i < parts; i++)
		cut[i] = unit_random(seed, grains + 1) * k->grain;
	cut[0] = 0;
	cut[parts] = n;
	for (i = 1; i < parts; i++) /* insertion sort */
		for (j = i; j > 1 && cut[j - 1] > cut[j]; j--) {
			at = cut[j];
			cut[j] = cut[j - 1];
			cut[j - 1] = at;
		}
	for (i = 1; i < parts; i++)
		cut[i] = cut[i] < n ? cut[i] : n;
	for (i = 0; i < parts; i++) {
		/* an empty slice may start anywhere, also past the end */
		fold_begin(&fold[i], k, cut[i]);
		middle =
		    cut[i] + (cut[i + 1] - cut[i]) / 2 / k->grain * k->grain;
		k->add(&fold[i], behind(k, x, cut[i]), behind(k, y, cut[i]),
		       middle - cut[i]);
		k->add(&fold[i], behind(k, x, middle), behind(k, y, middle),
		       cut[i + 1] - middle);
	}
	for (; parts > 1; parts--) {
		at = unit_random(seed, parts - 1);
		k->join(&fold[at], &fold[at + 1]);
		for (i = at + 1; i + 1 < parts; i++)
			memcpy(&fold[i], &fold[i + 1],
			       fold_bytes(&fold[i + 1]));
	}
	return k->value(&fold[0]);
}

/* Checks that dot(), the documented order and a random split give equal bits.
 * check_exact.c has the exact kernel's results computed in another way. */
static void check_bits(const struct kernel *k, const void *x, const void *y,
		       size_t n, uint64_t *seed)
{
	uint64_t dot = bits_of(k->dot(x, y, n));
	uint64_t want =
	    k->flags & KERNEL_EXACT ? dot : bits_of(order(k, x, y, n));
	size_t parts = 1 + unit_random(seed, FOLDS_MAX);
	uint64_t got = bits_of(split(k, x, y, n, parts, seed));

	unit_must(dot == want,
		  "%s (%s), n = %zu: %016" PRIx64
		  ", by the comment %016" PRIx64,
		  dtype_table[k->dtype].name, k->summary, n, dot, want);
	unit_must(got == dot,
		  "%s (%s), n = %zu in %zu parts: %016" PRIx64
		  ", whole %016" PRIx64,
		  dtype_table[k->dtype].name, k->summary, n, parts, got, dot);
}

/* Appends a kernel at each level that this CPU supports, for each type. */
static size_t add_levels(struct kernel *list, size_t count, const char *name,
			 const struct kernel_isa *const *isa)
{
	size_t dtype;

	for (; *isa; isa++)
		for (dtype = 0; dtype < DTYPE_COUNT; dtype++) {
			struct kernel *k = &list[count];

			if (!kernel_isa_usable(*isa))
				continue;
			*k = *kernel_find(name, dtype_table[dtype].name);
			k->summary = (*isa)->name;
			k->dot = (*isa)->of[dtype].dot;
			k->add = (*isa)->of[dtype].add;
			k->join = (*isa)->of[dtype].join;
			k->value = (*isa)->of[dtype].value;
			count++;
		}
	return count;
}

/*
 * Iterates over the kernels whose bits do not depend on the split, then over
 * the native and the exact kernel at each level that this CPU supports.
 */
static const struct kernel *fixed(size_t *i)
{
	static struct kernel list[64];
	static size_t count;
	size_t row;

	if (!*i) {
		for (count = 0, row = 0; kernel_table[row]; row++)
			if (kernel_table[row]->flags & KERNEL_FIXED_ORDER)
				list[count++] = *kernel_table[row];
		count = add_levels(list, count, "native", native_isa_table);
		count = add_levels(list, count, "exact", exact_isa_table);
	}
	return *i < count ? &list[(*i)++] : NULL;
}

START_TEST(levels_of_instructions)
{
	const struct kernel_isa *best = kernel_isa_best(native_isa_table);
	size_t i;

	/* the first usable level is the best; the last level is always
	 * usable */
	for (i = 0; native_isa_table[i] != best; i++)
		ck_assert(!kernel_isa_usable(native_isa_table[i]));
	ck_assert(kernel_isa_usable(best));
	for (; native_isa_table[i]; i++)
		ck_assert_uint_gt(strlen(native_isa_table[i]->name), 0);
	ck_assert(kernel_isa_usable(native_isa_table[i - 1]));
	/* the exact kernel has the same levels */
	for (i = 0; native_isa_table[i] && exact_isa_table[i]; i++)
		ck_assert_str_eq(native_isa_table[i]->name,
				 exact_isa_table[i]->name);
	ck_assert(!native_isa_table[i] && !exact_isa_table[i]);
	printf("the native kernel uses %s\n", best->name);
	fflush(stdout);
}
END_TEST

/* A CPU that lacks one feature of a level does not have that level. */
START_TEST(a_level_needs_all_of_it)
{
	/* the features of Haswell and Skylake-X, from their manuals */
	const struct cpu_words v3 = { 0x7ffafbff, 0x000027ab, 0x00000021, 7 };
	const struct cpu_words v4 = { 0x7ffefbff, 0xd39ffffb, 0x00000121,
				      0xe7 };
	/* bits of leaf 1, leaf 7, leaf 80000001h and XCR0 */
	static const struct {
		int word, bit, level;
	} needs[] = {
		{ 0, 0, 3 },  { 0, 9, 3 },  { 0, 12, 3 }, { 0, 13, 3 },
		{ 0, 19, 3 }, { 0, 20, 3 }, { 0, 22, 3 }, { 0, 23, 3 },
		{ 0, 27, 3 }, { 0, 28, 3 }, { 0, 29, 3 }, { 1, 3, 3 },
		{ 1, 5, 3 },  { 1, 8, 3 },  { 2, 0, 3 },  { 2, 5, 3 },
		{ 3, 1, 3 },  { 3, 2, 3 },  { 1, 16, 4 }, { 1, 17, 4 },
		{ 1, 28, 4 }, { 1, 30, 4 }, { 1, 31, 4 }, { 3, 5, 4 },
		{ 3, 6, 4 },  { 3, 7, 4 },
	};
	struct cpu_words w = { 0 };
	unsigned *word[] = { &w.leaf1_ecx, &w.leaf7_ebx, &w.extended1_ecx,
			     &w.xcr0 };
	size_t i;

	ck_assert_int_eq(cpu_level_of(&w), 1);
	ck_assert_int_eq(cpu_level_of(&v3), 3);
	ck_assert_int_eq(cpu_level_of(&v4), 4);
	for (i = 0; i < UNIT_COUNT(needs); i++) {
		w = v4;
		*word[needs[i].word] &= ~(1u << needs[i].bit);
		ck_assert_int_eq(cpu_level_of(&w), needs[i].level == 3 ? 1 : 3);
	}
}
END_TEST

START_TEST(same_bits_dense)
{
	uint64_t seed = 7;
	const struct kernel *k;
	size_t i = 0, n;

	/* every n at first, then up to vectors that exceed the first-level
	 * cache */
	while ((k = fixed(&i))) {
		fill_vector(k->dtype, 1, 0, 0, 7000, room_x);
		fill_vector(k->dtype, 1, 1, 0, 7000, room_y);
		for (n = 0; n <= 7000; n += n < 3200 ? 1 : 17)
			check_bits(k, room_x, room_y, n, &seed);
	}
	ck_assert_uint_ge(i, 2);
}
END_TEST

START_TEST(same_bits_misaligned)
{
	uint64_t seed = 8;
	const struct kernel *k;
	size_t i = 0, n, off;

	/* x and y may begin at any element */
	while ((k = fixed(&i))) {
		fill_vector(k->dtype, 2, 0, 0, 2100, room_x);
		fill_vector(k->dtype, 2, 1, 0, 2100, room_y);
		for (n = 0; n <= 2000; n += 7)
			for (off = 0; off < 8; off++)
				check_bits(k, behind(k, room_x, off),
					   behind(k, room_y, off * 5 % 8), n,
					   &seed);
	}
}
END_TEST

START_TEST(same_bits_long)
{
	static const size_t sizes[] = { 4095,   4096,   4097,   65536,
					100001, 524288, 777777, 1000000 };
	uint64_t seed = 9;
	const struct kernel *k;
	size_t i = 0, s, round;

	while ((k = fixed(&i))) {
		fill_vector(k->dtype, 3, 0, 0, N_MAX, room_x);
		fill_vector(k->dtype, 3, 1, 0, N_MAX, room_y);
		for (s = 0; s < UNIT_COUNT(sizes); s++)
			for (round = 0; round < 6; round++)
				check_bits(k, room_x, room_y, sizes[s], &seed);
	}
}
END_TEST

START_TEST(same_bits_special)
{
	static const double special[] = {
		(double)NAN,
		-(double)NAN,
		(double)INFINITY,
		-(double)INFINITY,
		0.0,
		-0.0,
		DBL_MIN / 2,
		-DBL_TRUE_MIN,
		DBL_MAX,
		(double)FLT_MIN / 2,
		-(double)FLT_TRUE_MIN,
		(double)FLT_MAX,
	};
	uint64_t seed = 10;
	const struct kernel *k;
	size_t i = 0, n, round, times;

	while ((k = fixed(&i)))
		for (round = 0; round < 3000; round++) {
			n = 1 + unit_random(&seed, 1500);
			fill_vector(k->dtype, round, 0, 0, n, room_x);
			fill_vector(k->dtype, round, 1, 0, n, room_y);
			for (times = unit_random(&seed, 5); times; times--) {
				double value = special[unit_random(
				    &seed, UNIT_COUNT(special))];

				set_element(k->dtype,
					    times % 2 ? room_x : room_y,
					    unit_random(&seed, n), value);
			}
			check_bits(k, room_x, room_y, n, &seed);
		}
}
END_TEST

START_TEST(special_values)
{
	/* x[0] y[0], and x[1] y[1] half a vector away */
	static const struct {
		double x0, y0, x1, y1;
		uint64_t bits;
	} cases[] = {
#define QUIET UINT64_C(0x7ff8000000000000)
		{ -0.0, 1, -0.0, 1, 0 },
		{ 0.0, -1, -0.0, 1, 0 },
		{ (double)NAN, 1, 0, 0, QUIET },
		{ -(double)NAN, 1, 0, 0, QUIET },
		{ 1, 1, 1, -(double)NAN, QUIET },
		{ (double)INFINITY, 0, 0, 0, QUIET },
		{ (double)INFINITY, 1, -(double)INFINITY, 1, QUIET },
		{ (double)INFINITY, 1, 1, 1, UINT64_C(0x7ff0000000000000) },
		{ -1, (double)INFINITY, 1, 1, UINT64_C(0xfff0000000000000) },
		{ (double)FLT_TRUE_MIN, 1, 0, 0, UINT64_C(0x36a0000000000000) },
		{ 1, 1, -1, 1, 0 },
#undef QUIET
	};
	static const size_t lengths[] = { 2, 3, 64, 128, 129, 1000, 2049 };
	const struct kernel *k;
	size_t i, c, l, n;
	uint64_t got;

	for (i = 0; (k = kernel_table[i]); i++)
		for (c = 0; c < UNIT_COUNT(cases) && !kernel_missing(k); c++)
			for (l = 0; l < UNIT_COUNT(lengths); l++) {
				n = lengths[l];
				memset(room_x, 0, n * 8);
				memset(room_y, 0, n * 8);
				set_element(k->dtype, room_x, 0, cases[c].x0);
				set_element(k->dtype, room_y, 0, cases[c].y0);
				set_element(k->dtype, room_x, n / 2,
					    cases[c].x1);
				set_element(k->dtype, room_y, n / 2,
					    cases[c].y1);
				got = bits_of(k->dot(room_x, room_y, n));
				/* BLAS does not specify the sign of 0 */
				if (!(k->flags & KERNEL_FIXED_ORDER) &&
				    got << 1 == 0)
					got = 0;
				unit_must(got == cases[c].bits,
					  "%s/%s: case %zu, n = %zu: "
					  "%016" PRIx64,
					  k->name, dtype_table[k->dtype].name,
					  c, n, got);
			}
}
END_TEST

START_TEST(folds_are_small)
{
	static struct fold fold;
	const struct kernel *k;
	size_t i = 0, parts, p, start, count;

	/*
	 * The fold of a slice of kernel_slice() must have few nodes, because
	 * pipes copy them.
	 */
	while ((k = fixed(&i))) {
		fill_vector(k->dtype, 4, 0, 0, 1000000, room_x);
		for (parts = 1; parts <= 9; parts++)
			for (p = 0; p < parts; p++) {
				kernel_slice(k, 1000000, parts, p, &start,
					     &count);
				fold_begin(&fold, k, start);
				ck_assert_uint_eq(fold_bytes(&fold),
						  offsetof(struct fold, lanes));
				k->add(&fold, behind(k, room_x, start),
				       behind(k, room_x, start), count);
				ck_assert_uint_le(fold.nodes, 26);
				ck_assert_uint_eq(fold_bytes(&fold),
						  offsetof(struct fold, lanes) +
						      fold.lane_nodes *
							  FOLD_LANE_BYTES);
			}
	}
}
END_TEST

START_TEST(folds_fit)
{
	static struct fold whole, part;
	uint64_t seed = 15;
	const struct kernel *k;
	size_t i = 0, round, n, workers, chunks, w, c, start, count;

	/* a fold never needs more than fold_bytes_max() bytes */
	while ((k = fixed(&i)))
		for (round = 0; round < 300; round++) {
			n = 1 + unit_random(&seed, round % 10 ? 30000 : N_MAX);
			workers = 1 + unit_random(&seed, 9);
			chunks = 1 + unit_random(&seed, 9);
			fold_begin(&whole, k, 0);
			for (w = 0; w < workers; w++) {
				kernel_slice(k, n, workers * chunks, w * chunks,
					     &start, &count);
				fold_begin(&part, k, start);
				for (c = 0; c < chunks; c++) {
					kernel_slice(k, n, workers * chunks,
						     w * chunks + c, &start,
						     &count);
					if (count)
						k->add(&part,
						       behind(k, room_x, start),
						       behind(k, room_y, start),
						       count);
				}
				k->join(&whole, &part);
				unit_must(
				    fold_bytes(&part) <= fold_bytes_max(k) &&
					fold_bytes(&whole) <= fold_bytes_max(k),
				    "n = %zu, worker %zu of %zu: %u and "
				    "%u nodes",
				    n, w, workers, part.nodes, whole.nodes);
			}
		}
	for (i = 0; kernel_table[i]; i++)
		ck_assert_uint_le(fold_bytes_max(kernel_table[i]),
				  sizeof(struct fold));
	/* for all first and last blocks; the worst are [1, 2^k - 1) */
	for (i = 0; (k = fixed(&i));)
		for (n = 1; n <= 130; n++)
			for (w = 0; w < n; w++) {
				start = w * k->grain;
				fold_begin(&part, k, start);
				k->add(&part, behind(k, room_x, start),
				       behind(k, room_y, start),
				       n * k->grain - start);
				unit_must(fold_bytes(&part) <=
					      fold_bytes_max(k),
					  "blocks %zu to %zu: %u nodes", w, n,
					  part.nodes);
			}
}
END_TEST

START_TEST(minus_zero_sums)
{
	static const size_t lengths[] = { 1, 32, 64, 128, 256, 1024, 4096 };
	uint64_t seed = 17;
	const struct kernel *k;
	size_t i = 0, l, n;

	/* the sum of nothing but -0.0 is +0.0, for every split */
	while ((k = fixed(&i)))
		for (l = 0; l < UNIT_COUNT(lengths); l++) {
			for (n = 0; n < lengths[l]; n++) {
				set_element(k->dtype, room_x, n, -0.0);
				set_element(k->dtype, room_y, n, 1);
			}
			check_bits(k, room_x, room_y, lengths[l], &seed);
			ck_assert_uint_eq(
			    bits_of(k->dot(room_x, room_y, lengths[l])), 0);
		}
}
END_TEST

/* Two pages of memory, followed by a page that must not be accessed. */
static unsigned char *before_a_cliff(size_t *size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char *p = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ck_assert_ptr_ne(p, MAP_FAILED);
	ck_assert_int_eq(mprotect(p + 2 * page, page, PROT_NONE), 0);
	*size = 2 * page;
	return p;
}

START_TEST(nothing_behind_is_read)
{
	uint64_t seed = 16;
	const struct kernel *k;
	unsigned char *x, *y;
	size_t i = 0, n, size, bytes;

	/* the vectors end where the memory ends: reading past them is a
	 * SIGSEGV */
	x = before_a_cliff(&size);
	y = before_a_cliff(&size);
	while ((k = fixed(&i))) {
		bytes = dtype_table[k->dtype].bytes;
		fill_vector(k->dtype, 6, 0, 0, size / bytes, x);
		fill_vector(k->dtype, 6, 1, 0, size / bytes, y);
		for (n = 0; n <= size / bytes; n++)
			check_bits(k, x + size - n * bytes,
				   y + size - n * bytes, n, &seed);
	}
}
END_TEST

/* ---- the bound, and the reference -------------------------------------- */

START_TEST(within_the_bound)
{
	uint64_t seed = 11;
	const struct kernel *k;
	struct reference ref;
	size_t i, n, round, parts;
	double dot, joined, bound, far;

	for (i = 0; (k = kernel_table[i]); i++)
		for (round = 0; round < 400 && !kernel_missing(k); round++) {
			n = 1 + unit_random(&seed, round % 40 ? 3000 : 1000000);
			fill_vector(k->dtype, round, 0, 0, n, room_x);
			fill_vector(k->dtype, round, 1, 0, n, room_y);
			/* in every other round most products cancel */
			for (parts = 0; round % 2 && parts + 1 < n; parts += 2)
				set_element(
				    k->dtype, room_y, parts + 1,
				    -element(k->dtype, room_x, parts) *
					element(k->dtype, room_y, parts) /
					element(k->dtype, room_x, parts + 1));
			reference_dot(k->dtype, room_x, room_y, n, &ref);
			parts = 1 + unit_random(&seed, FOLDS_MAX);
			dot = k->dot(room_x, room_y, n);
			joined = split(k, room_x, room_y, n, parts, &seed);
			bound = reference_bound(&ref, k);
			unit_must(fabs(dot - ref.value) <= bound &&
				      fabs(joined - ref.value) <= bound,
				  "%s, n = %zu: %a and %a, not %a +- %a",
				  k->name, n, dot, joined, ref.value, bound);
			/* of a product rounded once, only the two numbers
			 * around a tie are allowed */
			far = k->dtype == DTYPE_F64
				  ? dot * (1 + 4 * DBL_EPSILON)
				  : dot * (1 + 4 * (double)FLT_EPSILON);
			unit_must(!(k->flags & KERNEL_EXACT) || dot == 0 ||
				      fabs(far - ref.value) > bound,
				  "%s, n = %zu: %a is allowed, too", k->name, n,
				  far);
			unit_must(ref.magnitude >= fabs(ref.value) &&
				      ref.bound <=
					  (double)n * 4 *
					      dtype_table[k->dtype].roundoff *
					      ref.magnitude,
				  "%s, n = %zu: a bound of %a", k->name, n,
				  ref.bound);
		}
}
END_TEST

START_TEST(bound_catches_a_lost_element)
{
	struct reference ref;
	size_t i, n = 1000;
	double dot;

	/* the bound is tight enough to detect one lost product */
	fill_vector(DTYPE_F64, 12, 0, 0, n, room_x);
	fill_vector(DTYPE_F64, 12, 1, 0, n, room_y);
	reference_dot(DTYPE_F64, room_x, room_y, n, &ref);
	for (i = 0; i < n; i++) {
		double kept = element(DTYPE_F64, room_x, i);

		set_element(DTYPE_F64, room_x, i, 0);
		dot = kernel_find("native", "f64")->dot(room_x, room_y, n);
		unit_must(fabs(dot - ref.value) > ref.bound, "element %zu", i);
		set_element(DTYPE_F64, room_x, i, kept);
	}
}
END_TEST

/*
 * Fills the vectors with shuffled pairs whose huge products cancel and with
 * small integers, and returns the exact product.
 */
static double ill_conditioned(uint64_t *seed, enum dtype dtype, size_t n)
{
	double exact = 0, x, y, keep;
	size_t i, j;
	int e;

	for (i = 0; i + 3 <= n; i += 3) {
		e = (int)unit_random(seed, dtype == DTYPE_F64 ? 60 : 40);
		x = ldexp((double)(1 + unit_random(seed, 1 << 20)), e);
		y = (double)(1 + unit_random(seed, 1 << 20));
		set_element(dtype, room_x, i, x);
		set_element(dtype, room_y, i, y);
		set_element(dtype, room_x, i + 1, -x);
		set_element(dtype, room_y, i + 1, y);
		x = (double)unit_random(seed, 100) - 50;
		y = (double)unit_random(seed, 100) - 50;
		set_element(dtype, room_x, i + 2, x);
		set_element(dtype, room_y, i + 2, y);
		exact += x * y;
	}
	for (n = i, i = n; i > 1; i--) {
		j = unit_random(seed, i);
		keep = element(dtype, room_x, i - 1);
		set_element(dtype, room_x, i - 1, element(dtype, room_x, j));
		set_element(dtype, room_x, j, keep);
		keep = element(dtype, room_y, i - 1);
		set_element(dtype, room_y, i - 1, element(dtype, room_y, j));
		set_element(dtype, room_y, j, keep);
	}
	return exact;
}

START_TEST(reference_is_exact)
{
	uint64_t seed = 13;
	struct reference ref;
	int dtype, round, naive_off = 0;
	size_t n, i;

	for (dtype = 0; dtype < DTYPE_COUNT; dtype++)
		for (round = 0; round < 300; round++) {
			double exact, naive = 0;

			n = 3 + unit_random(&seed, 2998);
			n -= n % 3;
			exact = ill_conditioned(&seed, (enum dtype)dtype, n);
			for (i = 0; i < n; i++)
				naive += element((enum dtype)dtype, room_x, i) *
					 element((enum dtype)dtype, room_y, i);
			reference_dot((enum dtype)dtype, room_x, room_y, n,
				      &ref);
			unit_must(bits_of(ref.value) == bits_of(exact),
				  "n = %zu: %a, exact %a", n, ref.value, exact);
			naive_off += naive != exact;
		}
	/* a plain sum must fail often, else the data prove nothing */
	ck_assert_int_gt(naive_off, 400);
}
END_TEST

START_TEST(reference_by_hand)
{
	static const struct {
		double x[4], y[4];
		size_t n;
		double value, magnitude;
	} cases[] = {
		{ { 0 }, { 0 }, 0, 0, 0 },
		{ { 1, 2, 3, 4 }, { 5, 6, 7, 8 }, 4, 70, 70 },
		{ { 1e16, 1, -1e16, 0 }, { 1, 1, 1, 1 }, 4, 1, 2e16 },
		{ { 0x1p30 + 1, -0x1p60, 0 },
		  { 0x1p30 - 1, 1, 0 },
		  2,
		  -1,
		  0x1p61 },
		{ { 3, -3 }, { 1, 1 }, 2, 0, 6 },
	};
	struct reference ref;
	double want;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		reference_dot(DTYPE_F64, cases[i].x, cases[i].y, cases[i].n,
			      &ref);
		ck_assert_double_eq(ref.value, cases[i].value);
		ck_assert_double_le(fabs(ref.magnitude - cases[i].magnitude),
				    cases[i].magnitude * 1e-15);
		want = (double)cases[i].n * DBL_EPSILON * ref.magnitude;
		ck_assert_double_le(fabs(ref.bound - want), want * 1e-15);
	}
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		fill_in_every_language,
		fill_slices,
		random_differs,
		tables,
		slices_cover,
		slices_split_the_course,
		levels_of_instructions,
		a_level_needs_all_of_it,
		same_bits_dense,
		same_bits_misaligned,
		same_bits_long,
		same_bits_special,
		special_values,
		folds_are_small,
		folds_fit,
		minus_zero_sums,
		nothing_behind_is_read,
		within_the_bound,
		bound_catches_a_lost_element,
		reference_is_exact,
		reference_by_hand,
		NULL,
	};

	return unit_run("kernel", tests);
}
