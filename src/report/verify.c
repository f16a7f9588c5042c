/* Verifying a directory of reports against the database. */
#include "report/make.h"

#include "base/log.h"
#include "report/manifest.h"

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

/* Compares a file of `dir` with the one in `again`. Returns 0, 1 if they
 * differ, or -1 with *err. */
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

/* Compares a file of `dir` with its hash in the manifest. Returns 0, 1 if they
 * differ, or -1 with *err. */
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

/* Compares the files of the manifest, and those made again. Returns how many
 * differ, or -1 with m->err; adds to *checked how many were compared. */
static int compare_all_files(struct making *m, const struct manifest *manifest,
			     const char *dir, size_t *checked)
{
	size_t made, i, k;
	char **names = folder_names(m->folder.aside, &made, m->err);
	int bad = names ? 0 : -1, rc;

	for (i = 0; i < manifest->nfiles && bad >= 0; i++) {
		const struct manifest_file *f = &manifest->files[i];

		if (strchr(f->name, '/')) /* no file of a report */
			continue;
		for (k = 0; k < made; k++)
			if (!strcmp(names[k], f->name))
				break;
		if (k < made && (m->draw || !is_drawn(f->name)))
			continue; /* compared in the loop below */
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

/* Sets m->draw to whether gnuplot here is of the version that drew the
 * pictures; if it is not, sets *why to the reason. Returns 0, or -1 with
 * m->err. */
static int ask_gnuplot(struct making *m, const struct manifest *was,
		       struct err *why)
{
	if (!was->gnuplot[0])
		return 0; /* there are no pictures */
	if (make_ask_gnuplot(m, why))
		return -1;
	if (m->draw && strcmp(m->gnuplot, was->gnuplot))
		err_set(why, ERR_ENVIRONMENT,
			"another version of gnuplot drew them");
	m->draw = !why->kind;
	return 0;
}

/* Makes all files again, and compares them with those in `dir`. */
static int make_and_compare(struct making *m, const struct manifest *was,
			    const char *dir)
{
	struct err why = { 0 };
	size_t checked = 0;
	int bad;

	if (ask_gnuplot(m, was, &why) || make_all(m))
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
	log_info("%zu files in '%s' are what the database gives", checked, dir);
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
	if (!rc)
		rc = folder_open(&m.folder, NULL, err);
	if (!rc)
		rc = make_and_compare(&m, &was, dir);
	folder_close(&m.folder, false, err);
	make_end(&m);
	manifest_free(&was);
	return rc;
}
