/* One at a time: a lock on a file that dies with the process that holds it. */
#ifndef PROC_LOCK_H
#define PROC_LOCK_H

#include "base/err.h"

/*
 * Takes the lock of the file `path`, made if it is not there, and notes in it
 * who holds it since when. Record locks (fcntl, F_SETLK) belong to one process:
 * its children do not inherit them, and however it dies they are free. The file
 * stays; while the lock is held the process must not open it again. Returns its
 * descriptor, or -1 with *err: ERR_BUSY names the holder.
 */
int lock_take(const char *path, struct err *err);

/* Gives it back; harmless on -1. */
void lock_release(int fd);

#endif
