/* Verifying a directory of reports against the database. */
#include "report/make.h"

#include "base/log.h"
#include "base/units.h"
#include "report/manifest.h"
#include "report/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a file depends on gnuplot, its version and its fonts. */
static bool is_drawn(const char *name)
{
	const char *suffix = strrchr(name, '.');

	return suffix &&
	       (!strcmp(suffix, ".pdf") || !strcmp(suffix, ".svg") ||
		!strcmp(name, "report.html") || !strcmp(name, "manifest.csv"));
}

static bool same_bytes(const struct str *a, const struct str *b)
{
	return a->len == b->len &&
	       (!a->len || !memcmp(a->text, b->text, a->len));
}

/* Whether a picture that differs was drawn again by hand from its script: then it is
 * what gnuplot drew here, but for the date in a PDF. `found` is changed. Returns 1, 0,
 * or -1 with m->err. */
static int is_redrawn(struct making *m, const char *name, struct str *found)
{
	const char *suffix = strrchr(name, '.');
	struct str raw = { 0 };
	char file[300];
	int rc;

	if (!suffix || !found->len ||
	    (strcmp(suffix, ".pdf") != 0 && strcmp(suffix, ".svg") != 0))
		return 0;
	if (!strcmp(suffix, ".pdf"))
		picture_date_pdf(found->text, found->len, m->date_s);
	snprintf(file, sizeof(file), MAKE_RAW "%s", name);
	rc = folder_read(m->folder.aside, file, &raw, m->err);
	if (rc >= 0)
		rc = !rc && same_bytes(found, &raw);
	str_free(&raw);
	return rc;
}

/* Compares a file of `dir` with the one that was made again. Returns 0, 1 if they
 * differ, or -1 with m->err. */
static int compare_file(struct making *m, const char *dir, const char *name)
{
	struct str found = { 0 }, made = { 0 };
	int rc = folder_read(dir, name, &found, m->err);
	int rc_made = folder_read(m->folder.aside, name, &made, m->err);
	int redrawn = 0;
	bool same = !rc && !rc_made && same_bytes(&found, &made);

	if (!same && !rc && !rc_made)
		redrawn = is_redrawn(m, name, &found);
	str_free(&found);
	str_free(&made);
	if (rc < 0 || rc_made < 0 || redrawn < 0)
		return -1;
	if (redrawn)
		log_warn("'%s/%s' was drawn again by hand from its script: it "
			 "shows what the database gives",
			 dir, name);
	else if (!same)
		log_error("'%s/%s' %s", dir, name,
			  rc        ? "is missing"
			  : rc_made ? "is not in the report made again"
				    : "is not what the database gives");
	return same || redrawn ? 0 : 1;
}

/* Compares a file of `dir` with its hash in the manifest. Returns 0, 1 if they
 * differ, or -1 with *err. */
static int compare_hash(const char *dir, const struct manifest_file *file,
			struct err *err)
{
	int rc = manifest_compare(dir, file, err);

	if (rc > 0)
		log_error("'%s/%s' %s", dir, file->name,
			  rc == MANIFEST_MISSING
			      ? "is missing"
			      : "is not what the manifest says");
	return rc > 0 ? 1 : rc;
}

static bool is_among(const char *name, char *const *names, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static bool is_listed(const struct manifest *manifest, const char *name)
{
	size_t i;

	for (i = 0; i < manifest->nfiles; i++)
		if (!strcmp(manifest->files[i].name, name))
			return true;
	return !strcmp(name, FOLDER_LIST);
}

/* Compares the files of the manifest. Returns how many differ, or -1 with m->err; adds
 * to *checked how many were compared. */
static int compare_listed(struct making *m, const struct manifest *manifest,
			  const char *dir, size_t *checked)
{
	size_t i;
	int bad = 0, rc;

	for (i = 0; i < manifest->nfiles; i++) {
		const struct manifest_file *f = &manifest->files[i];

		if (strchr(f->name, '/')) /* no file of a report */
			continue;
		rc = m->draw || !is_drawn(f->name)
			 ? compare_file(m, dir, f->name)
			 : compare_hash(dir, f, m->err);
		if (rc < 0)
			return -1;
		bad += rc;
		++*checked;
	}
	return bad;
}

/* Compares the manifest of a thinned directory. Returns 0, 1 if it differs, or -1 with
 * m->err. */
static int compare_thinned(struct making *m, const struct manifest *manifest,
			   const char *dir)
{
	struct str found = { 0 }, made = { 0 }, thinned = { 0 };
	int rc = folder_read(dir, FOLDER_LIST, &found, m->err);
	bool same;

	if (!rc)
		rc = folder_read(m->folder.aside, FOLDER_LIST, &made, m->err);
	if (!rc) {
		manifest_thin(made.text, &thinned);
		rc = str_check(&thinned, m->err);
	}
	/* without gnuplot the hash of the PDF is not known */
	same = m->draw ? same_bytes(&found, &thinned)
		       : is_listed(manifest, MANIFEST_STAYS);
	str_free(&found);
	str_free(&made);
	str_free(&thinned);
	if (!rc && !same)
		log_error("'%s/" FOLDER_LIST "' is not what the database gives",
			  dir);
	return rc ? -1 : !same;
}

/* Compares those made again that the manifest does not list; of a thinned directory only
 * the manifest. Returns how many differ, or -1 with m->err. */
static int compare_made(struct making *m, const struct manifest *manifest,
			const char *dir, char *const *made, size_t count,
			size_t *checked)
{
	size_t i;
	int bad = 0, rc;

	if (manifest->thinned) {
		++*checked;
		return compare_thinned(m, manifest, dir);
	}
	for (i = 0; i < count; i++) {
		bool list = !strcmp(made[i], FOLDER_LIST);

		if ((is_listed(manifest, made[i]) && !list) ||
		    (!m->draw && is_drawn(made[i])))
			continue;
		rc = compare_file(m, dir, made[i]);
		if (rc < 0)
			return -1;
		bad += rc;
		++*checked;
	}
	return bad;
}

/* Tells which files of `dir` are not of the report. Returns how many of them have a
 * name that a report's file may have, so that they could be taken for one. */
static int tell_strangers(const struct manifest *manifest, const char *dir,
			  char *const *made, size_t nmade, char *const *found,
			  size_t nfound, size_t *checked)
{
	size_t i;
	int bad = 0;

	for (i = 0; i < nfound; i++) {
		if (is_listed(manifest, found[i]) ||
		    (!manifest->thinned && is_among(found[i], made, nmade)))
			continue;
		if (report_may_have(found[i])) {
			log_error("'%s/%s' is not of this report", dir,
				  found[i]);
			bad++;
			++*checked;
		} else {
			log_warn("'%s/%s' is not of this report", dir,
				 found[i]);
		}
	}
	return bad;
}

/* Compares all files. Returns how many are wrong, or -1 with m->err; adds to *checked
 * how many were compared. */
static int compare_all_files(struct making *m, const struct manifest *manifest,
			     const char *dir, size_t *checked)
{
	size_t nmade = 0, nfound = 0;
	char **made = folder_names(m->folder.aside, &nmade, m->err);
	char **found = made ? folder_names(dir, &nfound, m->err) : NULL;
	int bad = found ? compare_listed(m, manifest, dir, checked) : -1;
	int more =
	    bad < 0 ? -1 : compare_made(m, manifest, dir, made, nmade, checked);

	if (more >= 0)
		bad += more + tell_strangers(manifest, dir, made, nmade, found,
					     nfound, checked);
	folder_names_free(made, nmade);
	folder_names_free(found, nfound);
	return more < 0 ? -1 : bad;
}

/* Sets m->draw to whether gnuplot and qpdf here are of the versions that made the
 * pictures; if they are not, sets *why to the reason. Returns 0, or -1 with
 * m->err. */
static int verify_ask_programs(struct making *m, const struct manifest *was,
			       struct err *why)
{
	bool marked = strstr(was->drawn, ", qpdf") != NULL;

	if (!was->drawn[0])
		return 0; /* there are no pictures */
	if (make_ask_programs(m, marked, why))
		return -1;
	if (m->draw && strcmp(m->drawn, was->drawn))
		err_set(why, ERR_ENVIRONMENT, "they are by %s, and here is %s",
			was->drawn, m->drawn);
	m->draw = !why->kind;
	/* the numbers of the pages in report.gp depend on it */
	m->marked = marked;
	return 0;
}

/* Makes all files again, and compares them with those in `dir`. */
static int make_and_compare(struct making *m, const struct manifest *was,
			    const char *dir)
{
	struct err why = { 0 };
	char text[UNITS_SIZE];
	size_t checked = 0;
	int bad;

	if (verify_ask_programs(m, was, &why) || make_all(m))
		return -1;
	bad = compare_all_files(m, was, dir, &checked);
	if (bad < 0)
		return -1;
	if (bad)
		return err_set(m->err, ERR_VERIFY,
			       "%d of %zu files in '%s' are not what the "
			       "database gives",
			       bad, checked, dir);
	if (why.kind)
		return err_set(m->err, why.kind,
			       "pictures were compared with the manifest only, "
			       "not drawn again: %s",
			       why.text);
	log_info("%s in '%s' %s what the database gives",
		 units_count(text, checked, "file"), dir,
		 checked == 1 ? "is" : "are");
	return 0;
}

int report_verify(struct db *db, const char *dir, struct err *err)
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
	/* a directory of a version without a choice names all its reports */
	o.full = !strcmp(was.choice, "full");
	if (!o.full && strcmp(was.choice, "brief") != 0) {
		o.names = (const char *const *)was.names;
		o.count = was.count;
	}
	o.run = was.run;
	o.against = was.against[0] ? was.against : NULL;
	o.date_s = was.date_s;
	if (make_begin(&m, db, &o, &bad))
		rc = bad.kind == ERR_USAGE /* unknown run or report */
			 ? err_set(err, ERR_VERIFY, "manifest of '%s': %s", dir,
				   bad.text)
			 : err_set(err, bad.kind, "%s", bad.text);
	m.err = err;
	m.compares = true;
	if (!rc)
		rc = folder_open(&m.folder, NULL, err);
	if (!rc)
		rc = make_and_compare(&m, &was, dir);
	folder_close(&m.folder, false, err);
	make_end(&m);
	manifest_free(&was);
	return rc;
}
