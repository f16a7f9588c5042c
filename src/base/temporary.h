/*
 * Temporary files and directories, for output that must appear whole or not at
 * all. The program has no other mechanism for them.
 *
 * Guarantees:
 * - A file has no name while it is written (O_TMPFILE), so nothing is left of
 *   it however the process ends. It gets its name in one step, after all of it
 *   is on the medium.
 * - Output that needs a name earlier lies in a directory named ".dotrec-" and
 *   16 random digits, beside its target. Only the owner may enter that
 *   directory (0700), its name cannot be guessed, and links inside are never
 *   followed: no other user can plant a file or a link there.
 * - Such a directory lives as long as the process that made it. The process
 *   holds a lock (flock) on the file `lock` inside, which the kernel drops when
 *   the process dies, in any PID namespace. A directory whose lock is free is
 *   dead. Whoever makes the next directory in the same place removes the dead
 *   ones of the same user.
 *
 * Limits: a directory stays, until the next one is made beside it, when the
 * process is killed by SIGKILL while it renames, or at any time on a file
 * system without unnamed files. Two machines that write into one directory must
 * share its locks, as NFS does unless it is mounted with `nolock`: else one
 * machine may remove a directory of the other, whose command then fails with an
 * error.
 */
#ifndef BASE_TEMPORARY_H
#define BASE_TEMPORARY_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdio.h>

#define TEMPORARY_NAME_SIZE 32

/* A temporary directory of this process. Zero it before use. */
struct temporary_dir {
	char name[TEMPORARY_NAME_SIZE]; /* in its parent; "": no directory */
	int parent, fd;                 /* both directories, for openat() */
	int lock;
	int spare; /* closed to have a descriptor for removing what is inside */
};

/*
 * Makes a temporary directory in the directory `parent`, after removing the
 * dead ones there. Returns 0, or -1 with *err (ERR_STORAGE).
 */
int temporary_dir_open(struct temporary_dir *dir, const char *parent,
		       struct err *err);

/* Removes the dead temporary directories in `parent`, without making one. */
void temporary_sweep(const char *parent);

/* Removes the directory with its contents. Does nothing where none was made. */
void temporary_dir_close(struct temporary_dir *dir);

/* A temporary file that will become its target. Zero it before use. */
struct temporary {
	char *path; /* the target; NULL: no file */
	bool replace;
	int fd;     /* for reading and writing */
	int parent; /* the directory of the target */
	struct temporary_dir aside;
};

/*
 * Begins a file whose target is `path`, with mode 0666 less the umask. The path
 * to its directory may contain links. With `replace`, the new file will replace
 * a plain file or a symbolic link of that name; the link is never followed.
 * Without, it is an error if anything has that name. A directory or a device of
 * that name, also one that a link leads to, is refused at once. Returns 0, or
 * -1 with *err (ERR_STORAGE).
 */
int temporary_open(struct temporary *file, const char *path, bool replace,
		   struct err *err);

/* A stream that writes to the file; the caller closes it before
 * temporary_keep(). NULL with *err on failure. */
FILE *temporary_stream(struct temporary *file, struct err *err);

/*
 * Waits until the file is on the medium, gives it its name, and waits until the
 * name is on the medium, too. Returns 0, or -1 with *err; then the target is
 * unchanged (or, where only the last wait failed, new). In any case *file is
 * closed and can be used again.
 */
int temporary_keep(struct temporary *file, struct err *err);

/* Discards the file and closes *file. Does nothing where none was made. */
void temporary_drop(struct temporary *file);

/* Like renameat(), but fails with EEXIST instead of replacing a file. EINVAL or
 * ENOSYS: the file system or the kernel does not support that. */
int temporary_rename_new(int from_dir, const char *from, int to_dir,
			 const char *to);

/* Makes the file at `path` this text, in one step: a reader sees the old file or
 * the new one. Fails like temporary_open() with `replace`. Returns 0, or -1 with
 * *err; then the old file stays. */
int temporary_write(const char *path, const struct str *text, struct err *err);

/* For tests: from now on behaves as on a file system without unnamed files. */
void temporary_without_unnamed(void);

#endif
