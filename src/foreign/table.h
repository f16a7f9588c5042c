/* Inside foreign/: a table while it is read. */
#ifndef FOREIGN_TABLE_H
#define FOREIGN_TABLE_H

#include "foreign/map.h"
#include "foreign/reader.h"

/* What is known of the tables of a program. */
struct preset {
	const char *columns; /* it begins with these, each with a comma */
	const char *map;
	const char *note;  /* told about the first row */
	const char *param; /* begins the names of columns of parameters */
	bool sized;        /* names may end in a size: BM_Dot/1000 */
};

/* The columns of a role. */
struct columns {
	size_t index[CSV_FIELDS_MAX], count;
};

/* What the values of a column are like. */
struct character {
	bool mapped, text, fraction;
};

struct table {
	const char *text; /* all of it */
	size_t len;
	unsigned flags; /* of csv_read() */
	struct foreign *f;
	const struct preset *preset; /* or NULL */
	struct map map;
	struct csv_row header; /* a copy */
	struct csv_field fields[CSV_FIELDS_MAX];
	struct columns columns[ROLES];
	bool ready;       /* the map is known */
	bool wide;        /* one column of times per series, named like it */
	bool comma;       /* decimal comma */
	struct texts all; /* names of all rows, if there may be aggregates */
	struct character character[CSV_FIELDS_MAX];
	uint32_t *hashes; /* [rows][columns]: of the values */
	size_t rows, hashes_cap;
};

/* Makes the name of the row's series, which has the parts of several columns. Returns
 * 0, or -1 with *err. */
int table_join_name(const struct table *t, const struct csv_row *row,
		    struct str *name, struct err *err);

/* Takes sizes and parameters out of the names that a known program made. Returns 0, or
 * -1 with *err. */
int table_split_name(struct table *t, const struct csv_row *row,
		     struct str *name, struct foreign_row *out,
		     struct err *err);

/*
 * Whether a row is computed from others, as google/benchmark does: its benchmark has
 * two rows or more whose names have such endings. The median (without one, the mean)
 * stands for the times where only computed rows are there: its ending is then cut off
 * the name. Returns true if the row is to be left out.
 */
bool table_is_aggregate(struct table *t, const struct where *where,
			struct str *name);

/* Whether a text may have such rows. */
bool table_may_aggregate(const char *text, size_t len);

/* Tells of rows that count as repeats of each other, though a column that nobody
 * mapped says that they are of different things. Returns 0, or -1 with *err. */
int table_tell_differing(struct table *t, struct err *err);

#endif
