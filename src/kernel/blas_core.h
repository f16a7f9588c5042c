/* The core of OpenBLAS: the CPU that it has chosen its kernels for. */
#ifndef KERNEL_BLAS_CORE_H
#define KERNEL_BLAS_CORE_H

/*
 * Whether the library that is described as in struct build, such as "OpenBLAS 0.3.21 ...
 * core Prescott in libopenblas.so.0", uses less than a CPU of this level has. Sets *words
 * to what it uses and what the CPU has, as "its core Prescott uses SSE, and this CPU has
 * AVX-512"; `size` is at least 120. Returns how many levels are unused, 0 if it is not
 * known.
 */
int blas_core_behind(const char *blas, int cpu_level, char *words,
		     unsigned long size);

#endif
