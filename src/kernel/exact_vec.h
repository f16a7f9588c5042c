/*
 * Vectors of the exact kernel, for the instruction set level that a file is
 * compiled for: types, and the operations that not all levels have in common.
 */
#ifndef KERNEL_EXACT_VEC_H
#define KERNEL_EXACT_VEC_H

#include "kernel/isa.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__AVX512F__) || defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define UNROLL _Pragma("GCC unroll 4")
#define INLINE inline __attribute__((always_inline))

#define VEC_BYTES KERNEL_ISA_VEC_BYTES

typedef double vec __attribute__((vector_size(VEC_BYTES)));
typedef float vec_f32 __attribute__((vector_size(VEC_BYTES)));
typedef float half_f32 __attribute__((vector_size(VEC_BYTES / 2)));
typedef uint64_t uints __attribute__((vector_size(VEC_BYTES)));
typedef int64_t ints __attribute__((vector_size(VEC_BYTES)));
typedef int32_t ints_f32 __attribute__((vector_size(VEC_BYTES)));

#define PER_VEC ((int)(VEC_BYTES / sizeof(double)))

#define MANTISSA_BITS 52
#define BIAS          1023

/*
 * fused():     a * b + c, rounded once; not on all levels
 * lesser():    the lesser of |a| and b, where b >= 0; _f32: of floats
 * differing(): m | (a ^ b)
 * any():       whether a bit of m is set
 * load_half(): PER_VEC floats, as doubles
 * part():      the first `count` elements at p, then `rest`; _f32: of floats
 */
#if defined(__AVX512F__)
#define HAVE_FUSED
static INLINE vec fused(vec a, vec b, vec c)
{
	return _mm512_fmadd_pd(a, b, c);
}
static INLINE vec lesser(vec a, vec b)
{
	return _mm512_range_pd(a, b, 0xa);
}
static INLINE vec_f32 lesser_f32(vec_f32 a, vec_f32 b)
{
	return _mm512_range_ps(a, b, 0xa);
}
static INLINE ints differing(ints m, ints a, ints b)
{
	return (ints)_mm512_ternarylogic_epi64((__m512i)m, (__m512i)a,
					       (__m512i)b, 0xf6);
}
static INLINE bool any(ints m)
{
	return _mm512_test_epi64_mask((__m512i)m, (__m512i)m);
}
static INLINE vec load_half(const float *p)
{
	return _mm512_cvtps_pd(_mm256_loadu_ps(p));
}
static INLINE vec part(const double *p, size_t count, double rest)
{
	return _mm512_mask_loadu_pd(_mm512_set1_pd(rest),
				    (__mmask8)((1u << count) - 1), p);
}
static INLINE vec_f32 part_f32(const float *p, size_t count, float rest)
{
	return _mm512_mask_loadu_ps(_mm512_set1_ps(rest),
				    (__mmask16)((1u << count) - 1), p);
}
#else
#if defined(__AVX2__)
#define HAVE_FUSED
static INLINE vec fused(vec a, vec b, vec c)
{
	return _mm256_fmadd_pd(a, b, c);
}
static INLINE vec lesser(vec a, vec b)
{
	return _mm256_min_pd(_mm256_andnot_pd(_mm256_set1_pd(-0.0), a), b);
}
static INLINE vec_f32 lesser_f32(vec_f32 a, vec_f32 b)
{
	return _mm256_min_ps(_mm256_andnot_ps(_mm256_set1_ps(-0.0f), a), b);
}
static INLINE vec load_half(const float *p)
{
	return _mm256_cvtps_pd(_mm_loadu_ps(p));
}
#else
#if defined(__aarch64__)
#define HAVE_FUSED
static INLINE vec fused(vec a, vec b, vec c)
{
	return (vec)vfmaq_f64((float64x2_t)c, (float64x2_t)a, (float64x2_t)b);
}
#endif
#if defined(__SSE2__)
static INLINE vec lesser(vec a, vec b)
{
	return _mm_min_pd(_mm_andnot_pd(_mm_set1_pd(-0.0), a), b);
}
static INLINE vec_f32 lesser_f32(vec_f32 a, vec_f32 b)
{
	return _mm_min_ps(_mm_andnot_ps(_mm_set1_ps(-0.0f), a), b);
}
static INLINE vec load_half(const float *p)
{
	const void *bytes = p;

	return _mm_cvtps_pd((__m128)_mm_loadl_epi64(bytes));
}
#else
/* numbers without sign are ordered like their representations */
static INLINE vec lesser(vec a, vec b)
{
	const ints i = (ints)a & INT64_MAX, less = i < (ints)b;

	return (vec)((i & less) | ((ints)b & ~less));
}
static INLINE vec_f32 lesser_f32(vec_f32 a, vec_f32 b)
{
	const ints_f32 i = (ints_f32)a & INT32_MAX, less = i < (ints_f32)b;

	return (vec_f32)((i & less) | ((ints_f32)b & ~less));
}
static INLINE vec load_half(const float *p)
{
	half_f32 v;

	memcpy(&v, p, sizeof(v));
	return __builtin_convertvector(v, vec);
}
#endif
#endif
static INLINE ints differing(ints m, ints a, ints b)
{
	return m | (a ^ b);
}
static INLINE bool any(ints m)
{
	int64_t all = 0;
	int i;

	UNROLL
	for (i = 0; i < PER_VEC; i++)
		all |= m[i];
	return all;
}
static INLINE vec part(const double *p, size_t count, double rest)
{
	vec v = (vec){ 0 } + rest;

	memcpy(&v, p, count * sizeof(*p));
	return v;
}
static INLINE vec_f32 part_f32(const float *p, size_t count, float rest)
{
	vec_f32 v = (vec_f32){ 0 } + rest;

	memcpy(&v, p, count * sizeof(*p));
	return v;
}
#endif

/* Stops the compiler from loading a value again instead of keeping it. */
#if defined(__AVX512F__)
#define HOLD(a) __asm__("" : "+v"(a))
#elif defined(__x86_64__)
#define HOLD(a) __asm__("" : "+x"(a))
#else
#define HOLD(a) (void)(a)
#endif

#ifndef HAVE_FUSED
/* a = high + low, each of at most 26 bits (Veltkamp) */
static INLINE vec high_half(vec a)
{
	const vec c = a * 0x1.0000002p27;

	return c - (c - a);
}
#endif

/* xy - h, which the caller knows to be representable; then h may be xy rounded,
 * or x and y floats. */
static INLINE vec product_less(vec x, vec y, vec h)
{
#ifdef HAVE_FUSED
	return fused(x, y, -h);
#else
	/* Dekker 1971. Of numbers above 2^996 it may make a NaN, which the test
	 * at the end of a block finds in the second chain. */
	const vec xh = high_half(x), xl = x - xh;
	const vec yh = high_half(y), yl = y - yh;

	return xl * yl - (((h - xh * yh) - xl * yh) - xh * yl);
#endif
}

/* a - b. A fused operation, where there is one, is no faster in itself, but
 * many CPUs have other units for it than for additions. */
static INLINE vec less(vec a, vec b, vec one)
{
#ifdef HAVE_FUSED
	return fused(a, one, -b);
#else
	(void)one;
	return a - b;
#endif
}

static INLINE vec load(const double *p)
{
	vec v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static INLINE vec_f32 load_f32(const float *p)
{
	vec_f32 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* 2^e; -1022 <= e <= 1023 */
static INLINE double power(int e)
{
	const uint64_t bits = (uint64_t)(e + BIAS) << MANTISSA_BITS;
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

#endif
