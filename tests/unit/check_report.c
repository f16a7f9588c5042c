/* Tests of src/table and src/report: formats, grids, texts, directories. */
#include "base/line.h"
#include "db/open.h"
#include "report/gnuplot.h"
#include "report/picture.h"
#include "report/report.h"
#include "table/column.h"
#include "table/formats.h"
#include "table/grid.h"
#include "table/layout.h"
#include "table/table.h"
#include "table/text.h"
#include "tiny.h"

#include <errno.h>
#include <dirent.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

extern const struct str_file report_templates[];

#define UUID_A "11111111-2222-4333-8444-555555555555"
#define UUID_B "22222222-2222-4333-8444-555555555555"

/* A database with the tiny run in it. */
static struct db *tiny_store(const char *name)
{
	char path[PLACE_SIZE];
	struct db *db = tiny_open(place_path(path, name), DB_WRITE);
	struct tiny t;

	tiny_make(&t);
	tiny_run(db, &t, UUID_A, "night \"1\"");
	plan_free(&t.plan);
	return db;
}

/* ---- formats ----------------------------------------------------------- */

/* Three rows with values that need escaping; then no rows. */
#define AWKWARD                                                    \
	"SELECT 1 AS n, 2.5 AS \"x,y\", 'plain' AS t UNION ALL "   \
	"SELECT -20, 1.0 / 3, 'a,b|c\"d' || char(9, 10, 92, 233) " \
	"UNION ALL SELECT NULL, x'00ff', ''"
#define EMPTY "SELECT 1 AS a, 2 AS \"b|c\" WHERE 0"

START_TEST(formats)
{
	static const struct {
		const char *format, *sql, *want;
	} cases[] = {
		{ "csv", AWKWARD,
		  "n,\"x,y\",t\n1,2.5,plain\n"
		  "-20,0.3333333333333333,\"a,b|c\"\"d\t\n\\\xc3\xa9\"\n"
		  ",00ff,\n" },
		{ "csv", EMPTY, "a,b|c\n" },
		{ "csv", "SELECT ' a' AS a, 'b ' AS b, '' AS c, 'd e' AS d",
		  "a,b,c,d\n\" a\",\"b \",,d e\n" },
		{ "tsv", AWKWARD,
		  "n\tx,y\tt\n1\t2.5\tplain\n"
		  "-20\t0.3333333333333333\ta,b|c\"d\\t\\n\\\\\xc3\xa9\n"
		  "\t00ff\t\n" },
		{ "tsv", "SELECT char(13) AS \"a\tb\"", "a\\tb\n\\r\n" },
		{ "tsv", EMPTY, "a\tb|c\n" },
		{ "json", AWKWARD,
		  "[\n{\"n\":1,\"x,y\":2.5,\"t\":\"plain\"},\n"
		  "{\"n\":-20,\"x,y\":0.3333333333333333,"
		  "\"t\":\"a,b|c\\\"d\\t\\n\\\\\xc3\xa9\"},\n"
		  "{\"n\":null,\"x,y\":\"00ff\",\"t\":\"\"}\n]\n" },
		{ "json", EMPTY, "[\n]\n" },
		{ "json", "SELECT 9e999 AS i, -9e999 AS j, 1e300 AS k",
		  "[\n{\"i\":null,\"j\":null,\"k\":1e+300}\n]\n" },
		{ "jsonl", AWKWARD,
		  "{\"n\":1,\"x,y\":2.5,\"t\":\"plain\"}\n"
		  "{\"n\":-20,\"x,y\":0.3333333333333333,"
		  "\"t\":\"a,b|c\\\"d\\t\\n\\\\\xc3\xa9\"}\n"
		  "{\"n\":null,\"x,y\":\"00ff\",\"t\":\"\"}\n" },
		{ "jsonl", EMPTY, "" },
		{ "markdown", AWKWARD,
		  "|   n |      x,y | t             |\n"
		  "|----:|---------:|---------------|\n"
		  "|   1 |      2.5 | plain         |\n"
		  "| -20 | 0.333333 | a,b\\|c\"d  \\\\\xc3\xa9 |\n"
		  "|     |     00ff |               |\n" },
		{ "markdown", EMPTY, "| a | b\\|c |\n|---|------|\n" },
		{ "table", AWKWARD,
		  "  n       x,y  t\n"
		  "---  --------  -----------\n"
		  "  1       2.5  plain\n"
		  "-20  0.333333  a,b|c\"d  \\\xc3\xa9\n"
		  "         00ff\n" },
		{ "table", EMPTY, "a  b|c\n-  ---\n" },
		{ "table",
		  "SELECT 'ab' AS l, 12345678 AS r UNION ALL "
		  "SELECT '\xc3\xa9', 0.000012345678",
		  "l             r\n--  -----------\nab     12345678\n"
		  "\xc3\xa9   1.23457e-05\n" },
	};
	char path[PLACE_SIZE];
	struct db *db;
	size_t i;

	db = tiny_open(place_path(path, "formats.db"), DB_WRITE);
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		struct str out = { 0 };
		struct query *q = query_open(db, cases[i].sql, NULL, 0, &err);

		ck_assert_msg(q != NULL, "case %zu: %s", i, err.text);
		ck_assert_msg(
		    !formats_write(&out, db, q, cases[i].format, &err),
		    "case %zu: %s", i, err.text);
		ck_assert_msg(!strcmp(out.text ? out.text : "", cases[i].want),
			      "case %zu: %s gives\n%s\nnot\n%s", i,
			      cases[i].format, out.text, cases[i].want);
		str_free(&out);
		query_close(q);
	}
	db_close(db);
}
END_TEST

START_TEST(json_is_json)
{
	struct db *db = tiny_store("valid.db");
	struct err err = { 0 };
	struct str out = { 0 };
	sqlite3_stmt *s;
	struct query *q;

	/* SQLite reads all that we write */
	q = query_open(db, "SELECT * FROM v_sample", NULL, 0, &err);
	ck_assert_int_eq(formats_write(&out, db, q, "json", &err), 0);
	query_close(q);
	ck_assert_int_eq(
	    sqlite3_prepare_v2(db->sqlite,
			       "SELECT json_valid(?1), json_array_length(?1), "
			       "json_extract(?1, '$[0].run_label')",
			       -1, &s, NULL),
	    SQLITE_OK);
	sqlite3_bind_text(s, 1, out.text, (int)out.len, SQLITE_STATIC);
	ck_assert_int_eq(sqlite3_step(s), SQLITE_ROW);
	ck_assert_int_eq(sqlite3_column_int(s, 0), 1);
	ck_assert_int_eq(sqlite3_column_int(s, 1), TINY_SAMPLES);
	ck_assert_str_eq((const char *)sqlite3_column_text(s, 2),
			 "night \"1\"");
	sqlite3_finalize(s);
	str_free(&out);
	db_close(db);
}
END_TEST

START_TEST(formats_refuse)
{
	char path[PLACE_SIZE];
	struct db *db;
	struct err err = { 0 };
	struct str out = { 0 };
	struct query *q;

	db = tiny_open(place_path(path, "unknown.db"), DB_WRITE);
	q = query_open(db, "SELECT 1", NULL, 0, &err);
	ck_assert_int_eq(formats_write(&out, db, q, "xml", &err), -1);
	ck_assert_int_eq(err.kind, ERR_USAGE);
	ck_assert_ptr_nonnull(strstr(err.text, "unknown format 'xml'"));
	query_close(q);

	/* an error after the first row is reported, no short answer given */
	err_clear(&err);
	q = query_open(db,
		       "SELECT median(value) FROM json_each('[1, 2]') UNION "
		       "ALL SELECT median(value) FROM json_each('[\"x\"]')",
		       NULL, 0, &err);
	ck_assert_int_eq(formats_write(&out, db, q, "csv", &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "not a number"));
	query_close(q);
	str_free(&out);
	db_close(db);
}
END_TEST

START_TEST(layout_by_hand)
{
	static const struct {
		const char *text[6];
		bool number[6];
		bool markdown;
		const char *want;
	} cases[] = {
		{ { "a", "b", "1", "long", "", "x" },
		  { false, false, true, false, true, false },
		  false,
		  "a  b\n-  ----\n1  long\n   x\n" },
		/* characters that would break the line are replaced */
		{ { "a\nb", "b", "1", "t\tt", "22", "|" },
		  { false, false, true, false, true, false },
		  false,
		  "a b  b\n---  ---\n  1  t t\n 22  |\n" },
		{ { "a", "b", "1", "x|y", "22", "z" },
		  { false, false, true, false, true, false },
		  true,
		  "|  a | b    |\n|---:|------|\n|  1 | x\\|y |\n"
		  "| 22 | z    |\n" },
	};
	size_t i, k;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct table table = { .columns = 2 };
		struct str out = { 0 };
		struct err err = { 0 };

		for (k = 0; k < 6; k++)
			ck_assert_int_eq(table_add(&table, cases[i].text[k],
						   cases[i].number[k], &err),
					 0);
		layout_table(&table, cases[i].markdown, &out);
		ck_assert_str_eq(out.text, cases[i].want);
		table_free(&table);
		ck_assert_ptr_null(table.cells);
		str_free(&out);
	}
}
END_TEST

/* ---- grids ------------------------------------------------------------- */

static char *text_e(char text[UNITS_SIZE], double value)
{
	snprintf(text, UNITS_SIZE, "%.3e", value);
	return text;
}

START_TEST(columns_have_units)
{
	static const struct {
		const char *column, *name;
		double value;
		const char *text; /* NULL: as it is */
	} cases[] = {
		{ "cold_ns", "cold", 8329490, "8.33 ms" },
		{ "saved_ns", "saved", -217769, "-218 us" },
		{ "saved_ns", "saved", -0.5, "-0.5 ns" },
		{ "element_ns", "element", 0.0592719, "0.0593 ns" },
		{ "ns", "ns", 1500, "1.50 us" },
		{ "ns_per_call", "ns_per_call", 12, "12 ns" },
		{ "sent_bytes_per_call", "sent_per_call", 1024, "1.00 KiB" },
		{ "payload_bytes", "payload", 4, "4 B" },
		{ "bytes", "bytes", 57344, "56.0 KiB" },
		{ "serial_share", "serial_share", 0.125, "12.5 %" },
		{ "share_of_total", "share_of_total", 1, "100 %" },
		{ "serial_share", "serial_share", 7042.82, "704282 %" },
		{ "level", "level", 0.987061, "98.71 %" },
		{ "level", "level", 0.99994, "99.99 %" },
		{ "level", "level", 1, NULL },
		{ "elements_per_ns", "elements_per_ns", 7, NULL },
		{ "columns", "columns", 7, NULL },
		{ "runs", "runs", 7, NULL },
		{ "cold_s", "cold", 0.00832949, "8.33 ms" },
		{ "saved_s", "saved", -2, "-2.00 s" },
		{ "s", "s", 7, NULL },
		{ "started_s", "started_s", 1796067090, NULL },
		{ "gb_per_s", "gb_per_s", 7, NULL },
		{ "ns of a call", "ns of a call", 7, NULL },
		{ "cold_ns", "cold", NAN, NULL },
	};
	char text[UNITS_SIZE];
	struct err err = { 0 };
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct table t = { .columns = 1 };

		ck_assert_int_eq(column_add_name(&t, cases[i].column, &err), 0);
		ck_assert_str_eq(t.cells[0].text, cases[i].name);
		table_free(&t);
		strcpy(text, "");
		ck_assert_msg(column_value(cases[i].column, cases[i].value,
					   text) == (cases[i].text != NULL),
			      "%s: '%s'", cases[i].column, text);
		ck_assert_str_eq(text, cases[i].text ? cases[i].text : "");
	}
	ck_assert(column_has_twin("cold_s", "cold_ns"));
	ck_assert(!column_has_twin("cold_s", "cold_s"));
	ck_assert(!column_has_twin("cold_s", "colder_ns"));
	ck_assert(!column_has_twin("cold_ns", "cold_ns"));
}
END_TEST

START_TEST(grid_of_the_course)
{
	struct db *db = tiny_store("grid.db");
	struct table table = { 0 };
	struct err err = { 0 };
	struct str dat = { 0 }, got = { 0 };
	const struct pivot average = { .column = "average_s", .text = text_e };
	const struct pivot median = { .column = "median_s",
				      .low = "low_s",
				      .high = "high_s",
				      .text = text_e,
				      .against_one = true };
	char hash[SHA256_SIZE], again[SHA256_SIZE];
	struct grid grid;
	size_t i;

	ck_assert_msg(!grid_read(&grid, db, "course", "last", &err), "%s",
		      err.text);
	/* curves in the order of the plan, n ascending; no rows of fork */
	ck_assert_uint_eq(grid.nrows, 5);
	ck_assert_uint_eq(grid_find(&grid, "curve"), 0);
	ck_assert_uint_eq(grid_find(&grid, "n"), 1);
	ck_assert_uint_eq(grid_find(&grid, "nothing"), grid.ncolumns);
	ck_assert_uint_eq(grid_curves(&grid), 3);
	for (i = 0; i < grid.nrows; i++)
		str_addf(&got, "%s %g;", grid.text[i * grid.ncolumns],
			 grid.value[i * grid.ncolumns + 1]);
	ck_assert_str_eq(got.text, "serial/native 1000;serial/native 2000;"
				   "shm/native 2x1 1000;shm/native 2x1 2000;"
				   "pipe/native 2x1 1000;");
	str_free(&got);

	ck_assert_int_eq(grid_pivot(&grid, &average, &table, &err), 0);
	layout_table(&table, false, &got);
	ck_assert_str_eq(
	    got.text, "   n  serial/native  shm/native 2x1  pipe/native 2x1\n"
		      "----  -------------  --------------  ---------------\n"
		      "1000      1.030e-06       5.150e-07        3.000e-06\n"
		      "2000      2.060e-06       4.000e-06\n");
	table_free(&table);
	str_free(&got);

	/* an interval is written in per cent, and sets the tone */
	memset(&table, 0, sizeof(table));
	ck_assert_int_eq(grid_pivot(&grid, &median, &table, &err), 0);
	for (i = 0; i < table.count; i++)
		str_addf(&got, "%s%d|", table.cells[i].text,
			 (int)table.cells[i].tone);
	ck_assert_str_eq(got.text,
			 "n0|serial/native0|shm/native 2x10|pipe/native 2x10|"
			 "10000|1.030e-06 \xc2\xb1"
			 "3%2|5.150e-07 \xc2\xb1"
			 "3%2|3.000e-060|20000|2.060e-06 \xc2\xb1"
			 "3%2|"
			 "4.000e-06 \xc2\xb1"
			 "0%2|0|");
	table_free(&table);
	str_free(&got);

	/* the CSV keeps every digit; the hash is its SHA-256 */
	grid_csv(&grid, &got);
	ck_assert_msg(!strncmp(got.text, "curve,n,average_s,median_s,", 27) &&
			  strstr(got.text, "\nshm/native 2x1,2000,"
					   "4.000000000000001e-06,"),
		      "%s", got.text);
	ck_assert_str_eq(grid_hash(&grid, hash, &got),
			 sha256_hex(again, got.text, got.len));
	str_free(&got);

	/* the data file: one block per curve; a missing interval is NaN, and
	 * quotes are escaped */
	grid_dat(&grid, &dat);
	ck_assert_ptr_eq(strstr(dat.text,
				"\n\n\"serial/native\"\t\"serial/native\"\n"
				"1000\t"),
			 dat.text);
	ck_assert_ptr_nonnull(
	    strstr(dat.text, "\n\n\n\"shm/native 2x1\"\t\"shm/native 2x1\"\n"
			     "1000\t"));
	ck_assert_ptr_nonnull(strstr(dat.text, "	NaN	NaN	"
					       "1	"));
	str_free(&dat);
	grid_free(&grid);
	grid_free(&grid);
	db_close(db);
}
END_TEST

/* Appends one report as text of 80 columns. */
static int text_of(struct db *db, const char *name, const char *run,
		   struct str *out, struct err *err)
{
	struct report_options options = { .names = &name,
					  .count = 1,
					  .run = run };

	return report_text(db, &options, 80, LAYOUT_PLAIN, out, err);
}

START_TEST(numbers_for_gnuplot)
{
	struct db *db = tiny_store("numbers.db");
	struct err err = { 0 };
	struct str dat = { 0 };
	struct query *query;
	struct grid grid;

	query = query_open(db,
			   "SELECT 'c' AS curve, 1e-7 AS a, 1.5e-7 AS b, -1e20 "
			   "AS c, 12 AS d, 0.5 AS e, NULL AS f, 'a\"' AS g",
			   NULL, 0, &err);
	ck_assert_ptr_nonnull(query);
	ck_assert_int_eq(grid_fill(&grid, query, &err), 0);
	grid_dat(&grid, &dat);
	ck_assert_str_eq(dat.text,
			 "\n\n\"c\"\t\"c\"\n1.0e-07\t1.5e-07\t-1.0e+20\t12"
			 "\t0.5\tNaN\t\"a\\042\"\n");
	str_free(&dat);
	grid_free(&grid);
	query_close(query);
	db_close(db);
}
END_TEST

START_TEST(grid_without_rows)
{
	char path[PLACE_SIZE];
	struct db *db;
	struct table table = { 0 };
	struct err err = { 0 };
	struct str out = { 0 };
	struct grid grid;
	struct tiny t;

	tiny_make(&t);
	db = tiny_open(place_path(path, "rowless.db"), DB_WRITE);
	ck_assert_int_eq(grid_read(&grid, db, "course", "last", &err), -1);
	ck_assert_int_eq(err.kind, ERR_USAGE); /* there is no run */

	err_clear(&err);
	tiny_begin(db, &t, UUID_A, NULL);
	tiny_exec(db, "UPDATE run SET started_utc = '" TINY_UTC "'");
	ck_assert_int_eq(grid_read(&grid, db, "course", "last", &err), 0);
	ck_assert_uint_eq(grid.nrows, 0);
	ck_assert_int_eq(grid_pivot(&grid,
				    &(struct pivot){ .column = "average_s" },
				    &table, &err),
			 0);
	ck_assert_uint_eq(table.count, 1);
	table_free(&table);
	grid_free(&grid);

	ck_assert_int_eq(text_of(db, "course", "1", &out, &err), 0);
	ck_assert_msg(strstr(out.text, "\nrun 1, " TINY_UTC
				       ", running, Test CPU \"One\", "
				       "2 CPUs, 0 samples\n") &&
			  strstr(out.text, "This run cannot tell:") &&
			  strstr(out.text, "\nnothing was measured\n"),
		      "%s", out.text);
	str_free(&out);
	ck_assert_int_eq(text_of(db, "front", "1", &out, &err), 0);
	ck_assert_msg(strstr(out.text, "This run cannot tell:"), "%s",
		      out.text);
	str_free(&out);
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(captions_are_one_line)
{
	struct db *db = tiny_store("caption.db");
	struct err err = { 0 };
	struct str out = { 0 };

	/* a label may contain any character; it must stay in one line */
	tiny_exec(db, "UPDATE run SET label = 'a' || char(10, 9, 127, 233) "
		      "|| 'b'");
	ck_assert_int_eq(text_of(db, "course", "1", &out, &err), 0);
	ck_assert_msg(strstr(out.text, "\nrun 1 \"a   \xc3\xa9"
				       "b\", ") != NULL,
		      "%s", out.text);
	str_free(&out);
	db_close(db);
}
END_TEST

START_TEST(texts)
{
	struct db *db = tiny_store("texts.db");
	struct err err = { 0 };
	struct str out = { 0 };

	/* the run may be given by its label */
	ck_assert_msg(!text_of(db, "speedup", "night \"1\"", &out, &err), "%s",
		      err.text);
	ck_assert_msg(strstr(out.text, "\n   n  shm/native 2x1  "
				       "pipe/native 2x1\n") &&
			  strstr(out.text, "\n1000           2 \xc2\xb1"
					   "0%            0.333\n"),
		      "%s", out.text);
	str_free(&out);
	ck_assert_ptr_null(report_find("nothing"));
	ck_assert_int_eq(text_of(db, "course", "77", &out, &err), -1);
	ck_assert_int_eq(err.kind, ERR_USAGE);
	str_free(&out);
	db_close(db);
}
END_TEST

START_TEST(colours)
{
	struct db *db = tiny_store("colours.db");
	const char *const names[] = { "speedup" };
	struct report_options options = { .names = names,
					  .count = 1,
					  .run = "1" };
	struct str plain = { 0 }, colour = { 0 };
	const char *p;

	ck_assert(!report_text(db, &options, 80, LAYOUT_PLAIN, &plain, NULL));
	ck_assert(!report_text(db, &options, 80, LAYOUT_COLOUR, &colour, NULL));
	ck_assert_ptr_null(strchr(plain.text, '\033'));
	ck_assert_ptr_nonnull(strstr(colour.text, "\033[32m2 \xc2\xb1"));
	ck_assert_ptr_nonnull(strstr(colour.text, "\033[31m0.515 "));
	/* without its escape sequences the text is the plain one */
	str_free(&plain);
	for (p = colour.text; *p; p++) {
		if (*p == '\033')
			p = strchr(p, 'm');
		else
			str_add_bytes(&plain, p, 1);
	}
	str_free(&colour);
	ck_assert(!report_text(db, &options, 80, LAYOUT_PLAIN, &colour, NULL));
	ck_assert_str_eq(plain.text, colour.text);
	str_free(&plain);
	str_free(&colour);
	db_close(db);
}
END_TEST

START_TEST(layout_within_a_width)
{
	static const char *const words[] = {
		"k", "one", "two", "a", "1", "words that need lines"
	};
	struct table table = { .columns = 3 };
	struct str out = { 0 };
	size_t i;

	for (i = 0; i < UNIT_COUNT(words); i++)
		ck_assert(!table_add(&table, words[i], false, NULL));
	layout_fit(&table, 30, LAYOUT_PLAIN, &out);
	ck_assert_str_eq(out.text, "k  one  two\n-  ---  -------------------"
				   "--\na  1    words that need lines\n");
	str_free(&out);
	/* columns that do not fit follow below, with the first column again */
	layout_fit(&table, 20, LAYOUT_PLAIN, &out);
	ck_assert_str_eq(out.text, "k  one\n-  ---\na  1\n\n"
				   "k  two\n-  -----------------\n"
				   "a  words that need\n   lines\n");
	str_free(&out);
	/* on a terminal a word that is too long loses its middle */
	while (strchr(table.cells[5].text, ' '))
		*strchr(table.cells[5].text, ' ') = '_';
	layout_fit(&table, 20, LAYOUT_SHORT, &out);
	ck_assert_str_eq(out.text, "k  one\n-  ---\na  1\n\n"
				   "k  two\n-  -----------------\n"
				   "a  words_th\xe2\x80\xa6"
				   "ed_lines\n");
	str_free(&out);
	while (strchr(table.cells[5].text, '_'))
		*strchr(table.cells[5].text, '_') = ' ';
	/* the same as cells, for a page; an empty cell is left out */
	table.cells[3].number = true;
	layout_fit(&table, 20, LAYOUT_CELLS, &out);
	ck_assert_str_eq(out.text, "\t1>k\t3<one\n\t0-1\t3-6\n\t1>a\t3<1\n\n"
				   "\t1>k\t3<two\n\t0-1\t3-20\n"
				   "\t1>a\t3<words that need\n\t3<lines\n");
	str_free(&out);
	table_free(&table);
}
END_TEST

/* ---- text from outside ----------------------------------------------------- */

START_TEST(text_is_harmless)
{
	static const struct {
		void (*make)(struct str *out, const char *text);
		const char *text, *want;
	} cases[] = {
		{ line_add, "plain \xc3\xa9", "plain \xc3\xa9" },
		{ line_add, "", "" },
		{ line_add, "a\nb\tc\x1b[31m\x7f", "a b c [31m " },
		{ line_add,
		  "\xc2\x9b"
		  "31m \xe2\x80\xa8|",
		  " 31m  |" },
		{ line_add, "bad \xff\xc3 end",
		  "bad \xef\xbf\xbd\xef\xbf\xbd end" },
		/* a direction of writing that the text opens is closed */
		{ line_add,
		  "\xe2\x80\xae"
		  "x",
		  "\xe2\x80\xae"
		  "x\xe2\x80\xac\xe2\x80\x8e" },
		{ line_add,
		  "\xe2\x81\xa7"
		  "x\xe2\x81\xa9",
		  "\xe2\x81\xa7"
		  "x\xe2\x81\xa9\xe2\x80\x8e" },
		{ text_html, "<script>'&\"</script>\n",
		  "&lt;script&gt;&#39;&amp;&quot;&lt;/script&gt; " },
		{ text_markdown,
		  "a|b <i>*x*</i> `c` [l](u) \\ $ ~ &amp; _e_ n_s",
		  "a\\|b \\<i\\>\\*x\\*\\</i\\> \\`c\\` \\[l\\](u) \\\\ \\$ "
		  "\\~ "
		  "\\&amp; \\_e\\_ n_s" },
		{ text_gnuplot, "a\\n\"b\"`c`'@d",
		  "\"a\\134n\\042b\\042`c`'@d\"" },
		{ text_gnuplot, "a\nb", "\"a b\"" },
		{ text_gnuplot, "", "\"\"" },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct str out = { 0 };

		cases[i].make(&out, cases[i].text);
		ck_assert_msg(!strcmp(out.text, cases[i].want),
			      "case %zu: '%s' gives\n'%s' not\n'%s'", i,
			      cases[i].text, out.text, cases[i].want);
		str_free(&out);
	}
}
END_TEST

START_TEST(sparklines)
{
	const double values[] = { 1, 2, 3, NAN, 8 }, same[] = { 5, 5 };
	struct str out = { 0 };

	text_sparkline(&out, values, 5);
	ck_assert_str_eq(out.text, "\xe2\x96\x81\xe2\x96\x82\xe2\x96\x83 "
				   "\xe2\x96\x88");
	str_free(&out);
	text_sparkline(&out, same, 2);
	ck_assert_str_eq(out.text, "\xe2\x96\x84\xe2\x96\x84");
	str_free(&out);
}
END_TEST

/* ---- pictures made self-contained -------------------------------------------- */

START_TEST(pictures_are_dated)
{
	char pdf[] = "/Info /CreationDate (D:20261122103725Z00'00) x";
	char cut[] = "/CreationDate (D:2026", none[] = "%PDF";

	picture_date_pdf(pdf, strlen(pdf), 0);
	ck_assert_str_eq(pdf, "/Info /CreationDate (D:19700101000000Z00'00) x");
	picture_date_pdf(cut, strlen(cut), 0);
	ck_assert_str_eq(cut, "/CreationDate (D:2026");
	picture_date_pdf(none, strlen(none), 0);
	ck_assert_str_eq(none, "%PDF");
}
END_TEST

START_TEST(svgs_stand_alone)
{
	struct str out = { 0 };

	picture_svg("<g id=\"c\"><use xlink:href='#gpPt5' id='gpPt6'/>"
		    "<g clip-path=\"url(#x)\"/>"
		    "<g onmousemove=\"gnuplot_svg.showHypertext(evt,'n = 1')\" "
		    "onmouseout=\"gnuplot_svg.hideHypertext()\"><title> "
		    "</title>i</g> id<g fill=\"none\">\n</g>\n"
		    "<g fill=\"none\">\nx\n</g>\n<g>\n</g>",
		    "time", &out);
	ck_assert_str_eq(out.text,
			 "<g id=\"time-c\"><use xlink:href='#time-gpPt5' "
			 "id='time-gpPt6'/><g clip-path=\"url(#time-x)\"/>"
			 "<g><title>n = 1</title>i</g> id"
			 "<g fill=\"none\">\nx\n</g>\n<g>\n</g>");
	str_free(&out);
}
END_TEST

/* ---- directories ------------------------------------------------------- */

/* The sorted names in a directory, separated by blanks; for free(). */
static char *names_in(const char *dir)
{
	struct dirent **entries;
	int count = scandir(dir, &entries, NULL, alphasort), i;
	struct str out = { 0 };

	for (i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;

		if (strcmp(name, ".") && strcmp(name, ".."))
			str_addf(&out, "%s%s", out.len ? " " : "", name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	str_add(&out, "");
	return out.text;
}

/* Whether report i has a picture. */
static bool drawn(size_t i)
{
	return str_file_find(report_templates, report_table[i].name) != NULL;
}

/* Lets all reports of one run be made, also those with nothing to show. */
static void choose_all(struct report_options *options)
{
	static const char *names[64];
	size_t i;

	options->count = 0;
	for (i = 0; report_table[i].name; i++)
		if (!report_table[i].two_runs)
			names[options->count++] = report_table[i].name;
	options->names = names;
}

/* The files of all reports, with or without pictures, in the same form. */
static char *expected_names(bool pictures)
{
	static const char *const suffixes[] = { "csv", "md",  "txt", "dat",
						"gp",  "pdf", "svg" };
	static const char *const combined[] = {
		"report.dat", "report.gp", "report.html",
		"report.pdf", "common.gp", "names.gp",
		"text.gp",    "ranked.gp", "manifest.csv",
	};
	struct str names = { 0 }, out = { 0 };
	char dir[PLACE_SIZE], path[PLACE_SIZE + 100], *text;
	size_t i, k;

	/* a directory of empty files sorts the names as names_in() does */
	place_path(dir, pictures ? "names-pdf" : "names");
	mkdir(dir, 0700);
	for (i = 0; report_table[i].name; i++)
		for (k = 0; !report_table[i].two_runs &&
			    k < (drawn(i) ? pictures ? 7 : 5 : 3);
		     k++)
			str_addf(&names, "%s.%s ", report_table[i].name,
				 suffixes[k]);
	for (k = 0; k < UNIT_COUNT(combined); k++)
		if (pictures || !strstr(combined[k], "pdf"))
			str_addf(&names, "%s ", combined[k]);
	for (text = strtok(names.text, " "); text; text = strtok(NULL, " ")) {
		snprintf(path, sizeof(path), "%s/%.80s", dir, text);
		ck_assert(place_write(path, "", 0));
	}
	str_free(&names);
	text = names_in(dir);
	str_free(&out);
	return text;
}

static void check_names(const char *dir, bool pictures)
{
	char *got = names_in(dir), *want = expected_names(pictures);

	ck_assert_str_eq(got, want);
	free(got);
	free(want);
}

/* Whether file `name` of two directories has the same bytes. */
static bool same_file(const char *a, const char *b, const char *name)
{
	char path[PLACE_SIZE + 100], *x, *y;
	size_t xlen, ylen;
	bool same;

	snprintf(path, sizeof(path), "%s/%.80s", a, name);
	x = place_read(path, &xlen);
	snprintf(path, sizeof(path), "%s/%.80s", b, name);
	y = place_read(path, &ylen);
	same = x && y && xlen == ylen && !memcmp(x, y, xlen);
	free(x);
	free(y);
	return same;
}

START_TEST(no_gnuplot)
{
	struct db *db = tiny_store("no-gnuplot.db");
	char a[PLACE_SIZE], b[PLACE_SIZE], empty[PLACE_SIZE], *list, *name;
	struct report_options options = { .run = "last", .date_s = -1 };
	size_t i;

	choose_all(&options);
	ck_assert_int_eq(mkdir(place_path(empty, "empty"), 0700), 0);
	setenv("PATH", empty, 1);
	ck_assert_ptr_nonnull(gnuplot_missing());
	for (i = 0; i < 2; i++) {
		struct err err = { 0 };

		options.dir =
		    i ? place_path(b, "b-dir") : place_path(a, "a-dir");
		ck_assert_int_eq(report_write(db, &options, &err), -1);
		ck_assert_int_eq(err.kind, ERR_ENVIRONMENT);
		ck_assert_msg(strstr(err.text, "gnuplot is not installed") &&
				  strstr(err.text, options.dir),
			      "%s", err.text);
	}
	/* all files but the pictures exist, and are the same both times */
	check_names(a, false);
	list = names_in(a);
	for (name = strtok(list, " "); name; name = strtok(NULL, " "))
		ck_assert_msg(same_file(a, b, name), "%s", name);
	free(list);
	db_close(db);
}
END_TEST

START_TEST(tables_in_files)
{
	struct db *db = tiny_store("files.db");
	char dir[PLACE_SIZE], path[PLACE_SIZE + 20], *text;
	const char *const names[] = { "course" };
	struct report_options options = {
		.dir = place_path(dir, "files"),
		.names = names,
		.count = 1,
		.run = "1",
	};
	struct err err = { 0 };
	struct str out = { 0 };
	size_t len;

	setenv("PATH", "/nowhere", 1);
	ck_assert_int_eq(report_write(db, &options, &err), -1);
	text = names_in(dir);
	ck_assert_str_eq(text,
			 "common.gp course.csv course.dat course.gp "
			 "course.md course.txt manifest.csv names.gp ranked.gp "
			 "report.dat "
			 "report.gp report.html text.gp");
	free(text);
	/* the text in the file is the one of report_text() */
	ck_assert_int_eq(text_of(db, "course", "1", &out, NULL), 0);
	snprintf(path, sizeof(path), "%s/course.txt", dir);
	text = place_read(path, &len);
	ck_assert_str_eq(text, out.text);
	free(text);
	str_free(&out);
	db_close(db);
}
END_TEST

/* Checks that a file of tests/golden has these bytes. With DOTREC_UPDATE_GOLDEN
 * in the environment writes the file instead: `make update-golden`. */
static void check_golden(const char *name, const struct str *got)
{
	char path[PLACE_SIZE + 100], *want;
	size_t len, at, line;

	snprintf(path, sizeof(path), UNIT_SOURCE "/tests/golden/%s", name);
	if (getenv("DOTREC_UPDATE_GOLDEN")) {
		ck_assert(place_write(path, got->text, got->len));
		return;
	}
	want = place_read(path, &len);
	ck_assert_msg(want != NULL, "no %s", path);
	for (at = line = 0; at < len && want[at] == got->text[at]; at++)
		line += want[at] == '\n';
	ck_assert_msg(len == got->len && at == len,
		      "%s, line %zu, has not:\n%.300s", path, line + 1,
		      got->text + at);
	free(want);
}

START_TEST(golden)
{
	static const char *const suffixes[] = { "csv", "dat", "md", "txt" };
	struct db *db = tiny_store("golden.db");
	char dir[PLACE_SIZE], path[PLACE_SIZE + 100], *text;
	struct report_options options = { .dir = place_path(dir, "golden"),
					  .run = "last",
					  .date_s = -1 };
	struct str got = { 0 };
	size_t i, k, len;

	choose_all(&options);
	/* fix what differs between machines; another test checks pictures */
	tiny_exec(db, "UPDATE run SET finished_utc = '" TINY_UTC "'");
	tiny_exec(db, "UPDATE build SET sqlite = '3'");
	setenv("PATH", "/nowhere", 1);
	ck_assert_int_eq(report_write(db, &options, NULL), -1);
	for (k = 0; k < UNIT_COUNT(suffixes); k++) {
		for (i = 0; report_table[i].name; i++) {
			snprintf(path, sizeof(path), "%s/%s.%s", dir,
				 report_table[i].name, suffixes[k]);
			text = place_read(path, &len);
			if (!text)
				continue; /* no .dat without a picture */
			str_addf(&got, "==== %s.%s\n", report_table[i].name,
				 suffixes[k]);
			str_add_bytes(&got, text, len);
			free(text);
		}
		snprintf(path, sizeof(path), "report.%s", suffixes[k]);
		check_golden(path, &got);
		str_free(&got);
	}
	snprintf(path, sizeof(path), "%s/report.html", dir);
	text = place_read(path, &len);
	ck_assert_ptr_nonnull(text);
	str_add_bytes(&got, text, len);
	free(text);
	check_golden("report.html", &got);
	str_free(&got);
	db_close(db);
}
END_TEST

START_TEST(pictures)
{
	struct db *db = tiny_store("pictures.db");
	char a[PLACE_SIZE], b[PLACE_SIZE], path[PLACE_SIZE + 40], *text, *list;
	struct report_options options = { .run = "last" };
	size_t i, len;
	char *name;

	if (gnuplot_missing()) {
		printf("skipped: %s\n", gnuplot_missing());
		db_close(db);
		return;
	}
	choose_all(&options);
	for (i = 0; i < 2; i++) {
		struct err err = { 0 };

		options.dir =
		    i ? place_path(b, "pdf-b") : place_path(a, "pdf-a");
		ck_assert_msg(!report_write(db, &options, &err), "%s",
			      err.text);
	}
	check_names(a, true);
	list = names_in(a);
	for (name = strtok(list, " "); name; name = strtok(NULL, " ")) {
		snprintf(path, sizeof(path), "%s/%.30s", a, name);
		text = place_read(path, &len);
		ck_assert_msg(text && len > 0, "%s is empty", name);
		if (strstr(name, ".pdf"))
			ck_assert_msg(len > 1000 && !strncmp(text, "%PDF-", 5),
				      "%s is no PDF", name);
		ck_assert_msg(same_file(a, b, name), "%s", name);
		free(text);
	}
	free(list);

	/* writing over an existing report leaves no other files */
	struct err err = { 0 };

	ck_assert_msg(!report_write(db, &options, &err), "%s", err.text);
	list = names_in(b);
	text = names_in(a);
	ck_assert_str_eq(list, text);
	free(list);
	free(text);

	/* without gnuplot the old pictures are removed: they may be of another
	 * run */
	setenv("PATH", "/nowhere", 1);
	ck_assert_int_eq(report_write(db, &options, &err), -1);
	check_names(b, false);
	db_close(db);
}
END_TEST

/* Puts a script named gnuplot first on the path. */
static void fake_gnuplot(const char *script)
{
	char dir[PLACE_SIZE], path[PLACE_SIZE + 20], value[PLACE_SIZE + 40];

	mkdir(place_path(dir, "fake"), 0700);
	snprintf(path, sizeof(path), "%s/gnuplot", dir);
	unlink(path); /* a file of its own: an old one may still be executed */
	ck_assert_msg(place_write(path, script, strlen(script)), "%s: %s", path,
		      strerror(errno));
	chmod(path, 0700);
	snprintf(value, sizeof(value), "%s:/usr/bin:/bin", dir);
	setenv("PATH", value, 1);
}

START_TEST(gnuplot_goes_wrong)
{
	static const struct {
		const char *script, *parts[2]; /* parts of the message */
	} cases[] = {
		{ "#!/bin/sh\necho; echo 'line 7: no such terminal' >&2\n"
		  "exit 1\n",
		  { "exited with status 1", "line 7: no such terminal" } },
		{ "#!/bin/sh\nkill -9 $$\n",
		  { "killed by signal 9", "no message" } },
		/* success is reported, but the picture is missing */
		{ "#!/bin/sh\nexit 0\n", { "could not draw", "status 0" } },
		{ "#!/bin/sh\n: >report.pdf\n", { "could not draw", "" } },
	};
	struct db *db = tiny_store("wrong.db");
	char dir[PLACE_SIZE], *left;
	struct report_options options = { .dir = place_path(dir, "wrong"),
					  .run = "last" };
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };

		fake_gnuplot(cases[i].script);
		ck_assert_int_eq(report_write(db, &options, &err), -1);
		ck_assert_msg(
		    err.kind == ERR_ENVIRONMENT && strstr(err.text, ".gp") &&
			strstr(err.text, cases[i].parts[0]) &&
			strstr(err.text, cases[i].parts[1]),
		    "case %zu: kind %d: %s", i, (int)err.kind, err.text);
		/* no file is moved to the directory, none is left behind */
		left = names_in(dir);
		ck_assert_str_eq(left, "");
		free(left);
	}
	db_close(db);
}
END_TEST

START_TEST(write_refuses)
{
	struct db *db = tiny_store("refuse.db");
	char file[PLACE_SIZE], deep[PLACE_SIZE], ok[PLACE_SIZE], *left;
	const char *const unknown[] = { "course", "nothing" };
	const char *const course[] = { "course" };
	const struct {
		const char *dir;
		const char *const *names;
		size_t count;
		const char *run;
		enum err_kind kind;
		const char *part;
	} cases[] = {
		{ ok, unknown, 2, "last", ERR_USAGE, "no report 'nothing'" },
		{ ok, course, 1, "99", ERR_USAGE, "no run '99'" },
		{ deep, course, 1, "last", ERR_STORAGE, "cannot make" },
		{ file, course, 1, "last", ERR_STORAGE, "cannot write in" },
	};
	size_t i;

	setenv("PATH", "/nowhere", 1);
	place_path(ok, "ok-dir");
	place_path(deep, "no/such/dir");
	ck_assert(place_write(place_path(file, "a-file"), "x", 1));
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct report_options options = {
			.dir = cases[i].dir,
			.names = cases[i].names,
			.count = cases[i].count,
			.run = cases[i].run,
		};
		struct err err = { 0 };

		ck_assert_int_eq(report_write(db, &options, &err), -1);
		ck_assert_msg(err.kind == cases[i].kind &&
				  strstr(err.text, cases[i].part),
			      "case %zu: kind %d: %s", i, (int)err.kind,
			      err.text);
	}
	/* a refused report leaves no directory */
	left = names_in(ok);
	ck_assert_str_eq(left, "");
	free(left);
	db_close(db);
}
END_TEST

START_TEST(rows_of_reports)
{
	size_t i, j;

	for (i = 0; report_table[i].name; i++) {
		const struct report *r = &report_table[i];

		ck_assert_ptr_eq(report_find(r->name), r);
		ck_assert_ptr_nonnull(r->title);
		ck_assert(!drawn(i) || r->note);
		for (j = 0; j < i; j++)
			ck_assert_str_ne(report_table[j].name, r->name);
	}
	ck_assert_uint_ge(i, 2);
	ck_assert_ptr_nonnull(str_file_find(report_templates, "common"));
	ck_assert_ptr_nonnull(str_file_find(report_templates, "report"));
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		formats,
		json_is_json,
		formats_refuse,
		layout_by_hand,
		columns_have_units,
		grid_of_the_course,
		numbers_for_gnuplot,
		grid_without_rows,
		captions_are_one_line,
		texts,
		colours,
		layout_within_a_width,
		text_is_harmless,
		sparklines,
		pictures_are_dated,
		svgs_stand_alone,
		no_gnuplot,
		tables_in_files,
		golden,
		pictures,
		gnuplot_goes_wrong,
		write_refuses,
		rows_of_reports,
		NULL,
	};
	int rc;

	place_make();
	rc = unit_run("report", tests);
	place_clear();
	return rc;
}
