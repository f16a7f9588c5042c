/*
 * Reading of "foreign" files: those that dotrec has not written. Each format has a
 * reader, which finds its times; the checks, the names and the nights are the same
 * for all of them.
 */
#ifndef FOREIGN_FOREIGN_H
#define FOREIGN_FOREIGN_H

#include "base/date.h"
#include "base/mistakes.h"
#include "base/str.h"
#include "foreign/texts.h"
#include "foreign/unit.h"
#include "plan/plan.h"

struct db;

#define FOREIGN_PREFIX "external:"
/* Room for the name of a series behind the prefix. */
#define FOREIGN_NAME_SIZE (PLAN_STRATEGY_MAX - sizeof(FOREIGN_PREFIX) + 1)

/* A time. */
struct measure {
	size_t night, series; /* indexes into foreign.nights and .series */
	uint64_t n, workers;
	size_t order, line; /* in which it was read; in the file */
	size_t row;
	double ns;
};

/* Something that is told about rows, once for all of them. */
struct foreign_note {
	char text[300];
	char first[100]; /* where the first of these rows is */
	size_t count;
};
#define FOREIGN_NOTES_MAX 20

/* A file, and what was read from it. The caller sets the first part, and zeroes the
 * rest; foreign_free() releases it. */
struct foreign {
	struct mistakes *mistakes; /* with the name of the file */
	struct db *db;             /* a private database, which parses JSON */
	const char *map;           /* see foreign/map.h; NULL: none */
	struct date started;       /* of times without a date */

	struct measure *measure; /* by night, series, n, workers and order */
	size_t count, cap;
	size_t rows;         /* of the file that were looked at */
	bool undated;        /* some of its times have no date */
	struct str label;    /* names the file, if its own name is not enough */
	struct texts names;  /* of series, as the file has them */
	struct texts series; /* the same, as they are stored */
	struct texts nights; /* their starts in UTC */
	int32_t *offset_s;   /* [nights]: local time minus UTC */
	bool *has_offset;    /* [nights] */
	size_t offset_cap, has_offset_cap;
	struct foreign_note notes[FOREIGN_NOTES_MAX + 1];
	size_t nnotes;
	char *
	    base; /* name of the series that is the base of speed-ups, or NULL */
	bool first_is_base; /* the first series is */
};

/*
 * Finds the format of a text by its content (doc/importing.md), reads its times, and
 * tells what has none. Times of one day are one night until a series comes again.
 * Returns 0, or -1 with *err (ERR_USAGE) if the file is wrong or has no times.
 */
int foreign_read(struct foreign *f, const char *text, size_t len,
		 struct err *err);
void foreign_free(struct foreign *f);

/* Orders measures by night, series, n and workers; 0 for those of one cell. */
int foreign_by_cell(const struct measure *x, const struct measure *y);

/* Whether a text is a whole JSON document of a kind that is known. `db` is as in struct
 * foreign. Returns 0, or -1 with *err. */
int json_is_known(struct db *db, const char *text, size_t len, bool *known,
		  struct err *err);

#endif
