/*
 * The system's CBLAS, on one thread.
 *
 * The library is not linked but loaded at its first use: CBLAS libraries read
 * the number of threads from the environment while they are loaded, and start
 * these threads, so the environment must be set to one thread first.
 * $DOTREC_BLAS names another library file. Every run records which library it
 * used.
 */
#include "kernel/kernel.h"

#include <cblas.h>
#include <dlfcn.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The function types come from the system's cblas.h. */
typedef __typeof__(cblas_ddot) ddot_fn;
typedef __typeof__(cblas_sdot) sdot_fn;

/* The loaded library; filled once by load(). */
static struct {
	int tried;
	ddot_fn *ddot;
	sdot_fn *sdot;
	char version[256];
	char missing[160];
} blas;

/* Sets a function pointer, whose address is `function`, to a symbol of the
 * library, or to NULL. ISO C has no cast from dlsym()'s pointer to a function
 * pointer. */
static void find_symbol(void *library, const char *name, void *function)
{
	*(void **)function = dlsym(library, name);
}

static void one_thread(void *library)
{
	void (*set)(int) = NULL;

	find_symbol(library, "openblas_set_num_threads", &set);
	if (!set)
		find_symbol(library, "bli_thread_set_num_threads", &set);
	if (set)
		set(1);
}

static void describe_blas(void *library, const char *file)
{
	char *(*config)(void) = NULL;
	char *(*core)(void) = NULL;
	const char *text;
	size_t len;

	find_symbol(library, "openblas_get_config", &config);
	find_symbol(library, "openblas_get_corename", &core);
	text = config ? config() : file;
	len = strlen(text);
	while (len && text[len - 1] == ' ') /* some versions end with blanks */
		len--;
	snprintf(blas.version, sizeof(blas.version), "%.*s%s%s%s%s", (int)len,
		 text, core ? " core " : "", core ? core() : "",
		 config ? " in " : "", config ? file : "");
}

static void load(void)
{
	static const char *const files[] = {
		"libopenblas.so.0", "libblis.so.4", "libcblas.so.3",
		"libblas.so.3",     "libcblas.so",
	};
	const char *file = getenv("DOTREC_BLAS");
	void *library = NULL;
	size_t i;

	if (blas.tried)
		return;
	blas.tried = 1;
	setenv("OPENBLAS_NUM_THREADS", "1", 1);
	setenv("BLIS_NUM_THREADS", "1", 1);
	setenv("MKL_NUM_THREADS", "1", 1);
	if (file)
		library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
	for (i = 0; !file && i < sizeof(files) / sizeof(files[0]); i++) {
		library = dlopen(files[i], RTLD_NOW | RTLD_LOCAL);
		if (library && dlsym(library, "cblas_ddot")) {
			file = files[i];
		} else if (library) {
			dlclose(library);
			library = NULL;
		}
	}
	if (library) {
		find_symbol(library, "cblas_ddot", &blas.ddot);
		find_symbol(library, "cblas_sdot", &blas.sdot);
	}
	if (blas.ddot && blas.sdot) {
		one_thread(library);
		describe_blas(library, file);
	} else {
		snprintf(blas.missing, sizeof(blas.missing),
			 "no CBLAS library in '%.60s'; install libopenblas0",
			 file ? file : "the library path");
	}
}

static const char *missing(void)
{
	load();
	return blas.missing[0] ? blas.missing : NULL;
}

const char *kernel_blas_version(void)
{
	load();
	return blas.version[0] ? blas.version : "none";
}

/* CBLAS takes lengths as int, so longer vectors are computed in pieces. */
#define PIECE ((size_t)INT_MAX / 64 * 64)

#define DEFINE_BLAS(T, type, function)                                         \
	static double raw_##T(const void *x, const void *y, size_t n)          \
	{                                                                      \
		const type *px = x, *py = y;                                   \
		type sum;                                                      \
                                                                               \
		if (n <= PIECE)                                                \
			return (double)blas.function((int)n, px, 1, py, 1);    \
		for (sum = 0; n > PIECE; n -= PIECE, px += PIECE, py += PIECE) \
			sum += blas.function((int)PIECE, px, 1, py, 1);        \
		return (double)(sum + blas.function((int)n, px, 1, py, 1));    \
	}                                                                      \
                                                                               \
	static double dot_##T(const void *x, const void *y, size_t n)          \
	{                                                                      \
		double sum = raw_##T(x, y, n);                                 \
                                                                               \
		return isnan(sum) ? (double)NAN : sum;                         \
	}                                                                      \
                                                                               \
	static void add_##T(struct fold *fold, const void *x, const void *y,   \
			    size_t n)                                          \
	{                                                                      \
		fold->sum =                                                    \
		    (double)((type)fold->sum + (type)raw_##T(x, y, n));        \
	}                                                                      \
                                                                               \
	static void join_##T(struct fold *fold, const struct fold *next)       \
	{                                                                      \
		fold->sum = (double)((type)fold->sum + (type)next->sum);       \
	}

static double value(const struct fold *fold)
{
	return isnan(fold->sum) ? (double)NAN : fold->sum;
}

DEFINE_BLAS(f64, double, ddot)
DEFINE_BLAS(f32, float, sdot)

#define BLAS_ROW(T, type_index, bytes)                                       \
	{                                                                    \
		.name = "blas", .summary = "the system's CBLAS, one thread", \
		.dtype = type_index,                                         \
		.grain = 64 / (bytes / 2), /* one cache line */              \
		    .flops_per_element = 2, .bytes_per_element = bytes,      \
		.missing = missing, .dot = dot_##T, .add = add_##T,          \
		.join = join_##T, .value = value,                            \
	}

const struct kernel kernel_blas_f64 = BLAS_ROW(f64, DTYPE_F64, 16);
const struct kernel kernel_blas_f32 = BLAS_ROW(f32, DTYPE_F32, 8);
