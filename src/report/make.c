/* Making the files of reports of one run. */
#include "report/make.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/near.h"
#include "report/bookmarks.h"
#include "report/gnuplot.h"
#include "report/manifest.h"
#include "report/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether a report may be made: it is named, or no report is named and it is of
 * as many runs (one or two) as are given. */
static bool make_is_candidate(const struct report *r,
			      const struct report_options *o)
{
	size_t i;

	for (i = 0; o->names && i < o->count; i++)
		if (!strcmp(o->names[i], r->name))
			return true;
	return !o->names && r->two_runs == (o->against != NULL);
}

static int refuse_name(const char *name, struct err *err)
{
	struct near near = { .word = name };
	const struct report *r;

	for (r = report_table; r->name; r++)
		near_offer(&near, r->name);
	return err_set(err, ERR_USAGE,
		       "no report '%s'%s; 'dotrec list reports' shows them",
		       name, near_hint(&near));
}

static int check_names(const struct report_options *o, struct err *err)
{
	const struct report *r;
	size_t i;

	for (i = 0; o->names && i < o->count; i++) {
		r = report_find(o->names[i]);
		if (!r)
			return refuse_name(o->names[i], err);
		if (r->two_runs && !o->against)
			return err_set(err, ERR_USAGE,
				       "report '%s' compares two runs: use "
				       "'dotrec report --compare RUN RUN'",
				       r->name);
	}
	return 0;
}

/* Reads a report, which becomes the last part unless it has nothing to show;
 * then its name is added to `empty`. */
static int read_part(struct making *m, const struct report *r,
		     const struct report_options *o, struct str *empty)
{
	struct run_report *part = &m->parts[m->count];

	log_status("reading report %s", r->name);
	if (run_report_read(part, r, &m->facts, m->err)) {
		run_report_free(part);
		return -1;
	}
	if ((!o->names || o->shows) && !r->front && !r->two_runs &&
	    !run_report_shows(part, &m->facts)) {
		str_addf(empty, "%s%s", empty->len ? ", " : "", r->name);
		run_report_free(part);
		return 0;
	}
	part->brief = !o->names && !o->full;
	if (!o->names && (r->drawn == REPORT_DRAWN_IF_NAMED ||
			  (r->drawn == REPORT_DRAWN_IF_FULL && part->brief)))
		part->picture = false;
	m->count++;
	return 0;
}

/* Writes the line that says which reports are left out. */
static int tell_left_out(struct making *m, const struct str *empty,
			 const struct str *more)
{
	struct str *line = &m->facts.left_out;

	if (empty->len)
		str_addf(line,
			 "Left out, because there is nothing to show: %s.",
			 empty->text);
	if (more->len)
		str_addf(line,
			 "%s'dotrec report --full' adds, where there is "
			 "something to show: %s.",
			 line->len ? " " : "", more->text);
	line->failed |= empty->failed || more->failed;
	return str_check(line, m->err);
}

static int read_parts(struct making *m, const struct report_options *o)
{
	struct str empty = { 0 }, more = { 0 };
	const struct report *r;
	int rc = 0;

	for (r = report_table; r->name && !rc; r++) {
		if (!make_is_candidate(r, o))
			continue;
		if (r->full && !o->full && !o->names)
			str_addf(&more, "%s%s", more.len ? ", " : "", r->name);
		else
			rc = read_part(m, r, o, &empty);
	}
	if (!rc)
		rc = tell_left_out(m, &empty, &more);
	str_free(&empty);
	str_free(&more);
	return rc;
}

int make_begin(struct making *m, struct db *db, const struct report_options *o,
	       struct err *err)
{
	const struct report *r;
	size_t count = 0;

	memset(m, 0, sizeof(*m));
	m->err = err;
	m->choice = o->names ? "named" : o->full ? "full" : "brief";
	for (r = report_table; r->name; r++)
		count += make_is_candidate(r, o);
	if (check_names(o, err) ||
	    run_facts_read(&m->facts, db, o->run, o->against, err))
		return -1;
	for (r = report_table; r->name; r++)
		m->facts.front |= r->front && make_is_candidate(r, o);
	m->date_s = o->date_s < 0 ? m->facts.started_s : o->date_s;
	m->parts = mem_array(count, sizeof(*m->parts), err);
	m->svgs = mem_array(count, sizeof(*m->svgs), err);
	if (!m->parts || !m->svgs)
		return -1;
	return read_parts(m, o);
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
	str_free(&m->said);
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
	run_report_text(part, &m->facts, 80, LAYOUT_PLAIN, &txt);
	run_report_markdown(part, &m->facts, &md);
	if (make_put(m, name, "csv", &csv) | make_put(m, name, "txt", &txt) |
	    make_put(m, name, "md", &md))
		return -1;
	if (!part->picture)
		return 0;
	run_report_dat(part, &m->facts, &dat);
	return make_put(m, name, "dat", &dat) | put_template(m, name) ? -1 : 0;
}

/* Whether the contents are moved from the end of report.pdf to page 2. */
static bool has_second(const struct making *m)
{
	return m->marked && pages_have_contents(m->parts, m->count);
}

static int put_pages(struct making *m)
{
	struct str dat = { 0 }, gp = { 0 };

	pages_write(m->parts, m->count, &m->facts, has_second(m), &dat, &gp);
	return make_put(m, "report", "dat", &dat) |
		       make_put(m, "report", "gp", &gp)
		   ? -1
		   : 0;
}

/* ---- pictures --------------------------------------------------------------------- */

static void tell_no_marks(const struct making *m, const struct err *why)
{
	if (!m->compares)
		log_warn("report.pdf has no bookmarks: %s", why->text);
}

/* Asks qpdf, without which report.pdf has no bookmarks. */
static int ask_qpdf(struct making *m)
{
	struct err why = { 0 };
	char version[60];

	if (!bookmarks_version(m->folder.aside, version, sizeof(version),
			       &why)) {
		size_t len = strlen(m->drawn);

		m->marked = true;
		snprintf(m->drawn + len, sizeof(m->drawn) - len, ", %s",
			 version);
		return 0;
	}
	if (why.kind == ERR_INTERRUPTED)
		return err_set(m->err, why.kind, "%s", why.text);
	tell_no_marks(m, &why);
	return 0;
}

int make_ask_programs(struct making *m, bool marks, struct err *why)
{
	m->draw =
	    !gnuplot_version(m->folder.aside, m->drawn, sizeof(m->drawn), why);
	if (why->kind == ERR_INTERRUPTED)
		return err_set(m->err, why->kind, "%s", why->text);
	return m->draw && marks ? ask_qpdf(m) : 0;
}

/* Keeps a picture as gnuplot drew it, if that is asked for. */
static int keep_raw(struct making *m, const char *name, const char *suffix,
		    const struct str *bytes)
{
	char raw[80];

	snprintf(raw, sizeof(raw), MAKE_RAW "%s", name);
	return m->compares ? folder_put(&m->folder, raw, suffix, bytes, m->err)
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
	if (keep_raw(m, name, "pdf", &bytes)) {
		str_free(&bytes);
		return -1;
	}
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
	if (!rc)
		rc = keep_raw(m, name, "svg", &drawn);
	if (!rc) {
		picture_svg(drawn.text, name, &m->svgs[i]);
		rc = folder_put(&m->folder, name, "svg", &m->svgs[i], m->err);
	}
	str_free(&drawn);
	return rc ? -1 : 0;
}

/* Reads the lines "page 3: NAME" that report.gp printed. */
static size_t read_pages(const struct making *m, struct bookmark *marks)
{
	const char *line = m->said.text;
	const struct report *r;
	size_t count = 0, page;
	char name[40];

	for (; line && *line && count < m->count;
	     line += strcspn(line, "\n"), line += *line == '\n')
		if (sscanf(line, "page %zu: %39s", &page, name) == 2 &&
		    (r = report_find(name)))
			marks[count++] = (struct bookmark){ page, r->title };
	return count;
}

/* Adds the bookmarks to report.pdf. Returns 0, 1 if qpdf could not, or -1 with
 * m->err. */
static int mark_pages(struct making *m)
{
	struct bookmarks b = { .db = m->facts.db,
			       .date_s = m->date_s,
			       .second = has_second(m) };
	struct str title = { 0 };
	struct err why = { 0 };
	int rc;

	str_addf(&title, "dotrec: %s", m->facts.caption.text);
	b.marks = mem_array(m->count + 1, sizeof(*b.marks), m->err);
	rc = b.marks ? str_check(&title, m->err) : -1;
	if (!rc) {
		b.title = title.text;
		b.count = read_pages(m, b.marks);
		rc = bookmarks_add(&b, &m->folder, "report", &why);
	}
	free(b.marks);
	str_free(&title);
	if (!why.kind)
		return rc;
	/* where reports are compared, one without bookmarks is another */
	if (why.kind != ERR_ENVIRONMENT || m->compares)
		return err_set(m->err, why.kind, "%s", why.text);
	tell_no_marks(m, &why);
	return 1;
}

/* Draws report.pdf again, without bookmarks: then its contents stay at the end. */
static int draw_without_marks(struct making *m)
{
	const struct gnuplot_job job = { "report", NULL, NULL };
	char *qpdf = strstr(m->drawn, ", qpdf");

	m->marked = false;
	if (qpdf)
		*qpdf = '\0';
	if (put_pages(m) || gnuplot_run(m->folder.aside, &job, 1, m->err))
		return -1;
	return date_pdf(m, "report");
}

/* Sets the date of report.pdf, and adds its bookmarks if m->marked. */
static int finish_pages(struct making *m)
{
	int rc = date_pdf(m, "report");

	if (!rc && m->marked)
		rc = mark_pages(m);
	return rc > 0 ? draw_without_marks(m) : rc;
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
	jobs[njobs++] = (struct gnuplot_job){ "report", NULL, &m->said };
	for (i = 0; i < m->count; i++)
		if (m->parts[i].picture)
			jobs[njobs++] =
			    (struct gnuplot_job){ m->parts[i].report->name,
						  "svg", NULL };
	rc = gnuplot_run(m->folder.aside, jobs, njobs, m->err);
	if (!rc)
		rc = finish_pages(m);
	for (i = 0; i < m->count && !rc; i++)
		if (m->parts[i].picture)
			rc = date_pdf(m, m->parts[i].report->name) ||
			     finish_svg(m, i);
	free(jobs);
	return rc ? -1 : 0;
}

/* ---- the whole directory ------------------------------------------------------------ */

/* Lets folder_close() remove a file of the report that is replaced, unless this
 * one has a file of that name, too. */
static int outdate_file(struct making *m, const char *name)
{
	char path[FOLDER_PATH + 300];

	if (!report_may_have(name))
		return 0;
	snprintf(path, sizeof(path), "%s/%.255s", m->folder.aside, name);
	return access(path, F_OK) ? folder_outdate(&m->folder, name, m->err)
				  : 0;
}

/* The same for a picture that is not drawn: where the manifest is missing, because the
 * process that replaced the report was killed, an old one may be there. */
static int outdate_pictures(struct making *m, const char *name)
{
	char file[80];
	int rc;

	snprintf(file, sizeof(file), "%s.pdf", name);
	rc = outdate_file(m, file);
	snprintf(file, sizeof(file), "%s.svg", name);
	return rc || outdate_file(m, file) ? -1 : 0;
}

/* The same for all files of the old report, which its manifest names. */
static int outdate_old(struct making *m)
{
	struct manifest was = { 0 };
	struct err none = { 0 };
	size_t i;
	int rc = m->draw ? 0 : outdate_pictures(m, "report");

	for (i = 0; i < m->count && !rc && !m->draw; i++)
		rc = outdate_pictures(m, m->parts[i].report->name);
	if (!rc && *m->folder.dir && !manifest_read(&was, m->folder.dir, &none))
		for (i = 0; i < was.nfiles && !rc; i++)
			rc = outdate_file(m, was.files[i].name);
	manifest_free(&was);
	return rc;
}

int make_all(struct making *m)
{
	/* what the scripts of several reports load */
	static const char *const shared[] = { "common", "names", "text",
					      "ranked", NULL };
	struct str html = { 0 }, manifest = { 0 };
	size_t i;

	for (i = 0; i < m->count; i++)
		if (put_part(m, &m->parts[i]))
			return -1;
	if (put_pages(m))
		return -1;
	for (i = 0; shared[i]; i++)
		if (put_template(m, shared[i]))
			return -1;
	if (m->draw && make_draw(m))
		return -1;
	html_write(m->parts, m->count, &m->facts, m->svgs, &html);
	if (make_put(m, "report", "html", &html) || outdate_old(m))
		return -1;
	if (manifest_write(m->parts, m->count, &m->facts, m->date_s, m->choice,
			   m->drawn, m->folder.aside, &manifest, m->err)) {
		str_free(&manifest);
		return -1;
	}
	return make_put(m, "manifest", "csv", &manifest);
}
