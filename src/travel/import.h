/* Inside travel/: rows on their way from a file into a database. */
#ifndef TRAVEL_IMPORT_H
#define TRAVEL_IMPORT_H

#include "base/clock.h"
#include "store/query.h"
#include "travel/merge.h"
#include "travel/rows.h"
#include "travel/travel.h"

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
 * What runs consist of goes to a private database, which is merged when all is
 * well. What was said of runs goes straight to the database in the second pass
 * over the file, because it names runs that may be there already. Where there
 * is no database yet, it goes to the private one, too: then the database is
 * made only when nothing in the file can be wrong any more.
 */
struct import {
	const char *path;          /* of the database */
	struct db *to, *temporary; /* to: NULL until it must be there */
	struct merge merge;        /* of what runs consist of */
	struct merge_result *result;
	const char *name; /* of the file, for messages */
	const struct import_options *options;
	bool said; /* it is the second pass */
	struct layout layout[IMPORT_SECTIONS_MAX];
	struct import_value value[SECTION_COLUMNS_MAX]; /* of a row */
	size_t line;                                    /* of the row */
	size_t problems;                                /* in the file */
	char uuid[40]; /* the run that place is of, or "" */
	struct section_place place;
};

/* Something is wrong: 0 to look for more, -1 with *err after too many. */
int import_problem(struct import *im, size_t line, size_t column,
		   struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* The columns of a section, or NULL where there is none of this name. */
struct layout *import_layout(struct import *im, const char *section);

/* The number of a column, or -1. */
int import_column(const struct layout *layout, const char *name);

/* Forgets the row's values; sets one of a section that has this column. A text
 * must stay until the row is stored. */
void import_clear(struct import *im);
void import_integer(struct import *im, const struct layout *layout,
		    const char *name, int64_t value);
void import_text(struct import *im, const struct layout *layout,
		 const char *name, const char *value);

/* Sets column i of the row from a text that stays until it is stored; 0, also
 * after a problem was told, or -1 with *err. */
int import_value_text(struct import *im, const struct layout *layout, int i,
		      const char *text, size_t column, struct err *err);

/* Whether rows of this section belong to this pass over the file. */
bool import_is_due(const struct import *im, const struct layout *layout);

/* Stores the row; 0, also after a problem was told, or -1 with *err. */
int import_store(struct import *im, struct layout *layout, struct err *err);

/* Reads CSV that was exported; see travel_export(). */
int import_csv(struct import *im, const char *text, size_t len,
	       struct err *err);

/* Reads JSON lines, an object per row; see travel_export(). */
int import_jsonl(struct import *im, const char *text, size_t len,
		 struct err *err);

/* Reads a CSV of others into the section's rows; see travel_import(). */
int import_table(struct import *im, const char *text, size_t len,
		 struct err *err);

#endif
