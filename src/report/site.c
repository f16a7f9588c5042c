/* The site of nights: index.html in the directory that has a report of each
 * night. */
#include "report/run_report.h"

#include "report/folder.h"
#include "store/query.h"
#include "table/html.h"
#include "table/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A small picture of a series, in pixels. */
#define WIDTH  220.0
#define HEIGHT 56.0
#define EDGE   4.0 /* free on each side */

struct site {
	const char *dir;
	struct run_facts facts;
	struct grid nights, open, points;
};

/* ---- reading ----------------------------------------------------------------- */

/* Reads a query about the run with these further parameters. */
static int site_read(struct grid *grid, const char *name,
		     const struct site *site, const struct param *more,
		     size_t count, struct err *err)
{
	struct param params[4] = { { "run", site->facts.id } };
	struct query *query;
	int rc;

	memcpy(&params[1], more, count * sizeof(*more));
	query = query_open_named(site->facts.db, name, params, 1 + count, err);
	rc = query ? grid_fill(grid, query, err) : -1;
	query_close(query);
	return rc;
}

/* ---- the calendar -------------------------------------------------------------- */

/* Words for a change, the most serious first. */
static const char *const changes[] = {
	"machine moved", "regressed", "drifting", "suspect",
	"noisier",       "improved",  NULL
};

static bool is_change(const char *told)
{
	size_t i;

	for (i = 0; changes[i]; i++)
		if (!strcmp(told, changes[i]))
			return true;
	return false;
}

/* One letter for a word that was told of a night. */
static char letter(const char *told)
{
	return is_change(told)                 ? (char)(*told - 'a' + 'A')
	       : !strcmp(told, "no change")    ? '='
	       : !strcmp(told, "not measured") ? '?'
					       : '-';
}

/* The day of the month of a night; 0 if its date is not known. */
static int day_of(const struct grid *g, size_t row)
{
	const char *date = grid_text(g, row, "date");

	return strlen(date) == 10 ? atoi(date + 8) : 0;
}

/* The file to read of a night's report, if there is one: of a thinned one the PDF. */
static const char *link_of(const struct site *site, const char *date)
{
	static const char *const files[] = { "report.html", "report.pdf" };
	const char *found = NULL;
	size_t i;

	for (i = 0; i < 2 && !found; i++) {
		struct str path = { 0 };

		str_addf(&path, "%s/%s/%s", site->dir, date, files[i]);
		if (!path.failed && !access(path.text, R_OK))
			found = files[i];
		str_free(&path);
	}
	return found;
}

/* Adds the day of a night: a link, if there is a report of it. */
static void add_day(const struct site *site, size_t row, struct str *out)
{
	const char *date = grid_text(&site->nights, row, "date");
	const char *told = grid_text(&site->nights, row, "told");
	const char *link = link_of(site, date);

	str_addf(out, "<td class=\"night %.3s\" title=\"", told);
	text_html(out, date);
	str_add(out, ": ");
	text_html(out, told);
	str_add(out, "\">");
	if (link) {
		str_add(out, "<a href=\"");
		text_html(out, date);
		str_addf(out, "/%s\">", link);
	}
	str_addf(out, "%c%s</td>", letter(told), link ? "</a>" : "");
}

/* Adds a row for each month, the last one first, with its days. */
static void add_calendar(const struct site *site, struct str *out)
{
	const struct grid *g = &site->nights;
	size_t end = g->nrows, first, row;
	int day;

	str_add(
	    out,
	    "<section id=\"calendar\">\n<h2>Nights</h2>\n<p class=\"note\">M "
	    "machine moved, R regressed, D drifting, S suspect, N noisier, I "
	    "improved, = no change, ? not measured, - not judged; a night with "
	    "a report is a link to it, or, of old nights, to the PDF that is "
	    "left of it: <code>dotrec report -r RUN -o DIR</code> makes the "
	    "rest again</p>\n"
	    "<div class=\"scroll\"><table class=\"calendar\">\n");
	for (; end; end = first) {
		const char *last = grid_text(g, end - 1, "date");

		for (first = end - 1;
		     first &&
		     !strncmp(grid_text(g, first - 1, "date"), last, 7);
		     first--)
			;
		str_addf(out, "<tr><th scope=\"row\">%.7s</th>", last);
		for (row = first, day = 1; day <= 31; day++) {
			while (row < end && day_of(g, row) < day)
				row++;
			if (row < end && day_of(g, row) == day)
				add_day(site, row++, out);
			else
				str_add(out, "<td></td>");
		}
		str_add(out, "</tr>\n");
	}
	str_add(out, "</table></div>\n</section>\n");
}

/* ---- what is open ---------------------------------------------------------------- */

/* Adds a table of the changes that hold, or may, and that nobody accepted. */
static int add_open(const struct site *site, struct str *out, struct err *err)
{
	const char *const columns[] = { "told",  "subject", "effect",
					"since", "why",     NULL };
	struct table table = { 0 };
	const struct grid *g = &site->open;
	char effect[UNITS_SIZE];
	size_t row;
	int rc = 0;

	for (table.columns = 0; !rc && columns[table.columns]; table.columns++)
		rc = table_add(&table, columns[table.columns], false, err);
	for (row = 0; row < g->nrows && !rc; row++) {
		const char *told = grid_text(g, row, "told");
		double ratio = grid_number(g, row, "effect_ratio");

		if (!is_change(strncmp(told, "still ", 6) ? told : told + 6))
			continue;
		*effect = '\0';
		if (!isnan(ratio))
			snprintf(effect, sizeof(effect), "%+.1f %%",
				 100 * ratio);
		rc =
		    table_add(&table, told, false, err) ||
		    table_add(&table, grid_text(g, row, "subject"), false,
			      err) ||
		    table_add_tone(&table, effect, true,
				   ratio > 0 ? TONE_BAD : TONE_GOOD, err) ||
		    table_add(&table, grid_text(g, row, "since"), false, err) ||
		    table_add(&table, grid_text(g, row, "moved"), false, err);
	}
	str_add(out, "<section id=\"open\">\n<h2>Open changes</h2>\n");
	if (!rc && table.count > table.columns)
		html_table(&table, NULL, out);
	else
		html_paragraph("words", "No change is open.", out);
	str_add(out, "</section>\n");
	table_free(&table);
	return rc ? -1 : 0;
}

/* ---- small multiples ---------------------------------------------------------------- */

/* The rows of one series, and the scale of its picture. */
struct multiple {
	size_t from, to;
	double first_s, last_s, low, high;
};

static double x_of(const struct multiple *m, double started_s)
{
	double span = m->last_s - m->first_s;

	return EDGE + (WIDTH - 2 * EDGE) *
			  (span > 0 ? (started_s - m->first_s) / span : 0.5);
}

static double y_of(const struct multiple *m, double value)
{
	double part = (value - m->low) / (m->high - m->low);

	return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * fmin(fmax(part, 0), 1);
}

/* Adds the mark of a point: its shape and class tell the verdict. */
static void add_mark(const struct site *site, const struct multiple *m,
		     size_t row, struct str *out)
{
	static const struct {
		const char *told, *shape;
	} shapes[] = { { "regressed", "M-4 3L4 3L0 -4z" },
		       { "improved", "M-4 -3L4 -3L0 4z" },
		       { "suspect", "M-3 -3H3V3H-3z" },
		       { "drifting", "M0 -4L4 0L0 4L-4 0z" },
		       { "noisier", "M-4 0L0 -4L4 0L0 4z" } };
	const struct grid *g = &site->points;
	const char *told = grid_text(g, row, "verdict");
	double value = grid_number(g, row, "median_s");
	double x = x_of(m, grid_number(g, row, "started_s"));
	bool clipped = value < m->low || value > m->high;
	bool accepted = !strcmp(grid_text(g, row, "accepted"), "1");
	const char *shape = clipped ? "M-3 0H3M0 -3V3" : NULL;
	const char *kind = "out";
	char text[UNITS_SIZE];
	size_t i;

	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (!strcmp(told, shapes[i].told)) {
			shape = shapes[i].shape;
			kind = told;
		}
	if (accepted) {
		shape = "M-3 -3L3 3M-3 3L3 -3";
		kind = "accepted";
	}
	if (!shape || isnan(value))
		return;
	str_addf(out,
		 "<path class=\"%.3s\" transform=\"translate(%.1f %.1f)\" "
		 "d=\"%s\"><title>",
		 kind, x, y_of(m, value), shape);
	str_addf(out, "%s%s", units_time(text, 1e9 * value), *told ? ", " : "");
	text_html(out, told);
	str_addf(out, "%s</title></path>\n", accepted ? ", accepted" : "");
}

static void add_line(const struct site *site, const struct multiple *m,
		     struct str *out)
{
	const struct grid *g = &site->points;
	bool begins = true;
	size_t row;

	str_add(out, "<path class=\"line\" d=\"");
	for (row = m->from; row < m->to; row++) {
		double value = grid_number(g, row, "median_s");

		if (isnan(value)) {
			begins = true;
			continue;
		}
		str_addf(out, "%c%.1f %.1f", begins ? 'M' : 'L',
			 x_of(m, grid_number(g, row, "started_s")),
			 y_of(m, value));
		begins = false;
	}
	str_add(out, "\"/>\n");
}

static void add_multiple(const struct site *site, size_t from, size_t to,
			 struct str *out)
{
	const struct grid *g = &site->points;
	struct multiple m = { .from = from, .to = to };
	char text[UNITS_SIZE];
	size_t row;

	m.first_s = grid_number(g, from, "started_s");
	m.last_s = grid_number(g, to - 1, "started_s");
	m.low = grid_number(g, from, "scale_low_s");
	m.high = grid_number(g, from, "scale_high_s");
	str_add(out, "<figure class=\"multiple\" id=\"");
	text_html(out, grid_curve(g, from));
	str_addf(out, "\"><svg viewBox=\"0 0 %g %g\" role=\"img\">\n", WIDTH,
		 HEIGHT);
	add_line(site, &m, out);
	for (row = from; row < to; row++)
		add_mark(site, &m, row, out);
	str_add(out, "</svg><figcaption><bdi>");
	text_html(out, grid_curve(g, from));
	str_addf(out, "</bdi> %s</figcaption></figure>\n",
		 units_time(text, 1e9 * grid_number(g, to - 1, "median_s")));
}

static void add_multiples(const struct site *site, struct str *out)
{
	const struct grid *g = &site->points;
	size_t from, to;

	str_add(
	    out,
	    "<section id=\"series\">\n<h2>Every series</h2>\n<p "
	    "class=\"note\">medians of the nights, the series that changed "
	    "last first; lines join nights of one level; marks: "
	    "\xe2\x96\xb2 regressed, \xe2\x96\xbc improved, \xe2\x96\xa1 "
	    "suspect, \xe2\x97\x87 drifting or noisier, \xc3\x97 accepted, + "
	    "outside the scale</p>\n<div class=\"multiples\">\n");
	for (from = 0; from < g->nrows; from = to) {
		for (to = from + 1; to < g->nrows && !grid_new_curve(g, to);)
			to++;
		add_multiple(site, from, to, out);
	}
	str_add(out, "</div>\n</section>\n");
}

/* ---- the page ------------------------------------------------------------------------ */

static int add_page(const struct site *site, const struct grid *told,
		    struct str *out, struct err *err)
{
	size_t i;

	html_head(site->facts.caption.text, out);
	if (!told->nrows)
		html_paragraph("words first", "The night was not judged.", out);
	for (i = 0; i < told->nrows && i < 6; i++)
		html_paragraph(i ? "words" : "words first",
			       told->text[i * told->ncolumns], out);
	if (add_open(site, out, err))
		return -1;
	add_calendar(site, out);
	add_multiples(site, out);
	str_add(out, "</main>\n");
	html_end(out);
	return str_check(out, err);
}

int site_write(struct db *db, const char *dir, const char *run, struct err *err)
{
	static const struct param most[] = { { "most", "1000" },
					     { "points", "120" } };
	struct site site = { .dir = dir };
	struct grid told = { 0 };
	struct str page = { 0 };
	int rc = run_facts_read(&site.facts, db, run, NULL, err);

	if (!rc)
		rc = site_read(&told, "told", &site, most, 0, err) ||
		     site_read(&site.nights, "calendar", &site, most, 0, err) ||
		     site_read(&site.open, "findings", &site, most, 0, err) ||
		     site_read(&site.points, "history", &site, most, 2, err);
	if (!rc)
		rc = add_page(&site, &told, &page, err);
	if (!rc)
		rc = folder_replace(dir, "index.html", &page, err);
	grid_free(&told);
	grid_free(&site.nights);
	grid_free(&site.open);
	grid_free(&site.points);
	run_facts_free(&site.facts);
	str_free(&page);
	return rc ? -1 : 0;
}
