/* Making the files of reports of one run. */
#include "report/make.h"

#include "base/log.h"
#include "base/mem.h"
#include "report/gnuplot.h"
#include "report/manifest.h"
#include "report/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a report is to be made: it is named, or no report is named and it is
 * of as many runs (one or two) as are given. */
static bool make_is_chosen(const struct report *r,
			   const struct report_options *o)
{
	size_t i;

	for (i = 0; o->names && i < o->count; i++)
		if (!strcmp(o->names[i], r->name))
			return true;
	return !o->names && r->two_runs == (o->against != NULL);
}

static int check_names(const struct report_options *o, struct err *err)
{
	const struct report *r;
	size_t i;

	for (i = 0; o->names && i < o->count; i++) {
		r = report_find(o->names[i]);
		if (!r)
			return err_set(err, ERR_USAGE,
				       "no report '%s'; 'dotrec list reports' "
				       "shows them",
				       o->names[i]);
		if (r->two_runs && !o->against)
			return err_set(err, ERR_USAGE,
				       "report '%s' compares two runs: use "
				       "'dotrec report --compare RUN RUN'",
				       r->name);
	}
	return 0;
}

int make_begin(struct making *m, struct db *db, const struct report_options *o,
	       struct err *err)
{
	const struct report *r;
	size_t count = 0;

	memset(m, 0, sizeof(*m));
	m->err = err;
	for (r = report_table; r->name; r++)
		count += make_is_chosen(r, o);
	if (check_names(o, err) ||
	    run_facts_read(&m->facts, db, o->run, o->against, err))
		return -1;
	m->date_s = o->date_s < 0 ? m->facts.started_s : o->date_s;
	m->parts = mem_array(count, sizeof(*m->parts), err);
	m->svgs = mem_array(count, sizeof(*m->svgs), err);
	if (!m->parts || !m->svgs)
		return -1;
	for (r = report_table; r->name; r++) {
		if (!make_is_chosen(r, o))
			continue;
		log_status("reading report %s", r->name);
		if (run_report_read(&m->parts[m->count], r, &m->facts, err)) {
			run_report_free(&m->parts[m->count]);
			return -1;
		}
		if (r->optional && count > 1 && !m->parts[m->count].grid.nrows)
			run_report_free(&m->parts[m->count]);
		else
			m->count++;
	}
	return 0;
}

void make_end(struct making *m)
{
	size_t i;

	for (i = 0; i < m->count; i++) {
		run_report_free(&m->parts[i]);
		str_free(&m->svgs[i]);
	}
	free(m->parts);
	free(m->svgs);
	run_facts_free(&m->facts);
	log_status("%s", "");
}

/* Writes a file, and frees its text. */
static int make_put(struct making *m, const char *name, const char *suffix,
		    struct str *text)
{
	int rc = folder_put(&m->folder, name, suffix, text, m->err);

	str_free(text);
	return rc;
}

static int put_template(struct making *m, const char *name)
{
	struct str text = { 0 };

	str_add(&text, report_template(name));
	return make_put(m, name, "gp", &text);
}

static int put_part(struct making *m, const struct run_report *part)
{
	struct str csv = { 0 }, txt = { 0 }, md = { 0 }, dat = { 0 };
	const char *name = part->report->name;

	grid_csv(&part->grid, &csv);
	run_report_text(part, &m->facts, 80, false, &txt);
	run_report_markdown(part, &m->facts, &md);
	if (make_put(m, name, "csv", &csv) | make_put(m, name, "txt", &txt) |
	    make_put(m, name, "md", &md))
		return -1;
	if (!report_has_picture(part->report))
		return 0;
	run_report_dat(part, &m->facts, &dat);
	return make_put(m, name, "dat", &dat) | put_template(m, name) ? -1 : 0;
}

static int put_pages(struct making *m)
{
	struct str dat = { 0 }, gp = { 0 };

	pages_write(m->parts, m->count, &m->facts, &dat, &gp);
	return make_put(m, "report", "dat", &dat) |
		       make_put(m, "report", "gp", &gp)
		   ? -1
		   : 0;
}

/* ---- pictures --------------------------------------------------------------------- */

int make_ask_gnuplot(struct making *m, struct err *why)
{
	m->draw = !gnuplot_version(m->folder.aside, m->gnuplot,
				   sizeof(m->gnuplot), why);
	return why->kind == ERR_INTERRUPTED
		   ? err_set(m->err, why->kind, "%s", why->text)
		   : 0;
}

/* Sets the dates inside NAME.pdf to m->date_s. */
static int date_pdf(struct making *m, const char *name)
{
	struct str bytes = { 0 };
	char file[80];

	snprintf(file, sizeof(file), "%s.pdf", name);
	if (folder_read(m->folder.aside, file, &bytes, m->err)) {
		str_free(&bytes);
		return -1;
	}
	picture_date_pdf(bytes.text, bytes.len, m->date_s);
	return make_put(m, name, "pdf", &bytes);
}

/* Makes the SVG of part i self-contained, and keeps it for report.html. */
static int finish_svg(struct making *m, size_t i)
{
	const char *name = m->parts[i].report->name;
	struct str drawn = { 0 };
	char file[80];
	int rc;

	snprintf(file, sizeof(file), "%s.svg", name);
	rc = folder_read(m->folder.aside, file, &drawn, m->err);
	if (!rc) {
		picture_svg(drawn.text, name, &m->svgs[i]);
		rc = folder_put(&m->folder, name, "svg", &m->svgs[i], m->err);
	}
	str_free(&drawn);
	return rc ? -1 : 0;
}

static int make_draw(struct making *m)
{
	struct gnuplot_job *jobs =
	    mem_array(m->count + 1, sizeof(*jobs), m->err);
	size_t njobs = 0, i;
	int rc;

	if (!jobs)
		return -1;
	/* report.pdf takes longest, so it is started first */
	jobs[njobs++] = (struct gnuplot_job){ "report", NULL };
	for (i = 0; i < m->count; i++)
		if (report_has_picture(m->parts[i].report))
			jobs[njobs++] =
			    (struct gnuplot_job){ m->parts[i].report->name,
						  "svg" };
	rc = gnuplot_run(m->folder.aside, jobs, njobs, m->err);
	for (i = 0; i < njobs && !rc; i++)
		rc = date_pdf(m, jobs[i].name);
	for (i = 0; i < m->count && !rc; i++)
		if (report_has_picture(m->parts[i].report))
			rc = finish_svg(m, i);
	free(jobs);
	return rc;
}

/* Without gnuplot, removes the pictures of an older report. The scripts stay:
 * they are of use without gnuplot. */
static int outdate_pictures(struct making *m)
{
	int rc = folder_outdate(&m->folder, "report", "pdf", m->err);
	size_t i;

	for (i = 0; i < m->count && !rc; i++)
		rc =
		    folder_outdate(&m->folder, m->parts[i].report->name, "pdf",
				   m->err) ||
			    folder_outdate(&m->folder, m->parts[i].report->name,
					   "svg", m->err)
			? -1
			: 0;
	return rc;
}

/* ---- the whole directory ------------------------------------------------------------ */

int make_all(struct making *m)
{
	struct str html = { 0 }, manifest = { 0 };
	size_t i;

	for (i = 0; i < m->count; i++)
		if (put_part(m, &m->parts[i]))
			return -1;
	if (put_pages(m) || put_template(m, "common") ||
	    put_template(m, "text") || put_template(m, "ranked"))
		return -1;
	if (m->draw ? make_draw(m) : outdate_pictures(m))
		return -1;
	html_write(m->parts, m->count, &m->facts, m->svgs, &html);
	if (make_put(m, "report", "html", &html))
		return -1;
	if (manifest_write(m->parts, m->count, &m->facts, m->date_s, m->gnuplot,
			   m->folder.aside, &manifest, m->err)) {
		str_free(&manifest);
		return -1;
	}
	return make_put(m, "manifest", "csv", &manifest);
}
