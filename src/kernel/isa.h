/* Kernels that are compiled once for each instruction set level. */
#ifndef KERNEL_ISA_H
#define KERNEL_ISA_H

#include "kernel/kernel.h"

#include <stdbool.h>

/* A kernel compiled for one level. */
struct kernel_isa {
	const char *name; /* of the level: "x86-64-v4" */
	int level;        /* the lowest cpu_level() that can run this code */
	struct kernel_functions {
		double (*dot)(const void *x, const void *y, size_t n);
		void (*add)(struct fold *fold, const void *x, const void *y,
			    size_t n);
		void (*join)(struct fold *fold, const struct fold *next);
		double (*value)(const struct fold *fold);
	} of[DTYPE_COUNT];
	/* kernel_read(); only of the native kernel */
	void (*read)(const void *bytes, size_t size);
};

/*
 * The name of the struct that a file compiled for several levels exports:
 * Makefile.am defines KERNEL_ISA as the level's suffix, such as v3, and
 * KERNEL_ISA_NAME as its name.
 */
#define KERNEL_ISA_OF(kernel)             KERNEL_ISA_PASTE(kernel, KERNEL_ISA)
#define KERNEL_ISA_PASTE(kernel, suffix)  KERNEL_ISA_PASTE_(kernel, suffix)
#define KERNEL_ISA_PASTE_(kernel, suffix) kernel##_isa_##suffix

/* The level that this file is compiled for, and the bytes of its vectors. Its code runs
 * only after cpu_level() has been checked. */
#if defined(__AVX512F__)
#define KERNEL_ISA_LEVEL     4
#define KERNEL_ISA_VEC_BYTES 64
#elif defined(__AVX2__)
#define KERNEL_ISA_LEVEL     3
#define KERNEL_ISA_VEC_BYTES 32
#else
#define KERNEL_ISA_LEVEL     0
#define KERNEL_ISA_VEC_BYTES 16
#endif

/* The levels compiled into this program, the best first; end with NULL. The
 * last level runs on every CPU. All levels give the same bits. */
extern const struct kernel_isa *const native_isa_table[];

extern const struct kernel_isa *const exact_isa_table[];

/* Whether this CPU and the operating system support the level. */
bool kernel_isa_usable(const struct kernel_isa *isa);

/* The best level of a table that this machine supports. */
const struct kernel_isa *kernel_isa_best(const struct kernel_isa *const *table);

/*
 * Defines the table of a kernel's levels, as above, and the functions dot_T() to
 * value_T() of each type T, which call those of the best level. It is chosen once, before
 * main(), so that a call costs one indirect jump and no test.
 */
#define KERNEL_ISA_CHOICE(kernel)                                \
	extern const struct kernel_isa KERNEL_ISA_NAMES(kernel); \
	const struct kernel_isa *const kernel##_isa_table[] = {  \
		KERNEL_ISA_ADDRESSES(kernel),                    \
		NULL,                                            \
	};                                                       \
	static const struct kernel_functions *best;              \
	__attribute__((constructor)) static void choose(void)    \
	{                                                        \
		best = kernel_isa_best(kernel##_isa_table)->of;  \
	}                                                        \
	KERNEL_ISA_CALLS(f64, DTYPE_F64)                         \
	KERNEL_ISA_CALLS(f32, DTYPE_F32)

#ifdef DOTREC_X86_64
#define KERNEL_ISA_NAMES(kernel) \
	kernel##_isa_v4, kernel##_isa_v3, kernel##_isa_base
#define KERNEL_ISA_ADDRESSES(kernel) \
	&kernel##_isa_v4, &kernel##_isa_v3, &kernel##_isa_base
#else
#define KERNEL_ISA_NAMES(kernel)     kernel##_isa_base
#define KERNEL_ISA_ADDRESSES(kernel) &kernel##_isa_base
#endif

#define KERNEL_ISA_CALLS(T, index)                                           \
	static double dot_##T(const void *x, const void *y, size_t n)        \
	{                                                                    \
		return best[index].dot(x, y, n);                             \
	}                                                                    \
	static void add_##T(struct fold *fold, const void *x, const void *y, \
			    size_t n)                                        \
	{                                                                    \
		best[index].add(fold, x, y, n);                              \
	}                                                                    \
	static void join_##T(struct fold *fold, const struct fold *next)     \
	{                                                                    \
		best[index].join(fold, next);                                \
	}                                                                    \
	static double value_##T(const struct fold *fold)                     \
	{                                                                    \
		return best[index].value(fold);                              \
	}

#endif
