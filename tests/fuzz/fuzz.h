/*
 * What all fuzz targets share. A target is one file with one function that
 * takes any bytes: it must not crash, leak or wait, whatever they are, and
 * says with fuzz_must() what else has to hold. `configure --enable-fuzz` links
 * it with libFuzzer; else seeds.c feeds it the files it is given.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "../unit/place.h"

#include "base/err.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Called once, before the first input; and with each input. Both give 0. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program, which is told as a crash, unless it is true. */
#define fuzz_must(expr)                                                  \
	do {                                                             \
		if (!(expr)) {                                           \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, \
				__LINE__, #expr);                        \
			abort();                                         \
		}                                                        \
	} while (0)

/* What every function with a struct err promises: 0 and no error, or another
 * result, an error and words. */
static inline void fuzz_told(int rc, const struct err *err)
{
	fuzz_must(!rc == !err->kind);
	fuzz_must(!rc || *err->text);
}

/* The input as a text with a NUL behind it, for free(). */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	fuzz_must(text);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

/* store.c: imports the bytes into a database that has no runs; `map` is that of
 * import_options. */
void fuzz_import(const char *text, size_t len, const char *map);

/* store.c: a database with the runs of an export, and where it is. */
const char *fuzz_database(const char *export_path);

#endif
