/* An error: a message, and a kind that decides the exit code. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* What went wrong; exitcode_of() gives the exit code of each kind. */
enum err_kind {
	ERR_NONE,        /* nothing has gone wrong (a zeroed struct err) */
	ERR_USAGE,       /* the caller asked for something impossible */
	ERR_STORAGE,     /* a file or the database cannot be read or written */
	ERR_ENVIRONMENT, /* a program, a library or memory is missing */
	ERR_MISSING,     /* what is optional is missing here */
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
 * `err` may be NULL where the caller does not need the message.
 */
int err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Like err_set(), with ": " and strerror(errno) appended to the message. */
int err_errno(struct err *err, enum err_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * The kind of error when a file that the user named cannot be opened or read.
 * `code` is errno: ERR_USAGE for a wrong name or missing permissions,
 * ERR_ENVIRONMENT where memory or descriptors ran out, else ERR_STORAGE.
 */
enum err_kind err_kind_of_file(int code);

/* Forgets the error, so that the struct can be used again. */
void err_clear(struct err *err);

#endif
