/* Inside foreign/: what the readers of the formats share. */
#ifndef FOREIGN_READER_H
#define FOREIGN_READER_H

#include "foreign/foreign.h"

/* Separates the columns that a name is made of, in foreign_row.series. */
#define FOREIGN_JOIN "\x1f"

/* The largest size and number of workers that are stored. */
#define FOREIGN_N_MAX       (UINT64_C(1) << 53)
#define FOREIGN_WORKERS_MAX 1000000

/* Where something stands in a file: a line and a column, both from 1, or the path
 * of a JSON value. */
struct where {
	size_t line, column;
	const char *path; /* NULL: line and column */
};

/* A time as a reader finds it: what all formats have in common. */
struct foreign_row {
	struct where where;
	const char *series;
	uint64_t n, workers; /* 0: not known, which counts as 1 */
	double value;        /* in `unit` */
	struct unit unit;
	const char *date;        /* see base/date.h; NULL or "": not known */
	struct where date_where; /* line 0: as `where` */
	size_t row;              /* of a table, from 0 */
};

/* Adds a time to the runs that will be made. Returns 0, 1 after a problem was
 * logged, or -1 with *err. */
int foreign_add(struct foreign *f, const struct foreign_row *row,
		struct err *err);

/* Logs a problem at a place of the file. Returns 1, or -1 with *err after too
 * many. */
int foreign_problem(struct foreign *f, const struct where *where,
		    struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Notes what is told about a row when the file was read; the same text is told once,
 * with the number of rows. */
void foreign_note(struct foreign *f, const struct where *where, const char *fmt,
		  ...) __attribute__((format(printf, 3, 4)));

/*
 * Takes the size out of a name such as BM_Dot/1000, dot/n:1000 or
 * BM_Dot/1000/threads:4, if exactly one of its parts between slashes is a whole
 * number, and the number of threads. `name` is changed in place; *n and *workers
 * are set only if they are found.
 */
void foreign_take_size(char *name, uint64_t *n, uint64_t *workers);

/* Sorts the measures by night, series, n, workers and the order of reading. */
void foreign_sort(struct foreign *f);

/* Makes one night of what was measured at several times of a day, until a cell comes
 * again; sorts the measures. Returns 0, or -1 with *err. */
int foreign_join_nights(struct foreign *f, struct err *err);

/*
 * The readers. Each adds the times of a text of its format; returns 0, also after
 * problems were logged, or -1 with *err.
 */
int read_table(struct foreign *f, const char *text, size_t len,
	       struct err *err);
int read_go(struct foreign *f, const char *text, size_t len, struct err *err);
int read_json(struct foreign *f, const char *text, size_t len, struct err *err);

/* Whether a text begins like JSON, or is the output of `go test -bench`. */
bool is_json(const char *text, size_t len);
bool is_go(const char *text, size_t len);

/* Adds the name that the path of a file of criterion gives to its benchmark, which
 * also becomes the label of the file. Returns 0, or -1 with *err. */
int criterion_name(struct foreign *f, struct str *name, struct err *err);

#endif
