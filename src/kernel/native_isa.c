/*
 * The native kernel for one instruction set level. Makefile.am compiles this
 * file once per level and defines KERNEL_ISA (isa.h); native.c documents the
 * order of additions, which is the same at all levels.
 */
#include "kernel/isa.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#if defined(__AVX512F__) || defined(__AVX2__)
#include <immintrin.h>
#endif

#define BLOCK       128
#define GROUP_LEVEL NATIVE_GROUP_LEVEL
#define GROUP       (BLOCK << GROUP_LEVEL)

#define UNROLL   _Pragma("GCC unroll 16")
#define INLINE   inline __attribute__((always_inline))
#define NOINLINE __attribute__((noinline))

/* Stops the compiler from merging eight loads into the operations that use
 * them. */
#if defined(__AVX512F__)
#define HOLD(a)                                                           \
	__asm__(""                                                        \
		: "+v"((a)[0]), "+v"((a)[1]), "+v"((a)[2]), "+v"((a)[3]), \
		  "+v"((a)[4]), "+v"((a)[5]), "+v"((a)[6]), "+v"((a)[7]))
#else
#define HOLD(a) (void)(a)
#endif

/* Makes the compiler load a value into a register although it is not used. */
#if defined(__AVX512F__)
#define KEEP(a) __asm__ volatile("" ::"v"(a))
#elif defined(__x86_64__)
#define KEEP(a) __asm__ volatile("" ::"x"(a))
#elif defined(__aarch64__)
#define KEEP(a) __asm__ volatile("" ::"w"(a))
#else
#define KEEP(a) __asm__ volatile("" ::"m"(a))
#endif

#define VEC_BYTES KERNEL_ISA_VEC_BYTES

typedef double vec_f64 __attribute__((vector_size(VEC_BYTES)));
typedef float vec_f32 __attribute__((vector_size(VEC_BYTES)));
/* the least vectors */
typedef double half_f64 __attribute__((vector_size(16)));
typedef float half_f32 __attribute__((vector_size(16)));

static inline unsigned floor_log2(size_t n)
{
	return 63 - (unsigned)__builtin_clzll(n);
}

/* A vec of the first `count` elements at p, then zeros. Does not read past
 * them. */
#if VEC_BYTES == 64

static inline vec_f64 part_f64(const double *p, size_t count)
{
	return (vec_f64)_mm512_maskz_loadu_pd((__mmask8)((1u << count) - 1), p);
}

static inline vec_f32 part_f32(const float *p, size_t count)
{
	return (vec_f32)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1),
					      p);
}

#elif VEC_BYTES == 32

/* Eight ints from index 8 - k on are a mask of the first k of 8 ints. */
static const int ones_then_zeros[16] = { -1, -1, -1, -1, -1, -1, -1, -1 };

static inline __m256i mask(size_t ints)
{
	return _mm256_loadu_si256(
	    (const __m256i *)(const void *)(ones_then_zeros + 8 - ints));
}

static inline vec_f64 part_f64(const double *p, size_t count)
{
	return (vec_f64)_mm256_maskload_pd(p, mask(2 * count));
}

static inline vec_f32 part_f32(const float *p, size_t count)
{
	return (vec_f32)_mm256_maskload_ps(p, mask(count));
}

#else

static inline vec_f64 part_f64(const double *p, size_t count)
{
	vec_f64 v = { 0 };

	(void)count; /* always 1 */
	v[0] = p[0];
	return v;
}

static inline vec_f32 part_f32(const float *p, size_t count)
{
	vec_f32 v = { 0 };

	v[0] = p[0];
	if (count > 1)
		v[1] = p[1];
	if (count > 2)
		v[2] = p[2];
	return v;
}

#endif

#define NAME(x) x##_f64
#define type    double
#define vec     vec_f64
#define half    half_f64
#define part    part_f64
#include "kernel/native_tree.inc"
#undef NAME
#undef type
#undef vec
#undef half
#undef part

#define NAME(x) x##_f32
#define type    float
#define vec     vec_f32
#define half    half_f32
#define part    part_f32
#include "kernel/native_tree.inc"

/* kernel_read(): KEEP() hides from the compiler that the loads are not used. */
static void read_bytes(const void *bytes, size_t size)
{
	const char *p = bytes;
	vec_f64 a[8];
	size_t k;

	for (; size >= sizeof(a); size -= sizeof(a), p += sizeof(a)) {
		UNROLL
		for (k = 0; k < 8; k++) {
			memcpy(&a[k], p + k * VEC_BYTES, VEC_BYTES);
			KEEP(a[k]);
		}
	}
}

extern const struct kernel_isa KERNEL_ISA_OF(native);
const struct kernel_isa KERNEL_ISA_OF(native) = {
	.name = KERNEL_ISA_NAME,
	.level = KERNEL_ISA_LEVEL,
	.of = {
		[DTYPE_F64] = { dot_f64, add_f64, join_f64, value_f64 },
		[DTYPE_F32] = { dot_f32, add_f32, join_f32, value_f32 },
	},
	.read = read_bytes,
};
