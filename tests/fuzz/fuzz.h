/*
 * Shared by all fuzz targets. A target has one function that takes any bytes: it must
 * not crash, leak or hang, and checks with fuzz_must() what else has to hold. `configure
 * --enable-fuzz` links it with libFuzzer; otherwise seeds.c feeds it the files named on
 * the command line.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "../unit/place.h"

#include "base/err.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Called once before the first input, and called with each input. Both return 0. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts the program, which counts as a crash, unless `expr` is true. */
#define fuzz_must(expr)                                                 \
	do {                                                            \
		if (!(expr)) {                                          \
			fprintf(stderr, "%s:%d: false: %s\n", __FILE__, \
				__LINE__, #expr);                       \
			abort();                                        \
		}                                                       \
	} while (0)

/* Checks what every function with a struct err promises: it returns 0 and sets no
 * error, or another value, an error kind and a text. */
static inline void fuzz_told(int rc, const struct err *err)
{
	fuzz_must(!rc == !err->kind);
	fuzz_must(!rc || *err->text);
}

/* Returns the input as a text that ends in NUL, for free(). */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	fuzz_must(text);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

/* In store.c: imports the bytes into a new database; `map` is that of
 * import_options. */
void fuzz_import(const char *text, size_t len, const char *map);

/* In store.c: makes a database with the runs of an export; returns its path. */
const char *fuzz_database(const char *export_path);

#endif
