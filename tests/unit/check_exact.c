/* Tests of the exact kernel against GMP's integers, on data made to break it. */
#include "unit.h"

#ifdef HAVE_GMP

#include "base/random.h"
#include "kernel/accumulator.h"
#include "kernel/isa.h"
#include "kernel/kernel.h"

#include <float.h>
#include <gmp.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define N_MAX     20000
#define FOLDS_MAX 9

static _Alignas(64) double dx[N_MAX + 8], dy[N_MAX + 8];
static _Alignas(64) float fx[N_MAX + 8], fy[N_MAX + 8];
static uint64_t seed = 20;

static uint64_t bits_of(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

/* ---- the product by GMP ------------------------------------------------ */

/* Everything is counted in units of the least product of two doubles. */
#define UNIT (-2148)

/* Sets z to x in units of 2^-1074. */
static void set_scaled(mpz_t z, double x)
{
	int exponent;
	double mantissa = frexp(x, &exponent);

	/* the mantissa times 2^53 is an integer */
	mpz_set_d(z, ldexp(mantissa, 53));
	exponent += 1074 - 53;
	if (exponent >= 0)
		mpz_mul_2exp(z, z, (mp_bitcnt_t)exponent);
	else /* the bits below the least one are 0 */
		mpz_tdiv_q_2exp(z, z, (mp_bitcnt_t)-exponent);
}

/* z units, rounded to nearest, ties to even, for this type. */
static double rounded(const mpz_t z, enum dtype dtype)
{
	const int digits = dtype == DTYPE_F64 ? 53 : 24;
	const int least = dtype == DTYPE_F64 ? -1074 : -149;
	const int most = dtype == DTYPE_F64 ? 1024 : 128;
	const double sign = mpz_sgn(z) < 0 ? -1 : 1;
	mpz_t kept, rest, half;
	int drop;
	double value;

	if (!mpz_sgn(z))
		return 0;
	mpz_inits(kept, rest, half, NULL);
	mpz_abs(kept, z);
	drop = (int)mpz_sizeinbase(kept, 2) - digits;
	if (drop < least - UNIT)
		drop = least - UNIT;
	mpz_tdiv_r_2exp(rest, kept, (mp_bitcnt_t)drop);
	mpz_tdiv_q_2exp(kept, kept, (mp_bitcnt_t)drop);
	mpz_set_ui(half, 1);
	mpz_mul_2exp(half, half, (mp_bitcnt_t)(drop - 1));
	if (mpz_cmp(rest, half) > 0 ||
	    (!mpz_cmp(rest, half) && mpz_odd_p(kept)))
		mpz_add_ui(kept, kept, 1);
	value = (int)mpz_sizeinbase(kept, 2) + drop + UNIT > most
		    ? (double)INFINITY
		    : ldexp(mpz_get_d(kept), drop + UNIT);
	mpz_clears(kept, rest, half, NULL);
	return sign * value;
}

static double by_gmp(enum dtype dtype, const void *x, const void *y, size_t n)
{
	bool nan = false, plus = false, minus = false;
	double a, b, value;
	mpz_t sum, za, zb;
	size_t i;

	mpz_inits(sum, za, zb, NULL);
	for (i = 0; i < n; i++) {
		a = dtype == DTYPE_F64 ? ((const double *)x)[i]
				       : (double)((const float *)x)[i];
		b = dtype == DTYPE_F64 ? ((const double *)y)[i]
				       : (double)((const float *)y)[i];
		if (isfinite(a) && isfinite(b)) {
			set_scaled(za, a);
			set_scaled(zb, b);
			mpz_addmul(sum, za, zb);
		} else if (isnan(a) || isnan(b) || a == 0 || b == 0) {
			nan = true;
		} else if (signbit(a) == signbit(b)) {
			plus = true;
		} else {
			minus = true;
		}
	}
	value = rounded(sum, dtype);
	mpz_clears(sum, za, zb, NULL);
	if (nan || (plus && minus))
		return (double)NAN;
	return plus ? (double)INFINITY : minus ? -(double)INFINITY : value;
}

/* ---- the kernel at every level, for random splits ---------------------- */

static double split(const struct kernel_functions *f, enum dtype dtype,
		    const void *x, const void *y, size_t n)
{
	static struct fold fold[FOLDS_MAX];
	const struct kernel *k = kernel_find("exact", dtype_table[dtype].name);
	const size_t bytes = dtype_table[dtype].bytes;
	size_t parts = 1 + unit_random(&seed, FOLDS_MAX), i, at;
	size_t start, count;

	for (i = 0; i < parts; i++) {
		kernel_slice(k, n, parts, i, &start, &count);
		fold_begin(&fold[i], k, start);
		if (count)
			f->add(&fold[i], (const char *)x + start * bytes,
			       (const char *)y + start * bytes, count);
		ck_assert_uint_le(fold_bytes(&fold[i]), fold_bytes_max(k));
	}
	for (; parts > 1; parts--) {
		at = unit_random(&seed, parts - 1);
		f->join(&fold[at], &fold[at + 1]);
		ck_assert_uint_le(fold_bytes(&fold[at]), fold_bytes_max(k));
		for (i = at + 1; i + 1 < parts; i++)
			memcpy(&fold[i], &fold[i + 1],
			       fold_bytes(&fold[i + 1]));
	}
	return f->value(&fold[0]);
}

static void compare(const char *what, enum dtype dtype, const void *x,
		    const void *y, size_t n)
{
	const struct kernel *k = kernel_find("exact", dtype_table[dtype].name);
	const double want = by_gmp(dtype, x, y, n);
	double got = k->dot(x, y, n);
	size_t i;

	unit_must(bits_of(got) == bits_of(want),
		  "%s, %s, n = %zu: got %a, by GMP %a", what,
		  dtype_table[dtype].name, n, got, want);
	for (i = 0; exact_isa_table[i]; i++) {
		const struct kernel_isa *isa = exact_isa_table[i];

		if (!kernel_isa_usable(isa))
			continue;
		got = isa->of[dtype].dot(x, y, n);
		unit_must(bits_of(got) == bits_of(want),
			  "%s, %s, n = %zu, %s: got %a, by GMP %a", what,
			  dtype_table[dtype].name, n, isa->name, got, want);
		got = split(&isa->of[dtype], dtype, x, y, n);
		unit_must(bits_of(got) == bits_of(want),
			  "%s, %s, n = %zu, %s, split: got %a, by GMP %a", what,
			  dtype_table[dtype].name, n, isa->name, got, want);
	}
}

/* Compares for the elements of dx and dy, in this type. */
static void compare_as(enum dtype dtype, const char *what, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		fx[i] = (float)dx[i];
		fy[i] = (float)dy[i];
	}
	if (dtype == DTYPE_F64)
		compare(what, dtype, dx, dy, n);
	else
		compare(what, dtype, fx, fy, n);
}

static void compare_both(const char *what, size_t n)
{
	compare_as(DTYPE_F64, what, n);
	compare_as(DTYPE_F32, what, n);
}

/* ---- hostile data ------------------------------------------------------ */

/* A number with a random mantissa and sign, in +-[2^exponent, 2^(exponent+1));
 * fewer bits in some, all of them in others. */
static double number(int exponent)
{
	uint64_t mantissa = unit_random(&seed, UINT64_C(1) << 48) << 5 |
			    unit_random(&seed, 32) | UINT64_C(1) << 53;
	double value;

	mantissa &= UINT64_MAX << unit_random(&seed, 54) %
				      (unit_random(&seed, 2) ? 53 : 1);
	if (!unit_random(&seed, 16))
		mantissa = (UINT64_C(1) << 54) - 2;
	value = ldexp((double)(mantissa >> 1), exponent - 52);
	return unit_random(&seed, 2) ? value : -value;
}

static int between(int low, int high)
{
	return low + (int)unit_random(&seed, (uint64_t)(high - low + 1));
}

static void swap(size_t i, size_t j)
{
	double keep = dx[i];

	dx[i] = dx[j];
	dx[j] = keep;
	keep = dy[i];
	dy[i] = dy[j];
	dy[j] = keep;
}

static void shuffle(size_t n)
{
	for (; n > 1; n--)
		swap(n - 1, unit_random(&seed, n));
}

static void within(size_t n, int low, int high)
{
	size_t i;

	for (i = 0; i < n; i++) {
		dx[i] = number(between(low, high));
		dy[i] = number(between(low, high));
	}
}

static size_t length(void)
{
	static const size_t most[] = { 3, 40, 300, 3000 };

	return 1 + unit_random(&seed, most[unit_random(&seed, 4)]);
}

/* How often: fewer under sanitizers. */
#define ROUNDS (UNIT_ASAN ? 100 : 500)

START_TEST(any_exponents)
{
	static const int widths[] = { 0, 1, 5, 10, 14, 15, 16, 20, 40, 126 };
	int round, width, middle;
	size_t n;

	for (round = 0; round < ROUNDS; round++) {
		n = length();
		width = widths[round % 10];
		middle = between(-900, 900);
		within(n, middle - width, middle + width);
		compare("random exponents", DTYPE_F64, dx, dy, n);
		within(n, -1074, 1023);
		compare("all exponents", DTYPE_F64, dx, dy, n);
		middle = between(-30, 30);
		within(n, middle - width, middle + width);
		compare_both("exponents of floats", n);
	}
}
END_TEST

START_TEST(cancellation)
{
	int round, small, big;
	size_t n, i;

	/* pairs that cancel, and a little that is left of them, down to
	 * 1e-300 of the terms */
	for (round = 0; round < ROUNDS; round++) {
		n = length() / 2 * 2 + 2;
		big = between(0, 500);
		small = between(-500, 0);
		for (i = 0; i < n; i += 2) {
			dx[i] = number(between(big - 8, big));
			dy[i] = number(between(big - 8, big));
			dx[i + 1] = -dx[i];
			dy[i + 1] = dy[i];
		}
		shuffle(n);
		compare("full cancellation", DTYPE_F64, dx, dy, n);
		ck_assert_uint_eq(
		    bits_of(kernel_find("exact", "f64")->dot(dx, dy, n)), 0);
		dx[unit_random(&seed, n)] = number(small);
		compare("one element differs", DTYPE_F64, dx, dy, n);
		dx[n] = number(small);
		dy[n] = number(small);
		swap(n, unit_random(&seed, n + 1));
		compare("cancellation", DTYPE_F64, dx, dy, n + 1);
	}
}
END_TEST

START_TEST(underflow)
{
	int round;
	size_t n, i;

	for (round = 0; round < ROUNDS; round++) {
		n = length();
		for (i = 0; i < n; i++) {
			dx[i] = number(between(-1074, -1000));
			dy[i] = number(between(-30, 30));
			if (i % 2)
				swap(i, i - 1);
		}
		compare("subnormal elements", DTYPE_F64, dx, dy, n);
		within(n, -560, -520);
		compare("subnormal products", DTYPE_F64, dx, dy, n);
		within(n, -490, -450);
		compare("barely normal errors", DTYPE_F64, dx, dy, n);
		within(n, -1074, -600);
		compare("products that vanish", DTYPE_F64, dx, dy, n);
		within(n, -149, -60);
		compare_both("subnormal floats", n);
		/* sums of products below the least bit reach it */
		for (i = 0; i < n; i++) {
			dx[i] = 0x1p-537;
			dy[i] = unit_random(&seed, 9) ? 0x1p-538 : -0x1p-540;
		}
		compare("halves of the least number", DTYPE_F64, dx, dy, n);
	}
}
END_TEST

START_TEST(overflow)
{
	int round;
	size_t n, i;

	for (round = 0; round < ROUNDS; round++) {
		n = length() / 2 * 2 + 2;
		within(n, 480, 1023);
		compare("overflow", DTYPE_F64, dx, dy, n);
		within(n, 500, 512);
		compare("around the greatest number", DTYPE_F64, dx, dy, n);
		within(n, 55, 64);
		compare_both("around the greatest float", n);
		for (i = 0; i < n; i += 2) {
			dx[i] = number(between(900, 1023));
			dy[i] = number(between(900, 1023));
			dx[i + 1] = -dx[i];
			dy[i + 1] = dy[i];
		}
		shuffle(n);
		dx[unit_random(&seed, n)] = number(between(-100, 100));
		dx[n] = number(3);
		dy[n] = number(-3);
		compare("overflow in the middle", DTYPE_F64, dx, dy, n + 1);
		/* DBL_MAX and halves of a unit in its last place */
		dx[0] = DBL_MAX;
		dy[0] = 1;
		dx[1] = 0x1p500;
		dy[1] = ldexp(1, between(467, 470));
		dx[2] = number(between(-1000, 460));
		dy[2] = 0x1p500;
		compare("the greatest number and more", DTYPE_F64, dx, dy,
			2 + (size_t)round % 2);
	}
}
END_TEST

START_TEST(ties)
{
	int round, at, below;
	size_t n, i;

	/* a value exactly between two numbers, and a product far below it
	 * that decides */
	for (round = 0; round < ROUNDS; round++) {
		at = between(-400, 400);
		below = between(-1000, -60);
		dx[0] = fabs(number(0));
		dy[0] = ldexp(1, at);
		dx[1] = ldexp(unit_random(&seed, 2) ? 1 : -1, -53);
		dy[1] = ldexp(1, at);
		dx[2] = ldexp(unit_random(&seed, 2) ? 1 : -1, below);
		dy[2] = ldexp(1, at);
		n = 2 + unit_random(&seed, 2);
		for (i = 0; i < n; i++)
			swap(i, unit_random(&seed, n));
		compare("ties", DTYPE_F64, dx, dy, n);
		/* floats: a double rounding would go to the wrong side */
		fx[0] = 1;
		fy[0] = 1;
		fx[1] = 0x1p-12f;
		fy[1] = 0x1p-12f;
		fx[2] = 0x1p-30f;
		fy[2] =
		    ldexpf(unit_random(&seed, 2) ? 1 : -1, between(-100, -24));
		compare("ties", DTYPE_F32, fx, fy, 2 + (size_t)round % 2);
	}
}
END_TEST

START_TEST(special_values)
{
	static const double special[] = {
		(double)INFINITY, -(double)INFINITY, (double)NAN, 0.0, -0.0,
		DBL_MAX,          DBL_TRUE_MIN,      DBL_MIN
	};
	size_t n, times;
	int round;

	for (round = 0; round < ROUNDS; round++) {
		n = length();
		within(n, -10, 10);
		for (times = unit_random(&seed, 4); times; times--)
			dx[unit_random(&seed, n)] =
			    special[unit_random(&seed, UNIT_COUNT(special))];
		for (times = unit_random(&seed, 4); times; times--)
			dy[unit_random(&seed, n)] =
			    special[unit_random(&seed, UNIT_COUNT(special))];
		compare_both("special values", n);
		/* zeros of both signs, and nothing else in some rounds */
		for (times = 0; times < n; times++)
			if (unit_random(&seed, 8) || round % 8 == 0)
				dx[times] = unit_random(&seed, 2) ? 0.0 : -0.0;
		compare_both("mostly zeros", n);
	}
}
END_TEST

START_TEST(levels_that_change)
{
	int round, e, low;
	size_t n, i;

	/* the first elements say little about those that follow */
	for (round = 0; round < ROUNDS / 4; round++) {
		n = N_MAX / 4 + length();
		for (e = 0, i = 0; i < n; i++) {
			if (!unit_random(&seed, 300))
				e = between(-40, 40);
			dx[i] = number(e);
			dy[i] = number(e / 2);
		}
		compare_both("levels", n);
		/* from a sample of ones down to where the bins end */
		low = between(-50, -20);
		for (i = 0; i < n; i++) {
			dx[i] = i < 40 ? 1 : number(between(low, 0));
			dy[i] = i < 40 ? 1 : number(0);
		}
		compare_both("small ones", n);
		/* all of one sign: the bins fill as fast as they can */
		e = between(0, 12);
		for (i = 0; i < n; i++) {
			dx[i] = ldexp(2 - DBL_EPSILON, i < 40 ? 0 : e);
			dy[i] = 2 - DBL_EPSILON;
		}
		compare_both("one sign", n);
		for (i = 0; i < n; i++)
			if (!unit_random(&seed, 50))
				dy[i] = -number(between(-9, 0));
		compare_both("mostly one sign", n);
	}
}
END_TEST

/* Sets elements i and i + 1 so that what the first product loses by rounding is
 * their sum. */
static void leave_error(enum dtype dtype, size_t i, int ex, int ey)
{
	dx[i] = number(ex);
	dy[i] = number(ey);
	if (dtype == DTYPE_F32) {
		dx[i] = (double)(float)dx[i];
		dy[i] = (double)(float)dy[i];
		dx[i + 1] = -(double)(float)(dx[i] * dy[i]);
	} else {
		dx[i + 1] = -(dx[i] * dy[i]);
	}
	dy[i + 1] = 1;
}

START_TEST(lowest_bits)
{
	int round, low, scale;
	enum dtype dtype;
	size_t n, i, j;

	/* large products that cancel, so that the result is what small ones
	 * lose by rounding: a lost bit of any product would show */
	for (round = 0; round < 4 * ROUNDS; round++) {
		dtype = round % 2 ? DTYPE_F32 : DTYPE_F64;
		n = 4 + length() / 2 * 2;
		low = between(-60, -10);
		scale = round % 8 ? 0 : between(-980, -880);
		for (i = 0; i < n; i += 2)
			if (i < 4 || !unit_random(&seed, 8)) {
				dx[i] = number(between(0, 2));
				dy[i] = ldexp(1, scale);
				dx[i + 1] = -dx[i];
				dy[i + 1] = dy[i];
			} else if (dtype == DTYPE_F64 && round % 16 == 4) {
				/* subnormal, with products that are not */
				dx[i] = number(between(-1074, -1060));
				dy[i] = number(between(1010, 1023));
				dx[i + 1] = 0;
				dy[i + 1] = 1;
			} else {
				leave_error(dtype, i, low / 2 + scale / 2,
					    low / 2 + scale / 2);
			}
		compare_as(dtype, "lowest bits", n);
		/* huge pairs that come and go within one lane */
		for (j = unit_random(&seed, 4); j; j--) {
			i = 4 + unit_random(&seed, n);
			dx[i] = number(between(3, 80));
			dy[i] = number(scale);
			dx[i + 16] = -dx[i];
			dy[i + 16] = dy[i];
			if (i + 17 > n)
				n = i + 17;
		}
		compare_as(dtype, "lowest bits below huge ones", n);
	}
}
END_TEST

START_TEST(long_sums)
{
	enum { LONG = 1500000 };
	double *x = calloc(LONG, sizeof(*x)), *y = calloc(LONG, sizeof(*y));
	size_t i;

	/* after a small sample, the bins fill as fast as they may */
	for (i = 0; i < LONG; i++) {
		x[i] = i < 4 ? 0.125 : 1 - 0x1p-12;
		y[i] = i < 4 ? 0.125 : 1 - 0x1p-53;
	}
	compare("a long sum", DTYPE_F64, x, y, LONG);
	free(x);
	free(y);
}
END_TEST

START_TEST(accumulators_join_in_any_order)
{
	static struct fold fold[6], sum;
	int round, order[6] = { 0, 1, 2, 3, 4, 5 }, i, j, keep;
	const struct kernel *k = kernel_find("exact", "f64");
	uint64_t want = 0;

	within(6 * 128, -1074, 1023);
	for (i = 0; i < 6; i++) {
		fold_begin(&fold[i], k, (size_t)i * 128);
		k->add(&fold[i], dx + i * 128, dy + i * 128, i == 3 ? 0 : 128);
	}
	for (round = 0; round < 200; round++) {
		fold_begin(&sum, k, 0);
		for (i = 0; i < 6; i++)
			k->join(&sum, &fold[order[i]]);
		if (!round)
			want = bits_of(k->value(&sum));
		ck_assert_uint_eq(bits_of(k->value(&sum)), want);
		ck_assert_uint_le(sum.lane_nodes, ACCUMULATOR_GROUPS_MAX);
		i = between(0, 5);
		j = between(0, 5);
		keep = order[i];
		order[i] = order[j];
		order[j] = keep;
	}
}
END_TEST

/* An integer of a random length, of up to 62 bits. */
static int64_t some_integer(void)
{
	const uint64_t bits = random_next(&seed);
	const int64_t size = (int64_t)(bits >> 2 >> random_next(&seed) % 63);

	return bits & 1 ? size : -size;
}

/* Adds value * 2^exponent to z units. */
static void add_scaled(mpz_t z, int64_t value, int exponent)
{
	mpz_t term;

	mpz_init_set_si(term, value);
	mpz_mul_2exp(term, term, (mp_bitcnt_t)(exponent - UNIT));
	mpz_add(z, z, term);
	mpz_clear(term);
}

START_TEST(three_numbers)
{
	int64_t value[3];
	int exponent[3], i, j, d;
	double wanted, got;
	mpz_t z;

	mpz_init(z);
	for (i = 0; i < 200000; i++) {
		exponent[2] = (int)(random_next(&seed) % 1954) - 1074;
		exponent[1] = exponent[2] + 46;
		exponent[0] = exponent[2] + 91;
		mpz_set_ui(z, 0);
		for (j = 0; j < 3; j++)
			value[j] = some_integer();
		if (i % 4 == 1) { /* the first two cancel, or nearly */
			value[0] %= 1 << 16;
			value[1] =
			    i / 4 % 3 - 1 - value[0] * (INT64_C(1) << 45);
		}
		if (i % 4 == 2) /* a tie, or nearly one */
			value[2] = (INT64_C(1) << i % 62) - i % 3;
		if (i % 4 == 3)
			value[i / 4 % 3] = 0;
		for (j = 0; j < 3; j++)
			add_scaled(z, value[j], exponent[j]);
		for (d = 0; d < DTYPE_COUNT; d++) {
			wanted = rounded(z, (enum dtype)d);
			got = accumulator_round(value, exponent, (enum dtype)d);
			unit_must(bits_of(got) == bits_of(wanted),
				  "%" PRId64 ", %" PRId64 ", %" PRId64
				  " at 2^%d: %a, not %a",
				  value[0], value[1], value[2], exponent[2],
				  got, wanted);
		}
	}
	mpz_clear(z);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		any_exponents,
		cancellation,
		underflow,
		overflow,
		ties,
		special_values,
		levels_that_change,
		lowest_bits,
		long_sums,
		accumulators_join_in_any_order,
		three_numbers,
		NULL,
	};

	if (unit_left_out())
		return 77;
	return unit_run("exact", tests);
}

#else

int main(void)
{
	puts("skipped: configure found no GMP");
	return 77;
}

#endif
