/* Files of unit tests: acceptance data, and a directory removed at the end. */
#ifndef TESTS_PLACE_H
#define TESTS_PLACE_H

#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* UNIT_SOURCE is the top of the source tree, from Makefile.am. */
#define PLACE_ACCEPTANCE UNIT_SOURCE "/../shared/acceptance"

#define PLACE_SIZE 512

static char place_root[PLACE_SIZE - 256];

static inline int place_remove(const char *path, const struct stat *st,
			       int flag, struct FTW *ftw)
{
	(void)st, (void)flag, (void)ftw;
	return remove(path);
}

/*
 * Makes a new directory for the files of this program. main() makes and removes
 * it, outside the forked tests, so that a failed test leaves nothing behind.
 */
static inline void place_make(void)
{
	const char *tmp = getenv("TMPDIR");
	char *real;

	snprintf(place_root, sizeof(place_root), "%.200s/dotrec-unit-XXXXXX",
		 tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(place_root)) {
		perror(place_root);
		exit(EXIT_FAILURE);
	}
	/* programs started in it see this path */
	real = realpath(place_root, NULL);
	if (real && strlen(real) < sizeof(place_root))
		strcpy(place_root, real);
	free(real);
}

static inline void place_clear(void)
{
	nftw(place_root, place_remove, 16, FTW_DEPTH | FTW_PHYS);
}

/* Writes the path of file `name` in that directory to `path`; returns it. */
static inline char *place_path(char path[PLACE_SIZE], const char *name)
{
	snprintf(path, PLACE_SIZE, "%s/%.200s", place_root, name);
	return path;
}

/*
 * Writes the path of acceptance data, which comes from outside this project, to
 * `path`. Returns false, with a line in the log, if it is missing.
 */
static inline bool place_acceptance(char path[PLACE_SIZE], const char *name)
{
	const char *dir = getenv("DOTREC_ACCEPTANCE");

	snprintf(path, PLACE_SIZE, "%s/%s", dir ? dir : PLACE_ACCEPTANCE, name);
	if (!access(path, R_OK))
		return true;
	printf("skipped: no acceptance data\n");
	fflush(stdout);
	return false;
}

/* The whole file and a NUL, to be released with free(); NULL if unreadable. */
static inline char *place_read(const char *path, size_t *len)
{
	FILE *f = fopen(path, "re");
	char *text = NULL, *more;
	size_t cap = 0, got;

	*len = 0;
	while (f) {
		if (*len + 1 >= cap) {
			cap = cap ? 2 * cap : 4096;
			more = realloc(text, cap);
			if (!more)
				break;
			text = more;
		}
		got = fread(text + *len, 1, cap - *len - 1, f);
		*len += got;
		text[*len] = '\0';
		if (!got)
			break;
	}
	if (f)
		fclose(f);
	return text;
}

/* Writes a file; false on failure. */
static inline bool place_write(const char *path, const void *bytes, size_t len)
{
	FILE *f = fopen(path, "we");
	bool ok = f && fwrite(bytes, 1, len, f) == len;

	return f && !fclose(f) && ok;
}

#endif
