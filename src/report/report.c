/* Reports: tables, data files, scripts and pictures of one run. */
#include "report/report.h"

#include "base/log.h"
#include "base/mem.h"
#include "report/folder.h"
#include "report/gnuplot.h"
#include "report/manifest.h"
#include "report/part.h"
#include "report/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the table of reports ------------------------------------------------------ */

static char *seconds(char text[UNITS_SIZE], double value)
{
	snprintf(text, UNITS_SIZE, "%.2e", value);
	return text;
}

static char *time_of(char text[UNITS_SIZE], double seconds_)
{
	return units_time(text, seconds_ * 1e9);
}

static char *ratio(char text[UNITS_SIZE], double value)
{
	snprintf(text, UNITS_SIZE, "%.3g", value);
	return text;
}

static char *percent(char text[UNITS_SIZE], double value)
{
	snprintf(text, UNITS_SIZE, "%.1f", value);
	return text;
}

static char *whole(char text[UNITS_SIZE], double value)
{
	snprintf(text, UNITS_SIZE, "%.0f", value);
	return text;
}

#define INTERVAL "95 % interval of the median within this run"

const struct report report_table[] = {
	{ .name = "about",
	  .title = "The run: machine, build, plan, conditions",
	  .words = "answer" },
	{ .name = "course",
	  .title = "Parallel / serial dot: mean time of one product",
	  .note = "points: mean over the repeats, as the course page has it; "
		  "medians and their intervals stand beside it in the tables",
	  .words = "answer",
	  .pivots = { { "mean time of one product (s), as measure_time has it",
			"average_s", NULL, NULL, seconds, false },
		      { "corrected: median with the half-width of its 95 % "
			"interval",
			"median_s", "low_s", "high_s", time_of, false },
		      { "cold start, before the first product", "cold_s", NULL,
			NULL, time_of, false },
		      { "share of the exchange in the time (all but computing, "
			"%)",
			"exchange_percent", NULL, NULL, percent, false } } },
	{ .name = "time",
	  .title = "Time of one dot product against n",
	  .note = "points: median; bars: the " INTERVAL,
	  .pivots = { { "median time of one product", "median_s", "low_s",
			"high_s", time_of, false } } },
	{ .name = "speedup",
	  .title = "Speed-up against the serial product of the same n, kernel "
		   "and type",
	  .note = "points: median over rounds of serial / parallel; ribbons: "
		  "its 95 % interval; bars on the line 1: where a curve begins "
		  "to pay, between the last n measured that does not and the "
		  "first that does",
	  .pivots = { { "speed-up with the half-width of its 95 % interval",
			"speedup_ratio", "low_speedup_ratio",
			"high_speedup_ratio", ratio, true },
		      { "the base: median time of the serial product (ns)",
			"base_median_ns", NULL, NULL, units_time, false } } },
	{ .name = "efficiency",
	  .title = "Efficiency: speed-up divided by workers",
	  .note = "points: median over rounds of serial / parallel / workers; "
		  "bars: its 95 % interval; 1: every worker as useful as the "
		  "serial one",
	  .pivots = { { "efficiency with the half-width of its 95 % interval",
			"efficiency_ratio", "low_efficiency_ratio",
			"high_efficiency_ratio", ratio, false } } },
	{ .name = "breakeven",
	  .title = "Where splitting pays, among the n measured",
	  .words = "answer" },
	{ .name = "element",
	  .title = "Time per element, and the roofs of the memory",
	  .note = "points: median; bars: the " INTERVAL "; level lines: what "
		  "the measured memory bandwidth allows; upright lines: both "
		  "vectors fill this cache",
	  .pivots = { { "median nanoseconds per element", "element_ns",
			"low_element_ns", "high_element_ns", ratio, false } } },
	{ .name = "phases",
	  .title = "Where the time of a parallel product goes",
	  .note = "share of each phase in the time of all ok repeats; all but "
		  "compute is exchange",
	  .pivots = { { "share of the exchange (all but computing, %)",
			"exchange_percent", NULL, NULL, percent, false },
		      { "bytes sent to the workers by one product",
			"sent_bytes_per_call", NULL, NULL, units_bytes,
			false } } },
	{ .name = "repeats",
	  .title = "Distribution of the repeats about the median of their cell",
	  .note = "share of the repeats of all n that take at most so many "
		  "times the median of their cell",
	  .rows = "spread" },
	{ .name = "start",
	  .title = "Cold start, first call, steady call",
	  .note = "cold: workers and buffers are made; first: the first "
		  "product after that; steady: median of the repeats, bars: "
		  "its 95 % interval",
	  .pivots = { { "cold start", "cold_s", NULL, NULL, time_of, false },
		      { "first call", "first_s", NULL, NULL, time_of, false },
		      { "steady call with the half-width of its 95 % interval",
			"steady_s", "low_s", "high_s", time_of, false } } },
	{ .name = "accuracy",
	  .title = "Accuracy: units in the last place off the reference",
	  .note = "points: the worst result of a cell; reference: the "
		  "compensated sum where a cell of this n was held to it, else "
		  "serial's result; level 0 is drawn at 0.5",
	  .pivots = { { "worst result, units in the last place", "ulp", NULL,
			NULL, whole, false },
		      { "proven bound, units in the last place", "bound_ulp",
			NULL, NULL, ratio, false } } },
	{ .name = "account", .title = "What became of every planned repeat" },
	{ .name = NULL },
};

const struct report *report_find(const char *name)
{
	const struct report *r;

	for (r = report_table; r->name; r++)
		if (!strcmp(r->name, name))
			return r;
	return NULL;
}

int report_list(struct table *table, struct err *err)
{
	const struct report *r;

	table->columns = 2;
	if (table_add(table, "report", false, err) ||
	    table_add(table, "title", false, err))
		return -1;
	for (r = report_table; r->name; r++)
		if (table_add(table, r->name, false, err) ||
		    table_add(table, r->title, false, err))
			return -1;
	return 0;
}

/* The files of reports/ in the program: "course", "common", ... */
extern const struct str_file report_templates[];

const char *report_template(const char *name)
{
	return str_file_find(report_templates, name);
}

bool report_has_picture(const struct report *report)
{
	return report_template(report->name) != NULL;
}

/* ---- reports being made ---------------------------------------------------------- */

struct making {
	struct run_facts facts;
	int64_t date_s;
	struct part *parts;
	size_t count;
	struct folder folder;
	bool draw;        /* pictures, too */
	char gnuplot[80]; /* its version; "": nothing is drawn */
	struct str *svgs; /* of the parts */
	struct err *err;
};

static int begin(struct making *m, struct store *store,
		 const struct report_options *o, struct err *err)
{
	const struct report *r;
	size_t count = 0, i;

	memset(m, 0, sizeof(*m));
	m->err = err;
	while (report_table[count].name)
		count++;
	for (i = 0; i < (o->names ? o->count : 0); i++)
		if (!report_find(o->names[i]))
			return err_set(err, ERR_USAGE,
				       "no report '%s'; 'dotrec list reports' "
				       "shows them",
				       o->names[i]);
	count = o->names ? o->count : count;
	if (run_facts_read(&m->facts, store, o->run, err))
		return -1;
	m->date_s = o->date_s < 0 ? m->facts.started_s : o->date_s;
	m->parts = mem_array(count, sizeof(*m->parts), err);
	m->svgs = mem_array(count, sizeof(*m->svgs), err);
	if (!m->parts || !m->svgs)
		return -1;
	for (; m->count < count; m->count++) {
		r = o->names ? report_find(o->names[m->count])
			     : &report_table[m->count];
		log_status("asking for %s", r->name);
		if (part_read(&m->parts[m->count], r, &m->facts, err)) {
			part_free(&m->parts[m->count]);
			return -1;
		}
	}
	return 0;
}

static void end(struct making *m)
{
	size_t i;

	for (i = 0; i < m->count; i++) {
		part_free(&m->parts[i]);
		str_free(&m->svgs[i]);
	}
	free(m->parts);
	free(m->svgs);
	run_facts_free(&m->facts);
	log_status("%s", "");
}

static int put(struct making *m, const char *name, const char *suffix,
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
	return put(m, name, "gp", &text);
}

static int put_part(struct making *m, const struct part *part)
{
	struct str csv = { 0 }, txt = { 0 }, md = { 0 }, dat = { 0 };
	const char *name = part->report->name;

	grid_csv(&part->grid, &csv);
	part_text(part, &m->facts, 80, false, &txt);
	part_markdown(part, &m->facts, &md);
	if (put(m, name, "csv", &csv) | put(m, name, "txt", &txt) |
	    put(m, name, "md", &md))
		return -1;
	if (!report_has_picture(part->report))
		return 0;
	part_dat(part, &m->facts, &dat);
	return put(m, name, "dat", &dat) | put_template(m, name) ? -1 : 0;
}

static int put_pages(struct making *m)
{
	struct str dat = { 0 }, gp = { 0 };

	pages_write(m->parts, m->count, &m->facts, &dat, &gp);
	return put(m, "report", "dat", &dat) | put(m, "report", "gp", &gp) ? -1
									   : 0;
}

/* ---- pictures --------------------------------------------------------------------- */

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
	return put(m, name, "pdf", &bytes);
}

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

static int draw(struct making *m)
{
	struct gnuplot_job *jobs =
	    mem_array(m->count + 1, sizeof(*jobs), m->err);
	size_t njobs = 0, i;
	int rc;

	if (!jobs)
		return -1;
	/* the longest first */
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

static void remove_old(struct making *m, const char *name, const char *suffix)
{
	char path[FOLDER_PATH + 100];

	if (!m->folder.dir[0])
		return;
	snprintf(path, sizeof(path), "%s/%s.%s", m->folder.dir, name, suffix);
	unlink(path);
}

/* The scripts are good without gnuplot; an older picture is not. */
static void remove_old_pictures(struct making *m)
{
	size_t i;

	remove_old(m, "report", "pdf");
	for (i = 0; i < m->count; i++) {
		remove_old(m, m->parts[i].report->name, "pdf");
		remove_old(m, m->parts[i].report->name, "svg");
	}
}

/* ---- the whole directory ------------------------------------------------------------ */

static int make_all(struct making *m)
{
	struct str html = { 0 }, manifest = { 0 };
	size_t i;

	for (i = 0; i < m->count; i++)
		if (put_part(m, &m->parts[i]))
			return -1;
	if (put_pages(m) || put_template(m, "common") ||
	    put_template(m, "text"))
		return -1;
	if (!m->draw)
		remove_old_pictures(m);
	else if (gnuplot_version(m->folder.aside, m->gnuplot,
				 sizeof(m->gnuplot), m->err) ||
		 draw(m))
		return -1;
	html_write(m->parts, m->count, &m->facts, m->svgs, &html);
	if (put(m, "report", "html", &html))
		return -1;
	if (manifest_write(m->parts, m->count, &m->facts, m->date_s, m->gnuplot,
			   m->folder.aside, &manifest, m->err)) {
		str_free(&manifest);
		return -1;
	}
	return put(m, "manifest", "csv", &manifest);
}

int report_write(struct store *store, const struct report_options *options,
		 struct err *err)
{
	struct making m;
	int rc = begin(&m, store, options, err);

	m.draw = !gnuplot_missing();
	if (!rc)
		rc = folder_open(&m.folder, options->dir, err);
	if (!rc)
		rc = make_all(&m);
	if (folder_close(&m.folder, !rc, err))
		rc = -1;
	end(&m);
	if (!rc && gnuplot_missing())
		rc = err_set(err, ERR_ENVIRONMENT,
			     "no picture was drawn: %s; then run 'dotrec "
			     "report' again (tables, data and scripts are in "
			     "'%s')",
			     gnuplot_missing(), options->dir);
	return rc;
}

int report_text(struct store *store, const struct report_options *options,
		size_t width, bool colour, struct str *out, struct err *err)
{
	struct making m;
	int rc = begin(&m, store, options, err);
	size_t i;

	for (i = 0; !rc && i < m.count; i++) {
		str_add(out, i ? "\n\n" : "");
		part_text(&m.parts[i], &m.facts, width, colour, out);
	}
	end(&m);
	return rc ? -1 : str_check(out, err);
}

/* ---- verification ----------------------------------------------------------------- */

/* What depends on gnuplot, its version and its fonts. */
static bool is_drawn(const char *name)
{
	const char *suffix = strrchr(name, '.');

	return suffix &&
	       (!strcmp(suffix, ".pdf") || !strcmp(suffix, ".svg") ||
		!strcmp(name, "report.html") || !strcmp(name, "manifest.csv"));
}

/* One file of `dir` against the one made again: 0, 1 if it differs, -1. */
static int compare_file(const char *dir, const char *again, const char *name,
			struct err *err)
{
	struct str a = { 0 }, b = { 0 };
	int rc = folder_read(dir, name, &a, err);
	int rc_again = folder_read(again, name, &b, err);
	bool same = !rc && !rc_again && a.len == b.len &&
		    !memcmp(a.text, b.text, a.len);

	str_free(&a);
	str_free(&b);
	if (rc < 0 || rc_again < 0)
		return -1;
	if (!same)
		log_error("'%s/%s' %s", dir, name,
			  rc         ? "is missing"
			  : rc_again ? "is not in the report made again"
				     : "is not what the database gives");
	return same ? 0 : 1;
}

/* One file of the manifest against its hash: 0, 1 if it differs, -1. */
static int compare_hash(const char *dir, const struct manifest_file *file,
			struct err *err)
{
	char hash[SHA256_SIZE];
	struct str bytes = { 0 };
	int rc = folder_read(dir, file->name, &bytes, err);

	if (!rc &&
	    strcmp(sha256_hex(hash, bytes.text, bytes.len), file->sha256)) {
		log_error("'%s/%s' is not what the manifest says", dir,
			  file->name);
		rc = 1;
	} else if (rc == 1) {
		log_error("'%s/%s' is missing", dir, file->name);
	}
	str_free(&bytes);
	return rc;
}

/* Files that differ, of the manifest and of what was made again; or -1. */
static int compare_all(struct making *m, const struct manifest *manifest,
		       const char *dir, size_t *checked)
{
	size_t made, i, k;
	char **names = folder_names(m->folder.aside, &made, m->err);
	int bad = names ? 0 : -1, rc;

	for (i = 0; i < manifest->nfiles && bad >= 0; i++) {
		const struct manifest_file *f = &manifest->files[i];

		if (strchr(f->name, '/')) /* never one of ours */
			continue;
		for (k = 0; k < made; k++)
			if (!strcmp(names[k], f->name))
				break;
		if (k < made && (m->draw || !is_drawn(f->name)))
			continue; /* below */
		rc = m->draw
			 ? compare_file(dir, m->folder.aside, f->name, m->err)
			 : compare_hash(dir, f, m->err);
		bad = rc < 0 ? -1 : bad + rc;
		++*checked;
	}
	for (i = 0; names && i < made; i++) {
		if (bad >= 0 && (m->draw || !is_drawn(names[i]))) {
			rc = compare_file(dir, m->folder.aside, names[i],
					  m->err);
			bad = rc < 0 ? -1 : bad + rc;
			++*checked;
		}
		free(names[i]);
	}
	free(names);
	return bad;
}

/* Whether this machine's gnuplot draws the same: NULL, or why not. */
static const char *cannot_draw(struct making *m, const struct manifest *was)
{
	if (!was->gnuplot[0])
		return NULL; /* there are no pictures */
	if (gnuplot_missing())
		return gnuplot_missing();
	if (gnuplot_version(m->folder.aside, m->gnuplot, sizeof(m->gnuplot),
			    m->err))
		return "gnuplot does not start";
	if (strcmp(m->gnuplot, was->gnuplot))
		return "another version of gnuplot drew them";
	m->draw = true;
	return NULL;
}

/* All of it again; then the comparison. */
static int verify(struct making *m, const struct manifest *was, const char *dir)
{
	const char *why = cannot_draw(m, was);
	size_t checked = 0;
	int bad;

	if (make_all(m))
		return -1;
	bad = compare_all(m, was, dir, &checked);
	if (bad < 0)
		return -1;
	if (bad)
		return err_set(m->err, ERR_VERIFY,
			       "%d of %zu files in '%s' are not what the "
			       "database gives",
			       bad, checked, dir);
	if (why)
		return err_set(m->err, ERR_ENVIRONMENT,
			       "pictures were held against the manifest only, "
			       "not drawn again: %s",
			       why);
	log_info("%zu files in '%s' are what the database gives", checked, dir);
	return 0;
}

int report_verify(struct store *store, const char *dir, struct err *err)
{
	struct manifest was = { 0 };
	struct report_options o = { .dir = dir };
	struct making m = { 0 };
	struct err bad = { 0 };
	int rc = manifest_read(&was, dir, err);

	if (rc) {
		manifest_free(&was);
		return -1;
	}
	o.names = (const char *const *)was.names;
	o.count = was.count;
	o.run = was.run;
	o.date_s = was.date_s;
	if (begin(&m, store, &o, &bad))
		rc = bad.kind == ERR_USAGE /* a run or report it cannot be */
			 ? err_set(err, ERR_VERIFY, "manifest of '%s': %s", dir,
				   bad.text)
			 : err_set(err, bad.kind, "%s", bad.text);
	m.err = err;
	if (!rc)
		rc = folder_open(&m.folder, NULL, err);
	if (!rc)
		rc = verify(&m, &was, dir);
	folder_close(&m.folder, false, err);
	end(&m);
	manifest_free(&was);
	return rc;
}
