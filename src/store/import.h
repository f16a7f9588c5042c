/* Inside src/store: rows on their way from a file into a database. */
#ifndef STORE_IMPORT_H
#define STORE_IMPORT_H

#include "base/clock.h"
#include "store/query.h"
#include "store/section.h"
#include "store/travel.h"

#define IMPORT_SECTIONS_MAX 16

/* The columns of a section, as its table has them. */
struct layout {
	const struct section *section;
	int columns;
	char name[SECTION_COLUMNS_MAX][24];
	char type[SECTION_COLUMNS_MAX]; /* 'i'nteger, 'r'eal, 't'ext */
	struct section_writer writer;
};

/* A value, and where it stands. */
struct import_value {
	enum value_type type;
	int64_t integer;
	double real;
	const char *text;
	size_t column; /* in its line */
};

/*
 * What runs consist of goes to a database of its own, which is merged when all
 * is well; what was said of runs goes straight to the database in the second
 * pass over the file, because it names runs that may be there already.
 */
struct import {
	struct store *to, *temporary;
	const char *name; /* of the file, for messages */
	const struct import_options *options;
	bool said; /* it is the second pass */
	struct layout layout[IMPORT_SECTIONS_MAX];
	struct import_value value[SECTION_COLUMNS_MAX]; /* of a row */
	size_t line;                                    /* of the row */
	size_t problems;                                /* in the file */
	char uuid[40]; /* the run of the row before */
	struct section_place place;
};

/* Something is wrong: 0 to look for more, -1 with *err after too many. */
int import_problem(struct import *im, size_t line, size_t column,
		   struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* The columns of a section, or NULL where there is none of this name. */
struct layout *import_layout(struct import *im, const char *section);

/* Forgets the row's values; sets one of a section that has this column. A text
 * must stay until the row is stored. */
void import_clear(struct import *im);
void import_integer(struct import *im, const struct layout *layout,
		    const char *name, int64_t value);
void import_text(struct import *im, const struct layout *layout,
		 const char *name, const char *value);

/* Stores the row; 0, also after a problem was told, or -1 with *err. */
int import_store(struct import *im, struct layout *layout, struct err *err);

/* Reads a CSV of others into the section's rows; see store_import(). */
int import_table(struct import *im, const char *text, size_t len,
		 struct err *err);

#endif
