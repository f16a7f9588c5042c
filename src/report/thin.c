/* Thinning the reports of old nights: only report.pdf stays. */
#include "report/folder.h"
#include "report/manifest.h"
#include "report/report.h"
#include "store/find.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Whether a file of the directory is as the manifest says: else somebody has changed
 * it. */
static bool is_as_made(const char *dir, const struct manifest_file *f)
{
	struct err none = { 0 };

	return !manifest_compare(dir, f, &none);
}

static bool thin_has_pdf(const char *dir, const struct manifest *m)
{
	size_t i;

	for (i = 0; i < m->nfiles; i++)
		if (!strcmp(m->files[i].name, MANIFEST_STAYS))
			return is_as_made(dir, &m->files[i]);
	return false;
}

/* Removes the files of the report but the one that stays, and those that were changed.
 * Returns 0, or -1 with *err. */
static int thin_files(const char *dir, const struct manifest *m,
		      struct err *err)
{
	int at = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = 0;
	size_t i;

	if (at < 0)
		return err_errno(err, ERR_STORAGE, "cannot open '%s'", dir);
	for (i = 0; i < m->nfiles && !rc; i++) {
		const struct manifest_file *f = &m->files[i];

		if (!strcmp(f->name, MANIFEST_STAYS) ||
		    !report_may_have(f->name) || !is_as_made(dir, f))
			continue;
		if (unlinkat(at, f->name, 0) && errno != ENOENT)
			rc = err_errno(err, ERR_STORAGE,
				       "cannot remove '%s/%s'", dir, f->name);
	}
	close(at);
	return rc;
}

/* Thins the report in `dir`, if it is one of the run `uuid` and whole. The manifest is
 * written last: a process that is killed before is followed by the next one. */
static int thin_night(const char *dir, const char *uuid, struct err *err)
{
	struct manifest m = { 0 };
	struct str was = { 0 }, thinned = { 0 };
	struct err none = { 0 };
	int rc = 0;

	if (!manifest_read(&m, dir, &none) && !m.thinned &&
	    !strcmp(m.run, uuid) && thin_has_pdf(dir, &m) &&
	    !folder_read(dir, FOLDER_LIST, &was, &none)) {
		manifest_thin(was.text, &thinned);
		rc = thin_files(dir, &m, err);
		if (!rc)
			rc = folder_replace(dir, FOLDER_LIST, &thinned, err);
	}
	manifest_free(&m);
	str_free(&was);
	str_free(&thinned);
	return rc;
}

int site_thin(struct db *db, const char *dir, const char *run, size_t keep,
	      struct err *err)
{
	struct grid nights = { 0 };
	int64_t run_id;
	char id[24];
	size_t row;
	int rc = store_run_find(db, run, &run_id, err);

	snprintf(id, sizeof(id), "%" PRId64, rc ? 0 : run_id);
	if (!rc)
		rc = grid_read(&nights, db, "calendar", id, err);
	for (row = 0; row + keep < nights.nrows; row++) {
		struct err why = { 0 };
		char night[FOLDER_PATH];

		snprintf(night, sizeof(night), "%s/%s", dir,
			 grid_text(&nights, row, "date"));
		/* one that is protected does not keep the others */
		if (thin_night(night, grid_text(&nights, row, "uuid"), &why) &&
		    !rc)
			rc = err_set(err, why.kind, "%s", why.text);
	}
	grid_free(&nights);
	return rc;
}
