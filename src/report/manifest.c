/* manifest.csv: what a directory of reports was made from, and its files. */
#include "report/manifest.h"

#include "base/csv.h"
#include "base/mem.h"
#include "report/folder.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME FOLDER_LIST

/* ---- writing ----------------------------------------------------------------- */

static void manifest_add_row(struct str *out, const char *what,
			     const char *name, const char *rows,
			     const char *hash)
{
	str_addf(out, "%s,", what);
	csv_add(out, name);
	str_addf(out, ",%s,%s\n", rows, hash);
}

static void add_parts(const struct run_report *parts, size_t count,
		      struct str *out)
{
	char rows[30], hash[SHA256_SIZE];
	const struct grid *grid;
	const char *name;
	size_t i, k;

	for (i = 0; i < count; i++)
		manifest_add_row(out, "report", parts[i].report->name, "", "");
	for (i = 0; i < count; i++) {
		for (k = 0; run_report_query(&parts[i], k, &name, &grid); k++) {
			snprintf(rows, sizeof(rows), "%zu", grid->nrows);
			manifest_add_row(out, "query", name, rows,
					 grid_hash(grid, hash, out));
		}
	}
}

static int add_file(const char *dir, const char *name, struct str *out,
		    struct err *err)
{
	char size[30], hash[SHA256_SIZE];
	struct str bytes = { 0 };
	int rc = folder_read(dir, name, &bytes, err);

	if (!rc) {
		snprintf(size, sizeof(size), "%zu", bytes.len);
		manifest_add_row(out, "file", name, size,
				 sha256_hex(hash, bytes.text, bytes.len));
	}
	str_free(&bytes);
	return rc ? -1 : 0;
}

int manifest_write(const struct run_report *parts, size_t count,
		   const struct run_facts *facts, int64_t date_s,
		   const char *choice, const char *drawn, const char *dir,
		   struct str *out, struct err *err)
{
	char date[30];
	size_t nfiles, i;
	char **names = folder_names(dir, &nfiles, err);
	int rc = names ? 0 : -1;

	snprintf(date, sizeof(date), "%" PRId64, date_s);
	str_add(out, "what,name,rows,sha256\n");
	manifest_add_row(out, "run", facts->uuid, "", "");
	if (*facts->against)
		manifest_add_row(out, "against", facts->against, "", "");
	manifest_add_row(out, "date", date, "", "");
	manifest_add_row(out, "choice", choice, "", "");
	manifest_add_row(out, "dotrec", PACKAGE_VERSION, "", "");
	if (*drawn)
		manifest_add_row(out, "gnuplot", drawn, "", "");
	add_parts(parts, count, out);
	for (i = 0; i < nfiles && !rc; i++)
		rc = add_file(dir, names[i], out, err);
	folder_names_free(names, nfiles);
	return rc;
}

/* ---- reading ----------------------------------------------------------------- */

static int manifest_add_name(struct manifest *m, const char *name,
			     struct err *err)
{
	if (m->count == MANIFEST_REPORTS)
		return err_set(err, ERR_VERIFY,
			       "'" NAME "' names too many reports");
	m->names[m->count] = mem_text(name, err);
	return m->names[m->count++] ? 0 : -1;
}

static int add_hash(struct manifest *m, const char *name, const char *hash,
		    struct err *err)
{
	if (mem_grow(&m->files, &m->cap, m->nfiles + 1, sizeof(*m->files), err))
		return -1;
	m->files[m->nfiles].name = mem_text(name, err);
	if (!m->files[m->nfiles].name)
		return -1;
	str_copy(m->files[m->nfiles++].sha256, SHA256_SIZE, hash);
	return 0;
}

static int manifest_read_row(void *ctx, const struct csv_row *row,
			     struct err *err)
{
	struct manifest *m = ctx;
	const char *what, *name;

	if (row->count != 4)
		return err_set(err, ERR_VERIFY,
			       "'" NAME "', line %zu: not a row of a manifest",
			       row->line);
	what = row->fields[0].text;
	name = row->fields[1].text;
	if (!strcmp(what, "run"))
		str_copy(m->run, sizeof(m->run), name);
	else if (!strcmp(what, "against"))
		str_copy(m->against, sizeof(m->against), name);
	else if (!strcmp(what, "date"))
		m->date_s = strtoll(name, NULL, 10);
	else if (!strcmp(what, "choice"))
		str_copy(m->choice, sizeof(m->choice), name);
	else if (!strcmp(what, "gnuplot"))
		str_copy(m->drawn, sizeof(m->drawn), name);
	else if (!strcmp(what, "thinned"))
		m->thinned = true;
	else if (!strcmp(what, "report"))
		return manifest_add_name(m, name, err);
	else if (!strcmp(what, "file"))
		return add_hash(m, name, row->fields[3].text, err);
	return 0;
}

int manifest_read(struct manifest *m, const char *dir, struct err *err)
{
	struct err bad = { 0 };
	struct str bytes = { 0 };
	int rc = folder_read(dir, NAME, &bytes, err);

	if (rc == 1)
		err_set(err, ERR_VERIFY,
			"no '" NAME "' in '%s': 'dotrec report' writes one",
			dir);
	if (!rc && csv_read(bytes.text, bytes.len, NAME, 0, manifest_read_row,
			    m, &bad))
		rc = err_set(err, ERR_VERIFY, "%s", bad.text);
	if (!rc && (!m->run[0] || !m->count))
		rc = err_set(err, ERR_VERIFY,
			     "'" NAME "' in '%s' names no run or no report",
			     dir);
	/* the last second of the year 9999 */
	if (!rc && (m->date_s < 0 || m->date_s > INT64_C(253402300799)))
		rc = err_set(err, ERR_VERIFY,
			     "'" NAME "' in '%s' has no date that can be", dir);
	str_free(&bytes);
	return rc ? -1 : 0;
}

/* Whether a line of a manifest is the row of this file. */
static bool is_row_of(const char *line, const char *file)
{
	size_t len = strlen(file);

	line += strlen("file,");
	return !strncmp(line, file, len) && line[len] == ',';
}

void manifest_thin(const char *text, struct str *out)
{
	size_t len;

	for (; *text; text += len) {
		len = strcspn(text, "\n");
		len += text[len] == '\n';
		if (strncmp(text, "file,", 5) != 0 ||
		    is_row_of(text, MANIFEST_STAYS))
			str_add_bytes(out, text, len);
	}
	str_add(out, "thinned,,,\n");
}

int manifest_compare(const char *dir, const struct manifest_file *file,
		     struct err *err)
{
	char hash[SHA256_SIZE];
	struct str bytes = { 0 };
	int rc = folder_read(dir, file->name, &bytes, err);

	if (!rc &&
	    strcmp(sha256_hex(hash, bytes.text, bytes.len), file->sha256) != 0)
		rc = MANIFEST_DIFFERS;
	else if (rc > 0)
		rc = MANIFEST_MISSING;
	str_free(&bytes);
	return rc;
}

void manifest_free(struct manifest *m)
{
	size_t i;

	for (i = 0; i < m->count; i++)
		free(m->names[i]);
	for (i = 0; i < m->nfiles; i++)
		free(m->files[i].name);
	free(m->files);
	memset(m, 0, sizeof(*m));
}
