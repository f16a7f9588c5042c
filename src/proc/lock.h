/* A lock file that one process at a time can hold; freed when the holder
 * dies. */
#ifndef PROC_LOCK_H
#define PROC_LOCK_H

#include "base/err.h"

/*
 * Takes the lock on the file `path`, which is created if it is missing, and
 * writes into the file which process holds the lock since when. The lock is a
 * record lock (fcntl, F_SETLK): children do not inherit it, and the kernel
 * frees it however the process dies. The file stays. While the process holds
 * the lock it must not open the file again, as closing that would free the
 * lock. Returns the descriptor of the file, or -1 with *err; ERR_BUSY names the
 * holder.
 */
int lock_take(const char *path, struct err *err);

/* Frees the lock; does nothing if fd is -1. */
void lock_release(int fd);

#endif
