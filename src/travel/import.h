/* Inside travel/: import of the rows of a file into a database. */
#ifndef TRAVEL_IMPORT_H
#define TRAVEL_IMPORT_H

#include "base/clock.h"
#include "base/mistakes.h"
#include "store/query.h"
#include "travel/merge.h"
#include "travel/rows.h"
#include "travel/travel.h"

#define IMPORT_SECTIONS_MAX 16

/* The columns of a section, with the names and types of its table. */
struct layout {
	const struct section *section;
	int columns;
	char name[SECTION_COLUMNS_MAX][24];
	char type[SECTION_COLUMNS_MAX]; /* 'i'nteger, 'r'eal, 't'ext */
	struct section_writer writer;
};

/* A value of a row, and its position in the file. */
struct import_value {
	enum value_type type;
	int64_t integer;
	double real;
	const char *text;
	size_t column; /* in its line, from 1; 0: not known */
};

/*
 * An import reads its file twice. The first pass stores the rows that runs
 * consist of (SECTION_CONTENT, SECTION_DERIVED) in a private database, which is
 * merged into the target when all of them are valid. The second pass stores
 * verdicts, trends and marks (SECTION_SAID) in the target itself, because they
 * may name runs that only the target has. If the target does not exist yet, the
 * second pass goes to the private database, too: the target is created only
 * after the whole file was found valid.
 */
struct import {
	const char *path;     /* of the target */
	struct db *to;        /* the target; NULL if it does not exist yet */
	struct db *temporary; /* the private database */
	struct merge merge;   /* of the private database into the target */
	struct merge_result *result;
	const char *name; /* of the file, for messages */
	const struct import_options *options;
	bool said; /* this is the second pass */
	struct layout layout[IMPORT_SECTIONS_MAX];
	struct import_value value[SECTION_COLUMNS_MAX]; /* of the current row */
	size_t line;                                    /* of the current row */
	struct mistakes mistakes;                       /* in the file */
	bool undated;     /* a foreign file has times without a date */
	struct str label; /* names the file; "": its own name does */
	char uuid[40];    /* of the run that `place` belongs to, or "" */
	struct section_place place;
};

/* The columns of the section of this name, or NULL if there is none. */
struct layout *import_layout(struct import *im, const char *section);

/* The index of the column of this name, or -1. */
int import_column(const struct layout *layout, const char *name);

/* Makes all values of the row NULL; sets the value of a column, which the
 * section must have. A text must stay valid until the row is stored. */
void import_clear(struct import *im);
void import_integer(struct import *im, const struct layout *layout,
		    const char *name, int64_t value);
void import_text(struct import *im, const struct layout *layout,
		 const char *name, const char *value);

/* Sets column i of the row from a text, which must stay valid until the row is
 * stored. 0, also after a problem was logged, or -1 with *err. */
int import_value_text(struct import *im, const struct layout *layout, int i,
		      const char *text, size_t column, struct err *err);

/* Whether rows of this section belong to this pass over the file. */
bool import_is_due(const struct import *im, const struct layout *layout);

/* Stores the row. 0, also after a problem was logged, or -1 with *err. */
int import_store(struct import *im, struct layout *layout, struct err *err);

/* Imports exported CSV; see travel_export(). */
int import_csv(struct import *im, const char *text, size_t len,
	       struct err *err);

/* Imports JSON lines, one object per row; see travel_export(). */
int import_jsonl(struct import *im, const char *text, size_t len,
		 struct err *err);

/* The name of the file without its directory, or its label. */
const char *import_file(const struct import *im);

/*
 * Decides whose history the runs of a foreign table belong to, unless that is
 * given: the source of an earlier file of the same name; else a source that has
 * one of the series, and the same values on all dates that both have; else the
 * table is a source of its own. Runs that the source has already are dropped and
 * counted as kept. Returns 0, or -1 with *err.
 */
int import_continue(struct import *im, struct err *err);

/* Imports a file that dotrec has not written as external series; see
 * travel_import(). */
int import_foreign(struct import *im, const char *text, size_t len,
		   struct err *err);

/* Refuses runs in the private database whose rows contradict each other, or whose
 * repeats do not have the hash that was exported with them. Returns 0, or -1 with
 * *err. */
int import_check(struct import *im, struct err *err);

/* Counts what would become of the runs in the private database, and calls the
 * preview of the options. Returns 0, or -1 with *err. */
int import_preview(struct import *im, struct err *err);

#endif
