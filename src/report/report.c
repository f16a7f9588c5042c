/* Reports: tables, data files, scripts and pictures of one run. */
#include "report/report.h"

#include "base/csv.h"
#include "base/log.h"
#include "base/mem.h"
#include "report/gnuplot.h"
#include "report/grid.h"
#include "report/table.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE  4200
#define PAGE_LINES 38

/* The files of reports/ in the program: "course", "common", ... */
extern const struct str_file report_templates[];

const struct report report_table[] = {
	{ "course", "Parallel / serial dot: mean time of one product",
	  "average_s", "s", "%.2e" },
	{ "speedup", "Speed-up against the serial product", "speedup_ratio",
	  "x", "%.3g" },
	{ NULL, NULL, NULL, NULL, NULL },
};

const struct report *report_find(const char *name)
{
	const struct report *r;

	for (r = report_table; r->name; r++)
		if (!strcmp(r->name, name))
			return r;
	return NULL;
}

/* A report being made. */
struct making {
	struct store *store;
	char run[24];          /* its id */
	struct str caption;    /* one line on the run */
	char dir[PATH_SIZE];   /* where the files go */
	char aside[PATH_SIZE]; /* where they are made */
	struct str pages;      /* report.dat */
	size_t lines;          /* on its last page */
	struct err *err;
};

/* ---- what the run was -------------------------------------------------- */

/* One line: run, label, date, machine. */
static int caption(struct making *m)
{
	char *c;

	struct param param = { "run", m->run };
	struct query *q =
	    query_open_named(m->store, "caption", &param, 1, m->err);
	struct value v;
	int rc = q ? query_next(q, m->err) : -1;

	if (rc > 0) {
		query_value(q, 0, &v);
		str_add(&m->caption, v.text ? v.text : "");
		rc = str_check(&m->caption, m->err);
		/* it stands in one line, of text and of data files */
		for (c = m->caption.text; !rc && *c; c++)
			if ((unsigned char)*c < ' ' || *c == 0x7f)
				*c = ' ';
	}
	query_close(q);
	return rc;
}

/* ---- files ------------------------------------------------------------- */

static int put(struct making *m, const char *name, const char *suffix,
	       const char *text, size_t len)
{
	char path[PATH_SIZE + 80];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s%s", m->aside, name, suffix);
	f = fopen(path, "we");
	if (!f)
		return err_errno(m->err, ERR_STORAGE, "cannot write '%s'",
				 path);
	fwrite(text, 1, len, f);
	if (ferror(f) | fclose(f))
		return err_errno(m->err, ERR_STORAGE, "cannot write '%s'",
				 path);
	return 0;
}

static int put_str(struct making *m, const char *name, const char *suffix,
		   const struct str *s)
{
	if (str_check(s, m->err))
		return -1;
	return put(m, name, suffix, s->text ? s->text : "", s->len);
}

static int put_template(struct making *m, const char *name)
{
	const char *text = str_file_find(report_templates, name);

	if (!text)
		return err_set(m->err, ERR_ENVIRONMENT,
			       "no template reports/%s.gp in this program",
			       name);
	return put(m, name, ".gp", text, strlen(text));
}

static int csv_of(struct making *m, const struct report *r,
		  const struct grid *grid)
{
	struct table table = { 0 };
	struct str out = { 0 };
	size_t i;
	int rc = grid_pivot(grid, r->column, NULL, &table, m->err);

	for (i = 0; !rc && i < table.count; i++) {
		csv_add(&out, table.text[i]);
		str_add(&out, (i + 1) % table.columns ? "," : "\n");
	}
	if (!rc)
		rc = put_str(m, r->name, ".csv", &out);
	table_free(&table);
	str_free(&out);
	return rc;
}

static int text_of(const struct report *r, const struct grid *grid,
		   const char *line, struct str *out, struct err *err)
{
	struct table table = { 0 };
	int rc = grid_pivot(grid, r->column, r->format, &table, err);

	str_addf(out, "%s (%s)\n%s\n\n", r->title, r->unit, line);
	if (!rc && grid->nrows)
		table_layout(&table, false, out);
	else if (!rc)
		str_add(out, "nothing was measured\n");
	table_free(&table);
	return rc;
}

static size_t count_lines(const char *text)
{
	size_t lines = 0;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

static void new_page(struct making *m)
{
	str_add(&m->pages, "\n\n");
	m->lines = 0;
}

/* Text as pages of report.dat: one block a page, one string a line. */
static void add_pages(struct making *m, const char *text)
{
	const char *end;

	if (m->lines && m->lines + count_lines(text) + 2 > PAGE_LINES)
		new_page(m);
	else if (m->lines)
		m->lines += 2, str_add(&m->pages, "\" \"\n\" \"\n");
	for (; *text; text = end + (*end == '\n'), m->lines++) {
		end = text + strcspn(text, "\n");
		if (m->lines == PAGE_LINES)
			new_page(m);
		str_add(&m->pages, "\"");
		for (; text < end; text++)
			str_add_bytes(&m->pages, *text == '"' ? "'" : text, 1);
		str_add(&m->pages, " \"\n");
	}
}

static int make_one(struct making *m, const struct report *r)
{
	struct grid grid;
	struct str text = { 0 }, dat = { 0 };
	char comment[200];
	int rc;

	if (grid_read(&grid, m->store, r, m->run, m->err))
		return -1;
	snprintf(comment, sizeof(comment), "query %s, %zu rows", r->name,
		 grid.nrows);
	grid_dat(&grid, comment, m->caption.text, &dat);
	rc = text_of(r, &grid, m->caption.text, &text, m->err);
	if (!rc)
		rc = put_str(m, r->name, ".txt", &text);
	if (!rc)
		rc = csv_of(m, r, &grid);
	if (!rc)
		rc = put_str(m, r->name, ".dat", &dat);
	if (!rc)
		rc = put_template(m, r->name);
	if (!rc)
		add_pages(m, text.text);
	grid_free(&grid);
	str_free(&text);
	str_free(&dat);
	return rc;
}

/* report.gp: the list of figures, then the template. */
static int make_combined(struct making *m, const struct report_options *o)
{
	const char *template = str_file_find(report_templates, "report");
	struct str script = { 0 };
	size_t i;
	int rc;

	str_add(&script, "figures = '");
	for (i = 0; i < o->count; i++)
		str_addf(&script, "%s%s", i ? " " : "", o->names[i]);
	str_add(&script, "'\n");
	str_add(&script, template ? template : "");
	rc = put_str(m, "report", ".gp", &script);
	if (!rc)
		rc = put_str(m, "report", ".dat", &m->pages);
	str_free(&script);
	return rc;
}

static int draw(struct making *m, const char *name)
{
	char script[80], pdf[80];

	snprintf(script, sizeof(script), "%s.gp", name);
	snprintf(pdf, sizeof(pdf), "%s.pdf", name);
	log_status("drawing %s", pdf);
	return gnuplot_run(m->aside, script, pdf, m->err);
}

static void remove_old(struct making *m, const char *name)
{
	char path[PATH_SIZE + 80];

	snprintf(path, sizeof(path), "%s/%s.pdf", m->dir, name);
	unlink(path);
}

static int make_all(struct making *m, const struct report_options *o)
{
	size_t i;

	if (put_template(m, "common"))
		return -1;
	for (i = 0; i < o->count; i++)
		if (make_one(m, report_find(o->names[i])))
			return -1;
	if (make_combined(m, o))
		return -1;
	if (gnuplot_missing()) {
		/* the scripts are good all the same; an older picture is not */
		for (i = 0; i < o->count; i++)
			remove_old(m, o->names[i]);
		remove_old(m, "report");
		return 0;
	}
	for (i = 0; i < o->count; i++)
		if (draw(m, o->names[i]))
			return -1;
	return draw(m, "report");
}

/* ---- the directory ----------------------------------------------------- */

static int open_aside(struct making *m, const char *dir)
{
	if (strlen(dir) > PATH_SIZE - 100)
		return err_set(m->err, ERR_USAGE,
			       "the directory's name is too long");
	if (mkdir(dir, 0777) && errno != EEXIST)
		return err_errno(m->err, ERR_STORAGE,
				 "cannot make the directory '%s'", dir);
	snprintf(m->dir, sizeof(m->dir), "%s", dir);
	snprintf(m->aside, sizeof(m->aside), "%.4000s/.making-XXXXXX", dir);
	if (!mkdtemp(m->aside)) {
		m->aside[0] = '\0';
		return err_errno(m->err, ERR_STORAGE,
				 "cannot write in the directory '%s'", dir);
	}
	return 0;
}

/* Moves the finished files to their place, or removes them. */
static int close_aside(struct making *m, int rc)
{
	char from[PATH_SIZE + 300], to[PATH_SIZE + 300];
	struct dirent *entry;
	DIR *d;

	if (!m->aside[0])
		return rc;
	d = opendir(m->aside);
	while (d && (entry = readdir(d))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		snprintf(from, sizeof(from), "%s/%s", m->aside, entry->d_name);
		snprintf(to, sizeof(to), "%s/%s", m->dir, entry->d_name);
		if (!rc && rename(from, to))
			rc = err_errno(m->err, ERR_STORAGE, "cannot write '%s'",
				       to);
		if (rc)
			unlink(from);
	}
	if (d)
		closedir(d);
	rmdir(m->aside);
	return rc;
}

/* ---- entry points ------------------------------------------------------ */

static int begin(struct making *m, struct store *store, const char *run,
		 struct err *err)
{
	int64_t id;

	memset(m, 0, sizeof(*m));
	m->store = store;
	m->err = err;
	if (store_run_find(store, run, &id, err))
		return -1;
	snprintf(m->run, sizeof(m->run), "%" PRId64, id);
	return caption(m);
}

static void end(struct making *m)
{
	str_free(&m->caption);
	str_free(&m->pages);
}

int report_write(struct store *store, const struct report_options *options,
		 struct err *err)
{
	const char *all[16];
	struct report_options o = *options;
	struct making m;
	size_t i;
	int rc;

	for (i = 0; !o.names && report_table[i].name; i++)
		all[i] = report_table[i].name;
	if (!o.names) {
		o.names = all;
		o.count = i;
	}
	for (i = 0; i < o.count; i++)
		if (!report_find(o.names[i]))
			return err_set(err, ERR_USAGE,
				       "no report '%s'; 'dotrec list reports' "
				       "shows them",
				       o.names[i]);
	rc = begin(&m, store, o.run, err);
	if (!rc)
		rc = open_aside(&m, o.dir);
	if (!rc)
		rc = make_all(&m, &o);
	rc = close_aside(&m, rc);
	log_status("%s", "");
	end(&m);
	if (!rc && gnuplot_missing())
		rc = err_set(err, ERR_ENVIRONMENT,
			     "no PDF was made: %s; then run 'dotrec report' "
			     "again (tables, data and scripts are in '%s')",
			     gnuplot_missing(), o.dir);
	return rc;
}

int report_text(struct store *store, const struct report *report,
		const char *run, struct str *out, struct err *err)
{
	struct making m;
	struct grid grid = { 0 };
	int rc = begin(&m, store, run, err);

	if (!rc)
		rc = grid_read(&grid, store, report, m.run, err);
	if (!rc)
		rc = text_of(report, &grid, m.caption.text, out, err);
	grid_free(&grid);
	end(&m);
	return rc ? -1 : str_check(out, err);
}
