/* One error: what went wrong, in words, and whose fault it is. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* Decides the exit code; see base/exitcode.h. */
enum err_kind {
	ERR_NONE,        /* nothing has gone wrong (a zeroed struct err) */
	ERR_USAGE,       /* the caller asked for something impossible */
	ERR_STORAGE,     /* a file or the database cannot be read or written */
	ERR_ENVIRONMENT, /* a program, a library or memory is missing */
	ERR_BUSY,        /* somebody else holds what is needed */
	ERR_VERIFY,      /* a result or a figure is not what it must be */
	ERR_FAILED,      /* a worker died or misbehaved */
	ERR_TIMEOUT,     /* a deadline passed */
	ERR_INTERRUPTED  /* a signal asked to stop */
};

struct err {
	enum err_kind kind;
	char text[600]; /* lower case, no full stop: 'x.db': is a directory */
};

/*
 * Records an error and returns -1, so that `return err_set(...)` reads well.
 * The first error wins: a second call on the same struct changes nothing.
 * `err` may be NULL where the caller does not care for the words.
 */
int err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, with ": " and strerror(errno) behind the words. */
int err_errno(struct err *err, enum err_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Whose fault it is that a file named by the user cannot be opened or read, by
 * errno: ERR_USAGE where it is the name or its permissions, ERR_ENVIRONMENT
 * where memory or descriptors ran out, else ERR_STORAGE.
 */
enum err_kind err_kind_of_file(int code);

/* Forgets the error, so that the struct can be used again. */
void err_clear(struct err *err);

#endif
