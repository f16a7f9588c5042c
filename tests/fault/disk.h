/*
 * A directory on a disk that loses power.
 *
 * This program's own calls stand in front of the C library's: what it and SQLite
 * write, sync, name and remove in the directory is done and noted. Afterwards
 * the directory can be made as it could be found if the power had failed behind
 * any of these calls: what was synced is there; of what was not, each sector and
 * each change of a name is there or not, by chance.
 */
#ifndef TESTS_DISK_H
#define TESTS_DISK_H

#include <stdbool.h>
#include <stddef.h>

/* Notes what happens in this directory from now on; what is there is on the
 * disk. */
void disk_watch(const char *dir);

/* Ends that. Returns how many calls were noted. */
size_t disk_stop(void);

/* How many were noted so far. */
size_t disk_calls(void);

/* Forgets all. */
void disk_forget(void);

enum disk_luck {
	DISK_NOTHING, /* nothing survives that was not synced */
	DISK_ALL,     /* everything does: the program was killed */
	DISK_SECTORS, /* sectors of 512 bytes by chance; names up to some call */
	DISK_PAGES    /* 4096 bytes by chance; each change of a name, too, and
		       * what was never written is rubbish */
};
#define DISK_LUCKS 4

/* Makes the directory `dir` as it is found after the first `calls` calls. */
void disk_after(const char *dir, size_t calls, enum disk_luck luck);

#endif
