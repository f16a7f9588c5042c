/* Reads plan files: from CSV rows to cells. */
#include "plan/read.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/str.h"
#include "base/units.h"
#include "plan/expand.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX_MIB 64

enum column {
	COL_STRATEGY,
	COL_KERNEL,
	COL_DTYPE,
	COL_N,
	COL_WORKERS,
	COL_CHUNKS,
	COL_REPEATS,
	COL_PLACEMENT,
	COL_TIMEOUT,
	COL_CELL_TIMEOUT,
	COL_LAUNCHER,
	COL_COUNT
};

static const struct {
	const char *name, *preset; /* preset: default of the field */
	uint64_t min, max; /* limits of numbers; max 0: a column of words */
	int single;        /* holds one value, not a list */
} columns[COL_COUNT] = {
	[COL_STRATEGY] = { "strategy", "serial", 0, 0, 0 },
	[COL_KERNEL] = { "kernel", "native", 0, 0, 0 },
	[COL_DTYPE] = { "dtype", "f64", 0, 0, 0 },
	[COL_N] = { "n", "1000 2000", 1, PLAN_N_MAX, 0 },
	[COL_WORKERS] = { "workers", "2", 1, PLAN_WORKERS_MAX, 0 },
	[COL_CHUNKS] = { "chunks", "1", 1, PLAN_CHUNKS_MAX, 0 },
	[COL_REPEATS] = { "repeats", "15", 1, PLAN_REPEATS_MAX, 1 },
	[COL_PLACEMENT] = { "placement", "free", 0, 0, 0 },
	[COL_TIMEOUT] = { "timeout_ms", "60000", 1, 86400000, 1 },
	[COL_CELL_TIMEOUT] = { "cell_timeout_ms", "0", 0, 864000000, 1 },
	/* of the whole plan: see plan_launcher() */
	[COL_LAUNCHER] = { PLAN_LAUNCHER_COLUMN, "", 0, 0, 0 },
};

/* Numbers of runs and cells that no column of a plan holds. */
static const struct {
	const char *name;
	uint64_t min, max;
} run_numbers[] = {
	{ "sessions", 1, PLAN_SESSIONS_MAX },
	{ "colds", 1, PLAN_COLDS_MAX },
	{ "calls", 0, UINT32_MAX },
};

bool plan_allows(const char *name, uint64_t value)
{
	size_t i;
	int c;

	for (c = 0; c < COL_COUNT; c++)
		if (!strcmp(columns[c].name, name))
			return value >= columns[c].min &&
			       value <= columns[c].max;
	for (i = 0; i < sizeof(run_numbers) / sizeof(run_numbers[0]); i++)
		if (!strcmp(run_numbers[i].name, name))
			return value >= run_numbers[i].min &&
			       value <= run_numbers[i].max;
	assert(false); /* other names are a bug in the caller */
	return false;
}

static const struct plan_word placements[] = {
	{ "free", 0, 0 },
	{ "pinned", 0, 0 },
	{ "resident", PLAN_WORD_SLICES, 0 },
	{ "scatter", PLAN_WORD_SLICES, 0 },
	{ "huge", PLAN_WORD_VECTORS, 0 },
	{ "numa", PLAN_WORD_VECTORS, 0 },
	{ NULL, 0, 0 },
};

/* The values of one column in one row: words or numbers. */
struct values {
	const struct plan_word **words;
	size_t count, cap;
	struct expand numbers;
};

/* The name of a kernel that only other programs know. */
struct foreign {
	struct plan_word word;
	char name[PLAN_NAME_SIZE];
};

#define FOREIGN_MAX 16

struct reader {
	struct plan *plan;
	const struct plan_words *words;
	int have_header;
	size_t width;           /* fields of the header */
	int at[CSV_FIELDS_MAX]; /* column of each field */
	struct values values[COL_COUNT];
	struct foreign foreign[FOREIGN_MAX]; /* of the current row */
	size_t foreigns;
	char foreign_where[600]; /* where the row has them */
};

static const struct plan_word *word_list(const struct reader *r, int column)
{
	switch (column) {
	case COL_STRATEGY:
		return r->words->strategies;
	case COL_KERNEL:
		return r->words->kernels;
	case COL_DTYPE:
		return r->words->dtypes;
	default:
		return placements;
	}
}

static int unknown_word(const char *where, const char *column, const char *word,
			const struct plan_word *list, struct err *err)
{
	struct near near = { .word = word };
	struct str known = { 0 };

	for (; list->name; list++) {
		near_offer(&near, list->name);
		str_addf(&known, " %s", list->name);
	}
	err_set(err, ERR_USAGE, "%s: unknown %s '%s'%s; known are:%s%s", where,
		column, word, near_hint(&near), known.text ? known.text : "",
		strcmp(column, "strategy") ? "" : " peer:NAME");
	str_free(&known);
	return -1;
}

/* The word for a kernel that may be that of another program, or NULL if the name
 * is none or there are too many. */
static const struct plan_word *foreign_word(struct reader *r, const char *name,
					    const char *where)
{
	struct foreign *f = &r->foreign[r->foreigns];
	size_t len = strlen(name);

	if (len >= sizeof(f->name) || r->foreigns == FOREIGN_MAX ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != len)
		return NULL;
	str_copy(r->foreign_where, sizeof(r->foreign_where), where);
	str_copy(f->name, sizeof(f->name), name);
	f->word = (struct plan_word){ .name = f->name };
	r->foreigns++;
	return &f->word;
}

/* Refuses kernels that only other programs know where the row has a strategy of
 * ours. */
static int check_foreign(const struct reader *r, struct err *err)
{
	const struct values *v = &r->values[COL_STRATEGY];
	size_t i;

	for (i = 0; r->foreigns && i < v->count; i++)
		if (!(v->words[i]->flags & PLAN_WORD_ANY_KERNEL))
			return unknown_word(r->foreign_where, "kernel",
					    r->foreign[0].name,
					    r->words->kernels, err);
	return 0;
}

static int read_words(struct reader *r, int column, char *field,
		      const char *where, struct err *err)
{
	const struct plan_word *list = word_list(r, column), *found;
	struct values *v = &r->values[column];
	char *word, *rest;

	for (word = strtok_r(field, " \t", &rest); word;
	     word = strtok_r(NULL, " \t", &rest)) {
		found = plan_word(list, word);
		if (!found && column == COL_STRATEGY && r->words->peer)
			found = r->words->peer(word);
		if (!found && column == COL_KERNEL)
			found = foreign_word(r, word, where);
		if (!found)
			return unknown_word(where, columns[column].name, word,
					    list, err);
		if (mem_grow(&v->words, &v->cap, v->count + 1,
			     sizeof(*v->words), err))
			return -1;
		v->words[v->count++] = found;
	}
	return 0;
}

static int read_field(struct reader *r, int column, const char *text,
		      const char *where, struct err *err)
{
	struct values *v = &r->values[column];
	char *field;
	int rc = -1;

	if (column == COL_LAUNCHER)
		return 0;
	field = plan_trimmed(text, err);
	v->count = v->numbers.count = 0;
	if (!field)
		return -1;
	if (!*field)
		err_set(err, ERR_USAGE,
			"%s: the field '%s' is empty; write a value or leave "
			"the column out",
			where, columns[column].name);
	else if (columns[column].max)
		rc = expand_numbers(&v->numbers, field, columns[column].min,
				    columns[column].max, where,
				    columns[column].name, err);
	else
		rc = read_words(r, column, field, where, err);
	if (!rc && columns[column].single && v->numbers.count > 1)
		rc = err_set(err, ERR_USAGE,
			     "%s: '%s' holds one value; write the row twice",
			     where, columns[column].name);
	free(field);
	return rc;
}

/* Which column of a plan is nearest to an unknown name; see near_hint(). */
static const char *near_column(const char *name, struct near *near)
{
	int c;

	*near = (struct near){ .word = name };
	for (c = 0; c < COL_COUNT; c++)
		near_offer(near, columns[c].name);
	return near_hint(near);
}

static int read_plan_header(struct reader *r, const struct csv_row *row,
			    struct err *err)
{
	const char *file = r->plan->name;
	int seen[COL_COUNT] = { 0 };
	size_t i;
	int c;

	for (i = 0; i < row->count; i++) {
		const struct csv_field *f = &row->fields[i];
		char *name = plan_trimmed(f->text, err);
		struct near near;

		if (!name)
			return -1;
		for (c = 0; c < COL_COUNT; c++)
			if (!strcmp(columns[c].name, name))
				break;
		if (c == COL_COUNT)
			err_set(err, ERR_USAGE,
				"%s:%zu:%zu: unknown column '%s'%s; known are: "
				"strategy kernel dtype n workers chunks "
				"repeats placement timeout_ms "
				"cell_timeout_ms launcher",
				file, f->line, f->column, name,
				near_column(name, &near));
		else if (seen[c]++)
			err_set(err, ERR_USAGE,
				"%s:%zu:%zu: the column '%s' appears twice; "
				"remove one",
				file, f->line, f->column, name);
		free(name);
		if (err->kind != ERR_NONE)
			return -1;
		r->at[i] = c;
	}
	r->width = row->count;
	r->have_header = 1;
	return 0;
}

static size_t value_count(const struct values *v)
{
	return v->count + v->numbers.count;
}

static void make_cell(const struct reader *r, const size_t pick[COL_COUNT],
		      size_t line, struct cell *cell)
{
	const struct values *v = r->values;
	const struct plan_word *strategy =
	    v[COL_STRATEGY].words[pick[COL_STRATEGY]];

	memset(cell, 0, sizeof(*cell));
	str_copy(cell->strategy, sizeof(cell->strategy), strategy->name);
	str_copy(cell->kernel, sizeof(cell->kernel),
		 v[COL_KERNEL].words[pick[COL_KERNEL]]->name);
	str_copy(cell->dtype, sizeof(cell->dtype),
		 v[COL_DTYPE].words[pick[COL_DTYPE]]->name);
	str_copy(cell->placement, sizeof(cell->placement),
		 v[COL_PLACEMENT].words[pick[COL_PLACEMENT]]->name);
	cell->n = v[COL_N].numbers.values[pick[COL_N]];
	cell->workers =
	    (uint32_t)v[COL_WORKERS].numbers.values[pick[COL_WORKERS]];
	cell->chunks = (uint32_t)v[COL_CHUNKS].numbers.values[pick[COL_CHUNKS]];
	cell->repeats = (uint32_t)v[COL_REPEATS].numbers.values[0];
	cell->timeout_ms = (uint32_t)v[COL_TIMEOUT].numbers.values[0];
	cell->cell_timeout_ms = (uint32_t)v[COL_CELL_TIMEOUT].numbers.values[0];
	cell->line = line;
	if (strategy->flags & PLAN_WORD_SINGLE)
		cell->workers = cell->chunks = 1;
	if (strategy->flags & PLAN_WORD_SLICES &&
	    !strcmp(cell->placement, "free"))
		strcpy(cell->placement, "resident");
}

/* Whether a strategy with these flags has the placement. A strategy with slices
 * takes "free", the default, as "resident". */
static bool has_placement(unsigned strategy, const struct plan_word *placement)
{
	const unsigned flags = placement->flags;

	if (flags & PLAN_WORD_VECTORS)
		return strategy & PLAN_WORD_VECTORS;
	return strategy & PLAN_WORD_ANY_KERNEL ||
	       (strategy & PLAN_WORD_SLICES) == (flags & PLAN_WORD_SLICES) ||
	       !strcmp(placement->name, "free");
}

/* Refuses placements that a strategy does not have. */
static int check_placements(const struct reader *r, const char *where,
			    struct err *err)
{
	const struct values *s = &r->values[COL_STRATEGY];
	const struct values *p = &r->values[COL_PLACEMENT];
	const struct plan_word *known;
	struct str names = { 0 };
	size_t i, j;

	for (i = 0; i < s->count; i++)
		for (j = 0; j < p->count; j++) {
			const unsigned flags = s->words[i]->flags;

			if (has_placement(flags, p->words[j]))
				continue;
			for (known = placements; known->name; known++)
				if (has_placement(flags, known))
					str_addf(&names, " %s", known->name);
			err_set(err, ERR_USAGE,
				"%s: '%s' has no placement '%s'; known for it "
				"are:%s",
				where, s->words[i]->name, p->words[j]->name,
				names.text ? names.text : "");
			str_free(&names);
			return -1;
		}
	return 0;
}

/* Adds the cross product of the fields of a row. n varies slowest, so the cells
 * of a block are next to each other. */
static int expand_row(struct reader *r, size_t line, struct err *err)
{
	static const int order[] = { COL_N,        COL_DTYPE,   COL_STRATEGY,
				     COL_KERNEL,   COL_WORKERS, COL_CHUNKS,
				     COL_PLACEMENT };
	const int last = (int)(sizeof(order) / sizeof(order[0])) - 1;
	struct plan *plan = r->plan;
	size_t pick[COL_COUNT] = { 0 };
	double cells = 1;
	int o;

	for (o = 0; o <= last; o++)
		cells *= (double)value_count(&r->values[order[o]]);
	if ((double)plan->count + cells > PLAN_CELLS_MAX)
		return err_set(err, ERR_USAGE,
			       "%s:%zu:1: more than a million cells; use "
			       "larger steps or fewer values",
			       plan->name, line);
	for (;;) {
		if (mem_grow(&plan->cells, &plan->cap, plan->count + 1,
			     sizeof(*plan->cells), err))
			return -1;
		make_cell(r, pick, line, &plan->cells[plan->count++]);
		for (o = last; o >= 0; o--) {
			if (++pick[order[o]] <
			    value_count(&r->values[order[o]]))
				break;
			pick[order[o]] = 0;
		}
		if (o < 0)
			return 0;
	}
}

static int read_plan_row(void *ctx, const struct csv_row *row, struct err *err)
{
	struct reader *r = ctx;
	int given[COL_COUNT] = { 0 };
	char where[600], placed[600] = "default";
	size_t i;
	int c;

	if (!r->have_header)
		return read_plan_header(r, row, err);
	if (row->count != r->width)
		return err_set(err, ERR_USAGE,
			       "%s:%zu:1: %zu fields where the header has %zu; "
			       "separate fields by commas, values by blanks",
			       r->plan->name, row->line, row->count, r->width);
	r->foreigns = 0;
	for (i = 0; i < row->count; i++) {
		snprintf(where, sizeof(where), "%.500s:%zu:%zu", r->plan->name,
			 row->fields[i].line, row->fields[i].column);
		if (read_field(r, r->at[i], row->fields[i].text, where, err))
			return -1;
		if (r->at[i] == COL_PLACEMENT)
			str_copy(placed, sizeof(placed), where);
		given[r->at[i]] = 1;
	}
	for (c = 0; c < COL_COUNT; c++)
		if (!given[c] &&
		    read_field(r, c, columns[c].preset, "default", err))
			return -1;
	if (check_foreign(r, err) || check_placements(r, placed, err))
		return -1;
	return expand_row(r, row->line, err);
}

int plan_read_text(struct plan *plan, const char *text, size_t len,
		   const char *name, const struct plan_words *words,
		   struct err *err)
{
	struct reader *r = mem_array(1, sizeof(*r), err);
	char launcher[PLAN_LAUNCHER];
	int rc = -1, c;

	memset(plan, 0, sizeof(*plan));
	if (!r)
		return -1;
	r->plan = plan;
	r->words = words;
	plan->name = mem_text(name, err);
	plan->text = mem_array(len + 1, 1, err);
	if (!plan->name || !plan->text)
		goto out;
	memcpy(plan->text, text, len);
	plan->hash = str_hash(STR_HASH_START, text, len);
	rc = csv_read(text, len, name, CSV_COMMENTS, read_plan_row, r, err);
	if (!rc && !plan->count)
		rc = err_set(
		    err, ERR_USAGE,
		    "%s:1:1: the plan has no cells; write a header line "
		    "and at least one row",
		    name);
	if (!rc)
		rc = plan_launcher(plan, launcher, err) ||
			     plan_check(plan, words, err)
			 ? -1
			 : 0;
out:
	for (c = 0; c < COL_COUNT; c++) {
		free(r->values[c].words);
		expand_free(&r->values[c].numbers);
	}
	free(r);
	if (rc)
		plan_free(plan);
	return rc;
}

int plan_read_builtin(struct plan *plan, const struct plan_words *words,
		      struct err *err)
{
	extern const struct str_file plan_builtin[];
	const char *text = plan_builtin[0].text;

	return plan_read_text(plan, text, strlen(text), PLAN_BUILTIN, words,
			      err);
}

int plan_read(struct plan *plan, const char *path,
	      const struct plan_words *words, struct err *err)
{
	struct str text = { 0 };
	int rc;

	memset(plan, 0, sizeof(*plan));
	rc = file_read(&text, "the plan", path, FILE_MAX_MIB, err);
	if (!rc)
		rc = plan_read_text(plan, text.text ? text.text : "", text.len,
				    path, words, err);
	str_free(&text);
	return rc;
}
