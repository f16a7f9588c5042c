/*
 * A directory on a disk that loses power.
 *
 * The functions of this file replace those of the C library in the test program:
 * every write, sync, rename and removal by the program and SQLite in the watched
 * directory is executed and logged. Afterwards the directory can be rebuilt as it
 * might be found if the power had failed after any of these calls: synced data
 * exist; of other data, each sector and each change of a name exists or not, by
 * chance.
 */
#ifndef TESTS_DISK_H
#define TESTS_DISK_H

#include <stdbool.h>
#include <stddef.h>

/* Starts to log the calls in this directory; its present files count as synced. */
void disk_watch(const char *dir);

/* Stops logging. Returns the number of logged calls. */
size_t disk_stop(void);

/* Returns the number of calls logged so far. */
size_t disk_calls(void);

/* Frees the log. */
void disk_forget(void);

/* What survives of the data and names that were not synced. */
enum disk_luck {
	DISK_NOTHING, /* nothing */
	DISK_ALL,     /* everything, as if only the program had been killed */
	DISK_SECTORS, /* random sectors of 512 bytes; names up to some call */
	DISK_PAGES    /* random pages of 4096 bytes and random changes of names;
		       * pages that were not written contain garbage */
};
#define DISK_LUCKS 4

/* Makes the directory `dir` as found after a power failure behind the first
 * `calls` calls. */
void disk_after(const char *dir, size_t calls, enum disk_luck luck);

#endif
