/*
 * What is being made, until it is whole: the one mechanism for temporary files
 * and directories.
 *
 * What it promises:
 * - A file has no name while it is written (O_TMPFILE), so that nothing is left
 *   of it however the process ends. It gets its name in one step, when all of
 *   it is on the medium.
 * - Where something needs a name before that, it lies in a directory
 *   ".dotrec-" and 16 random digits beside the place where it will go. That
 *   directory is for its owner alone (0700), nobody can know its name
 *   beforehand, and no link is followed inside: there is nothing to plant.
 * - Such a directory lives as long as the process that made it: it holds a lock
 *   (flock) on the file `lock` inside. The kernel drops the lock when the
 *   process dies, in whatever PID namespace that is. Whoever makes the next one
 *   in the same place removes those of the same user that are dead.
 *
 * What remains: after SIGKILL in the short moment of renaming, or on a file
 * system without unnamed files, the directory stays until the next one is made
 * beside it. Two machines that write into one directory must share its locks,
 * as NFS does unless it is mounted with `nolock`: else one may remove what the
 * other is making, which then fails with an error.
 */
#ifndef BASE_TEMPORARY_H
#define BASE_TEMPORARY_H

#include "base/err.h"

#include <stdbool.h>
#include <stdio.h>

#define TEMPORARY_NAME_SIZE 32

/* A living directory. Zero it before use. */
struct temporary_dir {
	char name[TEMPORARY_NAME_SIZE]; /* in its parent; "": none is made */
	int parent, fd;                 /* both directories, for openat() */
	int lock;
};

/*
 * Makes one in the directory `parent`, after removing the dead ones there.
 * Returns 0, or -1 with *err (ERR_STORAGE).
 */
int temporary_dir_open(struct temporary_dir *dir, const char *parent,
		       struct err *err);

/* Removes the dead ones in `parent`, where none is made now. */
void temporary_sweep(const char *parent);

/* Removes it, with all that is in it. Harmless where none is made. */
void temporary_dir_close(struct temporary_dir *dir);

/* A file that is being made. Zero it before use. */
struct temporary {
	char *path; /* the target; NULL: none is made */
	bool replace;
	int fd;     /* for reading and writing */
	int parent; /* the directory of the target */
	struct temporary_dir aside;
};

/*
 * Begins a file that will be `path`, with the mode that the umask leaves of
 * 0666. The directory may be reached through links. With `replace` a plain file
 * of that name gives way to it at the end, and so does a symbolic link: it is
 * replaced, never followed. Without, whatever has the name is an error. Refused
 * at once: a name that a directory or a device has, also through a link.
 * Returns 0, or -1 with *err (ERR_STORAGE).
 */
int temporary_open(struct temporary *file, const char *path, bool replace,
		   struct err *err);

/* A stream that writes to it, to be closed by the caller before
 * temporary_keep(). NULL with *err. */
FILE *temporary_stream(struct temporary *file, struct err *err);

/*
 * Waits until the file is on the medium, gives it its name, and waits until
 * that is on the medium, too. Ends it in any case. Returns 0, or -1 with *err:
 * then the target is what it was (or, where only the last wait failed, new).
 */
int temporary_keep(struct temporary *file, struct err *err);

/* Ends it without a trace. Harmless where none is made. */
void temporary_drop(struct temporary *file);

/* renameat() that replaces nothing: -1 with EEXIST. With EINVAL or ENOSYS the
 * file system or the kernel does not know how. */
int temporary_rename_new(int from_dir, const char *from, int to_dir,
			 const char *to);

/* For tests: from now on as on a file system without unnamed files. */
void temporary_without_unnamed(void);

#endif
