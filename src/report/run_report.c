/* One report of one run, read and laid out. */
#include "report/run_report.h"

#include "base/line.h"
#include "base/units.h"
#include "report/compared.h"
#include "store/find.h"
#include "table/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- the run --------------------------------------------------------------- */

/* Reads uuid, start and caption of a run by the query caption. */
static int read_caption(struct run_facts *facts, const char *id, char uuid[40],
			struct err *err)
{
	struct param param = { "run", id };
	struct query *q =
	    query_open_named(facts->db, "caption", &param, 1, err);
	struct value v;
	int rc = q ? query_next(q, err) : -1, i;

	if (rc > 0) {
		query_value(q, 1, &v);
		str_copy(uuid, 40, v.text ? v.text : "");
		query_value(q, 2, &v);
		facts->started_s = v.integer;
		/* one by one, so that none can spoil those after it */
		for (i = 3; i < q->columns; i++) {
			query_value(q, i, &v);
			line_add(&facts->caption, v.text ? v.text : "");
		}
		rc = str_check(&facts->caption, err);
	}
	query_close(q);
	return rc;
}

int run_facts_read(struct run_facts *facts, struct db *db, const char *run,
		   const char *against, struct err *err)
{
	char id[24];

	memset(facts, 0, sizeof(*facts));
	facts->db = db;
	if (store_run_find(db, run, &facts->run_id, err) ||
	    (against && store_run_find(db, against, &facts->against_id, err)))
		return -1;
	snprintf(facts->id, sizeof(facts->id), "%" PRId64, facts->run_id);
	if (against) {
		snprintf(id, sizeof(id), "%" PRId64, facts->against_id);
		str_add(&facts->caption, "a: ");
		if (read_caption(facts, id, facts->against, err))
			return -1;
		str_add(&facts->caption, "; b: ");
	}
	return read_caption(facts, facts->id, facts->uuid, err);
}

void run_facts_free(struct run_facts *facts)
{
	str_free(&facts->caption);
	str_free(&facts->left_out);
}

/* ---- reading ----------------------------------------------------------------- */

/* Appends "; 15 samples a point", "; 7 to 15 samples a point", or nothing. */
static void add_samples(const struct grid *g, struct str *out)
{
	double least = INFINITY, most = 0;
	size_t at = grid_find(g, "samples"), row;

	if (at == g->ncolumns || !g->nrows)
		return;
	for (row = 0; row < g->nrows; row++) {
		least = fmin(least, g->value[row * g->ncolumns + at]);
		most = fmax(most, g->value[row * g->ncolumns + at]);
	}
	str_add(out, "; ");
	if (least < most)
		str_addf(out, "%.0f to ", least);
	str_addf(out, "%.0f sample%s a %s", most, most == 1 ? "" : "s",
		 grid_find(g, "n") < g->ncolumns ? "point" : "curve");
}

/* Appends the unit that the intervals are over, if there are intervals. */
static void add_unit(const struct grid *g, struct str *out)
{
	size_t at = grid_find(g, "interval_over"), row;
	const char *unit = "", *text;

	if (at == g->ncolumns)
		return;
	for (row = 0; row < g->nrows; row++) {
		text = g->text[row * g->ncolumns + at];
		if (!*text || !strcmp(text, unit))
			continue;
		if (*unit) {
			str_add(out, "; intervals: see column interval_over");
			return;
		}
		unit = text;
	}
	if (*unit)
		str_addf(out, "; intervals over %s", unit);
}

/* Makes the line that says which rows the report shows. */
static void prove(struct run_report *part)
{
	char hash[SHA256_SIZE], rows[UNITS_SIZE];

	str_addf(&part->proof, "query %s: %s, SHA-256 %.16s",
		 part->report->name, units_count(rows, part->grid.nrows, "row"),
		 grid_hash(&part->grid, hash, &part->proof));
	add_samples(&part->grid, &part->proof);
	add_unit(&part->grid, &part->proof);
}

static int make_tables(struct run_report *part, struct err *err)
{
	const struct report *r = part->report;
	const struct pivot *p;

	if (!r->pivots[0].title) {
		part->count = 1;
		return grid_rows(r->rows ? &part->rows : &part->grid,
				 &part->tables[0], err);
	}
	for (p = r->pivots; part->count < REPORT_PIVOTS && p->title; p++) {
		part->titles[part->count] = p->title;
		if (grid_pivot(&part->grid, p, &part->tables[part->count++],
			       err))
			return -1;
	}
	return 0;
}

/* Reads the rows of the comparison with another run. */
static int read_compared(struct grid *grid, const struct run_facts *facts,
			 struct err *err)
{
	struct compare compare = { .count = 0 };
	struct query *query = NULL;
	int rc;

	if (!compare_runs(facts->db, facts->against_id, facts->run_id, &compare,
			  err))
		query = compared_open(facts->db, "compared", &compare, err);
	rc = query ? grid_fill(grid, query, err) : -1;
	query_close(query);
	compare_free(&compare);
	return rc;
}

static int read_words(struct run_report *part, const struct run_facts *facts,
		      struct err *err)
{
	const struct report_words *words = part->report->words;
	size_t i;

	for (i = 0; i < REPORT_WORDS && words[i].query; i++)
		if (grid_read(&part->words[i], facts->db, words[i].query,
			      facts->id, err))
			return -1;
	return 0;
}

int run_report_read(struct run_report *part, const struct report *report,
		    const struct run_facts *facts, struct err *err)
{
	struct db *db = facts->db;

	memset(part, 0, sizeof(*part));
	part->report = report;
	part->picture = report_has_picture(report);
	if ((report->two_runs
		 ? read_compared(&part->grid, facts, err)
		 : grid_read(&part->grid, db, report->name, facts->id, err)) ||
	    read_words(part, facts, err) ||
	    (report->rows &&
	     grid_read(&part->rows, db, report->rows, facts->id, err)) ||
	    make_tables(part, err))
		return -1;
	prove(part);
	return str_check(&part->proof, err);
}

void run_report_free(struct run_report *part)
{
	size_t i;

	grid_free(&part->grid);
	for (i = 0; i < REPORT_WORDS; i++)
		grid_free(&part->words[i]);
	grid_free(&part->rows);
	for (i = 0; i < part->count; i++)
		table_free(&part->tables[i]);
	str_free(&part->proof);
	memset(part, 0, sizeof(*part));
}

bool run_report_query(const struct run_report *part, size_t k,
		      const char **name, const struct grid **grid)
{
	const struct report *r = part->report;
	size_t i;

	if (!k--) {
		*name = r->name;
		*grid = &part->grid;
		return true;
	}
	for (i = 0; i < REPORT_WORDS && r->words[i].query; i++) {
		if (k--)
			continue;
		*name = r->words[i].query;
		*grid = &part->words[i];
		return true;
	}
	if (!r->rows || k)
		return false;
	*name = r->rows;
	*grid = &part->rows;
	return true;
}

const char *run_report_sentence(const struct run_report *part,
				const struct run_facts *facts, size_t k)
{
	const struct report_words *words = part->report->words;
	size_t i, from, to;

	for (i = 0; i < REPORT_WORDS && words[i].query; i++) {
		const struct grid *g = &part->words[i];

		from = facts->front ? words[i].from : 0;
		to = words[i].to < g->nrows ? words[i].to : g->nrows;
		if (from + k < to)
			return g->text[(from + k) * g->ncolumns];
		k -= to > from ? to - from : 0;
	}
	return part->report->last && !k && facts->left_out.len
		   ? facts->left_out.text
		   : NULL;
}

bool run_report_shows(const struct run_report *part,
		      const struct run_facts *facts)
{
	const struct grid *g = &part->grid;
	size_t need = part->report->needs.values, at, row, before, found = 0;

	if (!part->report->needs.column)
		return g->nrows > 0;
	if (run_report_sentence(part, facts, 0))
		return true;
	at = grid_find(g, part->report->needs.column);
	for (row = 0; at < g->ncolumns && row < g->nrows && found < need;
	     row++) {
		const char *text = g->text[row * g->ncolumns + at];

		for (before = 0; *text && before < row; before++)
			if (!strcmp(text, g->text[before * g->ncolumns + at]))
				break;
		found += *text && before == row;
	}
	return found >= need;
}

/* ---- as text ------------------------------------------------------------------ */

static void heading(struct str *out, const char *text, size_t width,
		    bool colour)
{
	str_add(out, colour ? "\033[1m" : "");
	text_wrapped(out, text, width);
	str_add(out, colour ? "\033[0m" : "");
}

void run_report_words(const struct run_report *part,
		      const struct run_facts *facts, size_t width, bool apart,
		      struct str *out)
{
	const char *words;
	size_t i;

	for (i = 0; (words = run_report_sentence(part, facts, i)); i++) {
		str_add(out, apart || !i ? "\n" : "");
		text_wrapped(out, words, width);
	}
}

void run_report_tables(const struct run_report *part, size_t width,
		       enum layout_style style, struct str *out)
{
	size_t i;

	for (i = 0; i < part->count; i++) {
		str_add(out, "\n");
		if (part->titles[i])
			text_wrapped(out, part->titles[i], width);
		if (part->tables[i].count > part->tables[i].columns)
			layout_fit(&part->tables[i], width, style, out);
		else
			str_add(out, "nothing was measured\n");
	}
}

void run_report_text(const struct run_report *part,
		     const struct run_facts *facts, size_t width,
		     enum layout_style style, struct str *out)
{
	heading(out, part->report->title, width, style == LAYOUT_COLOUR);
	text_wrapped(out, facts->caption.text, width);
	text_wrapped(out, part->proof.text, width);
	run_report_words(part, facts, width, true, out);
	if (part->report->sketch)
		part->report->sketch(&part->grid, width, out);
	run_report_tables(part, width, style, out);
}

void run_report_markdown(const struct run_report *part,
			 const struct run_facts *facts, struct str *out)
{
	const char *words;
	size_t i;

	str_add(out, "## ");
	text_markdown(out, part->report->title);
	str_add(out, "\n\n");
	text_markdown(out, facts->caption.text);
	str_add(out, "\n\n");
	text_markdown(out, part->proof.text);
	str_add(out, "\n");
	for (i = 0; (words = run_report_sentence(part, facts, i)); i++) {
		str_add(out, "\n");
		text_markdown(out, words);
		str_add(out, "\n");
	}
	if (part->picture)
		str_addf(out, "\n![%s](%s.svg)\n", part->report->title,
			 part->report->name);
	for (i = 0; i < part->count; i++) {
		str_add(out, "\n");
		if (part->titles[i])
			str_addf(out, "%s\n\n", part->titles[i]);
		if (part->tables[i].count > part->tables[i].columns)
			layout_table(&part->tables[i], true, out);
		else
			str_add(out, "nothing was measured\n");
	}
}

/* Characters that fit on a line of a caption, and of a title. */
#define CAPTION_WIDTH 140
#define TITLE_WIDTH   95

/* Appends a text as lines of block 0 of a data file, each with its kind. */
static void add_lines(struct str *out, const char *text, size_t width,
		      const char *kind)
{
	struct str lines = { 0 };
	char *line, *rest;

	text_wrapped(&lines, text, width);
	rest = lines.text;
	while (rest && (line = strsep(&rest, "\n")) && rest) {
		text_gnuplot(out, line);
		str_addf(out, " %s\n", kind);
	}
	out->failed |= lines.failed;
	str_free(&lines);
}

void run_report_dat(const struct run_report *part,
		    const struct run_facts *facts, struct str *out)
{
	const struct grid *g = &part->grid;
	const char *words = run_report_sentence(part, facts, 0);
	char rows[UNITS_SIZE];
	size_t i;

	str_addf(out, "# query %s, %s\n# columns:", part->report->name,
		 units_count(rows, g->nrows, "row"));
	for (i = 1; i < g->ncolumns; i++)
		str_addf(out, " %zu %s", i, g->columns[i]);
	str_add(out, "\n");
	add_lines(out, facts->caption.text, CAPTION_WIDTH, "caption");
	add_lines(out, part->proof.text, CAPTION_WIDTH, "caption");
	add_lines(out, part->report->note, CAPTION_WIDTH, "caption");
	if (words)
		add_lines(out, words, TITLE_WIDTH, "title");
	grid_dat(g, out);
}
