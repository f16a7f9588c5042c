/* Bookmarks and title of report.pdf, added by qpdf. */
#include "report/bookmarks.h"

#include "base/mem.h"
#include "proc/child.h"
#include "report/tool.h"
#include "store/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PATH_SIZE (FOLDER_PATH + 100)

/* Files while it works; they are removed. */
#define ORDERED ".ordered"
#define CHANGES ".changes"
#define MARKED  ".marked"

/* Numbers of objects that are new; qpdf numbers all objects again. */
#define OUTLINES 1000000
#define INFO     (OUTLINES + 1)
#define FIRST    (OUTLINES + 2)

/* The objects of a file that qpdf made from pages: it begins with these. */
#define ROOT  "1 0 R"
#define PAGES "2 0 R"

int bookmarks_version(const char *dir, char *text, size_t size, struct err *err)
{
	char program[] = "qpdf", version[] = "--version";
	char *argv[] = { program, version, NULL };
	struct str answer = { 0 };
	int status, major = 0, rc;

	if (!child_program_exists("qpdf"))
		return err_set(err, ERR_ENVIRONMENT,
			       "qpdf is not installed: on Debian 'apt install "
			       "qpdf'");
	rc = tool_ask(argv, dir, &answer, &status, err);
	if (!rc)
		tool_first_line(&answer, text, size);
	if (!rc && (sscanf(text, "qpdf version %d", &major) != 1 || major < 11))
		rc = err_set(err, ERR_ENVIRONMENT,
			     "qpdf 11 or newer is needed, and 'qpdf "
			     "--version' says '%s'",
			     text);
	str_free(&answer);
	return rc;
}

/* Runs qpdf and appends what it writes to `answer`. Returns 0, or -1 with *err. */
static int run_qpdf(char *const argv[], const char *dir, struct str *answer,
		    struct err *err)
{
	char line[200];
	int status, rc = tool_ask(argv, dir, answer, &status, err);

	/* 3: there were warnings, and the file was written */
	if (!rc && status && (!WIFEXITED(status) || WEXITSTATUS(status) != 3)) {
		tool_first_line(answer, line, sizeof(line));
		rc = err_set(err, ERR_ENVIRONMENT, "qpdf failed: %s", line);
	}
	return rc;
}

/* Writes ORDERED.pdf: the pages of `file`, in order. */
static int order_pages(const char *dir, char *file, bool second,
		       struct err *err)
{
	char program[] = "qpdf", empty[] = "--empty", pages[] = "--pages",
	     moved[] = "1,z,2-r2", all[] = "1-z", end[] = "--",
	     ordered[] = ORDERED ".pdf";
	char *argv[] = { program, empty,   pages, file, second ? moved : all,
			 end,     ordered, NULL };
	struct str answer = { 0 };
	int rc = run_qpdf(argv, dir, &answer, err);

	str_free(&answer);
	return rc;
}

/* Reads the objects of the pages of a file: lines as "page 2: 4 0 R". They are to
 * be released with free(); NULL with *err. */
static int *read_objects(const char *dir, char *file, size_t *count,
			 struct err *err)
{
	char program[] = "qpdf", show[] = "--show-pages";
	char *argv[] = { program, show, file, NULL };
	struct str answer = { 0 };
	size_t cap = 0, page;
	int *objects = NULL, object;
	char *rest, *line;
	int rc = run_qpdf(argv, dir, &answer, err);

	*count = 0;
	for (rest = answer.text; !rc && rest && (line = strsep(&rest, "\n"));) {
		if (sscanf(line, "page %zu: %d 0 R", &page, &object) != 2 ||
		    page != *count + 1)
			continue;
		rc =
		    mem_grow(&objects, &cap, *count + 1, sizeof(*objects), err);
		if (!rc)
			objects[(*count)++] = object;
	}
	if (!rc && !*count)
		rc = err_set(err, ERR_ENVIRONMENT, "qpdf found no page");
	str_free(&answer);
	if (!rc)
		return objects;
	free(objects);
	return NULL;
}

/* Appends "KEY": and a string of a PDF. */
static int add_string(const struct bookmarks *b, const char *key,
		      const char *text, struct str *out, struct err *err)
{
	struct str marked = { 0 };
	int rc;

	str_addf(&marked, "u:%s", text);
	str_addf(out, "\"%s\":", key);
	rc = str_check(&marked, err);
	if (!rc)
		rc = query_json_text(b->db, marked.text, out, err);
	str_free(&marked);
	return rc;
}

/* Appends one bookmark as an object (PDF 1.7, 12.3.3). */
static int add_bookmark(const struct bookmarks *b, size_t i, const int *objects,
			size_t count, struct str *out, struct err *err)
{
	size_t page = b->marks[i].page;

	if (page < 1 || page > count)
		return err_set(err, ERR_ENVIRONMENT,
			       "page %zu of '%s' is missing", page,
			       b->marks[i].title);
	str_addf(out, "\"obj:%zu 0 R\":{\"value\":{", FIRST + i);
	if (add_string(b, "/Title", b->marks[i].title, out, err))
		return -1;
	str_addf(out, ",\"/Parent\":\"%d 0 R\",\"/Dest\":[\"%d 0 R\",\"/Fit\"]",
		 OUTLINES, objects[page - 1]);
	if (i)
		str_addf(out, ",\"/Prev\":\"%zu 0 R\"", FIRST + i - 1);
	if (i + 1 < b->count)
		str_addf(out, ",\"/Next\":\"%zu 0 R\"", FIRST + i + 1);
	str_add(out, "}},\n");
	return 0;
}

/* Appends what is new in the file, in qpdf's JSON (version 2). */
static int add_changes(const struct bookmarks *b, const int *objects,
		       size_t count, struct str *out, struct err *err)
{
	time_t when = (time_t)b->date_s;
	char date[40];
	struct tm tm;
	size_t i;

	gmtime_r(&when, &tm);
	strftime(date, sizeof(date), "D:%Y%m%d%H%M%SZ", &tm);
	str_addf(out,
		 "{\"qpdf\":[{\"jsonversion\":2,\"pdfversion\":\"1.5\","
		 "\"pushedinheritedpageresources\":false,"
		 "\"calledgetallpages\":false,\"maxobjectid\":%zu},\n{",
		 FIRST + b->count);
	for (i = 0; i < b->count; i++)
		if (add_bookmark(b, i, objects, count, out, err))
			return -1;
	str_addf(
	    out,
	    "\"obj:%d 0 R\":{\"value\":{\"/Type\":\"/Outlines\","
	    "\"/First\":\"%d 0 R\",\"/Last\":\"%zu 0 R\",\"/Count\":%zu}},\n",
	    OUTLINES, FIRST, FIRST + b->count - 1, b->count);
	str_addf(out, "\"obj:%d 0 R\":{\"value\":{", INFO);
	if (add_string(b, "/Title", b->title, out, err))
		return -1;
	str_addf(out,
		 ",\"/CreationDate\":\"u:%s\",\"/ModDate\":\"u:%s\","
		 "\"/Creator\":\"u:dotrec\",\"/Producer\":\"u:gnuplot, "
		 "qpdf\"}},\n",
		 date, date);
	str_addf(out,
		 "\"obj:" ROOT "\":{\"value\":{\"/Type\":\"/Catalog\","
		 "\"/Pages\":\"" PAGES "\",\"/Outlines\":\"%d 0 R\","
		 "\"/PageMode\":\"/UseOutlines\",\"/ViewerPreferences\":{"
		 "\"/DisplayDocTitle\":true}}},\n",
		 OUTLINES);
	/* qpdf corrects the size */
	str_addf(out,
		 "\"trailer\":{\"value\":{\"/Size\":1,\"/Root\":\"" ROOT
		 "\",\"/Info\":\"%d 0 R\"}}}]}\n",
		 INFO);
	return 0;
}

/* Writes MARKED.pdf from ORDERED.pdf and CHANGES.json. */
static int apply_changes(const char *dir, struct err *err)
{
	char program[] = "qpdf", ordered[] = ORDERED ".pdf",
	     update[] = "--update-from-json=" CHANGES ".json",
	     id[] = "--deterministic-id", marked[] = MARKED ".pdf";
	char *argv[] = { program, ordered, update, id, marked, NULL };
	struct str answer = { 0 };
	int rc = run_qpdf(argv, dir, &answer, err);

	str_free(&answer);
	return rc;
}

/* Writes MARKED.pdf. */
static int make_marked(const struct bookmarks *b, struct folder *folder,
		       char *file, struct err *err)
{
	const char *dir = folder->aside;
	char ordered[] = ORDERED ".pdf";
	struct str changes = { 0 };
	bool second = b->second;
	size_t count;
	int *objects, rc;

	if (second) { /* of two pages the last one is the second already */
		objects = read_objects(dir, file, &count, err);
		free(objects);
		if (!objects)
			return -1;
		second = count > 2;
	}
	if (order_pages(dir, file, second, err))
		return -1;
	objects = read_objects(dir, ordered, &count, err);
	if (!objects)
		return -1;
	rc = add_changes(b, objects, count, &changes, err);
	if (!rc)
		rc = folder_put(folder, CHANGES, "json", &changes, err);
	if (!rc)
		rc = apply_changes(dir, err);
	str_free(&changes);
	free(objects);
	return rc;
}

int bookmarks_add(const struct bookmarks *b, struct folder *folder,
		  const char *name, struct err *err)
{
	static const char *const scratch[] = { ORDERED ".pdf", CHANGES ".json",
					       MARKED ".pdf" };
	char from[PATH_SIZE], to[PATH_SIZE], file[80];
	size_t i;
	int rc;

	snprintf(file, sizeof(file), "%s.pdf", name);
	snprintf(from, sizeof(from), "%s/" MARKED ".pdf", folder->aside);
	snprintf(to, sizeof(to), "%s/%s", folder->aside, file);
	rc = make_marked(b, folder, file, err);
	if (!rc && rename(from, to))
		rc = err_errno(err, ERR_STORAGE, "cannot write '%s'", to);
	for (i = 0; i < sizeof(scratch) / sizeof(scratch[0]); i++) {
		snprintf(from, sizeof(from), "%s/%s", folder->aside,
			 scratch[i]);
		unlink(from);
	}
	return rc;
}
