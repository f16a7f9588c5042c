/* Tests of src/plan: ranges, rows to cells, and all mistakes that are
 * refused. */
#include "base/str.h"
#include "plan/expand.h"
#include "plan/plan.h"
#include "plan/read.h"

#include "place.h"
#include "unit.h"

#include <inttypes.h>
#include <sys/stat.h>

/* The words for these tests, so that new strategies do not change them. */
static const struct plan_word strategies[] = {
	{ "serial", PLAN_WORD_SINGLE | PLAN_WORD_VECTORS, 0 },
	{ "null", PLAN_WORD_SINGLE, 0 },
	{ "fork", PLAN_WORD_VECTORS, 0 },
	{ "pipe", PLAN_WORD_COPIES, 0 },
	{ "shm", 0, 0 },
	{ "mpi", PLAN_WORD_SLICES, 0 },
	{ NULL, 0, 0 },
};
static const struct plan_word kernels[] = {
	{ "blas", 0, 0 },
	{ "native", 0, 0 },
	{ NULL, 0, 0 },
};
static const struct plan_word dtypes[] = {
	{ "f64", 0, 8 },
	{ "f32", 0, 4 },
	{ NULL, 0, 0 },
};

/* The kernels of peers may have any name. */
static const struct plan_word *peer_word(const char *name)
{
	static const struct plan_word peers[] = {
		{ "peer:a", PLAN_WORD_COPIES | PLAN_WORD_ANY_KERNEL, 0 },
		{ "peer:b", PLAN_WORD_COPIES | PLAN_WORD_ANY_KERNEL, 0 },
		{ "peer:numpy", PLAN_WORD_ANY_KERNEL, 0 },
		{ "peer:joblib", PLAN_WORD_ANY_KERNEL, 0 },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(peers); i++)
		if (!strcmp(name, peers[i].name))
			return &peers[i];
	return NULL;
}

static struct plan_words words = { .strategies = strategies,
				   .kernels = kernels,
				   .dtypes = dtypes,
				   .peer = peer_word };

/* ---- expand ------------------------------------------------------------ */

START_TEST(ranges_expand)
{
	static const struct {
		const char *field, *values;
	} cases[] = {
		{ "7", "7" },
		{ "007", "7" },
		{ "3 1 2 1", "3 1 2 1" },
		{ "  4\t5 ", "4 5" },
		{ "1..8*2", "1 2 4 8" },
		{ "1..7*2", "1 2 4" },
		{ "5..5*2", "5" },
		{ "5..9*2", "5" },
		{ "1000..10000000*10", "1000 10000 100000 1000000 10000000" },
		/* rounded from the exact value, not from the previous rounded
		 * one */
		{ "3..10*1.5", "3 5 7 10" },
		{ "100..200*1.1", "100 110 121 133 146 161 177 195" },
		{ "1..1+1", "1" },
		{ "1..10+3", "1 4 7 10" },
		{ "1..9+3", "1 4 7" },
		{ "100..1000+100", "100 200 300 400 500 600 700 800 900 1000" },
		{ "1..3+1 10..1000*10 5", "1 2 3 10 100 1000 5" },
		{ "18446744073709551614..18446744073709551615+1",
		  "18446744073709551614 18446744073709551615" },
		{ "18446744073709551615..18446744073709551615+7",
		  "18446744073709551615" },
		{ "0..2+1", "0 1 2" },
	};
	size_t i, k;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct expand expand = { 0 };
		struct err err = { 0 };
		struct str got = { 0 };

		ck_assert_msg(!expand_numbers(&expand, cases[i].field, 0,
					      UINT64_MAX, "p:1:1", "n", &err),
			      "'%s': %s", cases[i].field, err.text);
		for (k = 0; k < expand.count; k++)
			str_addf(&got, "%s%" PRIu64, k ? " " : "",
				 expand.values[k]);
		ck_assert_str_eq(got.text, cases[i].values);
		str_free(&got);
		expand_free(&expand);
	}
}
END_TEST

START_TEST(ranges_refuse)
{
	static const struct {
		const char *field, *part; /* of the message */
	} cases[] = {
		{ "-1", "not a whole number" },
		{ "+1", "not a whole number" },
		{ "1.5", "not a whole number" },
		{ "1e3", "not a whole number" },
		{ "1,000", "not a whole number" },
		{ "0x10", "not a whole number" },
		{ "18446744073709551616", "not a whole number" },
		{ "5 6 x", "not a whole number" },
		{ "4", "not within 5..1000000000" },
		{ "1000000001", "not within 5..1000000000" },
		{ "10..5*2", "ends before it starts" },
		{ "10..5+2", "ends before it starts" },
		{ "5..10", "needs *FACTOR or +STEP" },
		{ "5..10*1", "never ends" },
		{ "5..10*0.5", "never ends" },
		{ "5..10*0", "never ends" },
		{ "5..10*-2", "never ends" },
		{ "0..10*2", "never ends" },
		{ "5..10+0", "never ends" },
		{ "5..10*", "factor" },
		{ "5..10*x", "factor" },
		{ "5..10*inf", "factor" },
		{ "5..10+", "step" },
		{ "5..10+1.5", "step" },
		{ "5..10+-1", "step" },
		{ "5..100*1.01", "too close to 1" },
		{ "..10*2", "ends of a range" },
		{ "5..*2", "ends of a range" },
		{ "a..b*2", "ends of a range" },
		{ "5...10*2", "ends of a range" },
		{ "5..2000000+1", "more than a million" },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct expand expand = { 0 };
		struct err err = { 0 };

		ck_assert_msg(expand_numbers(&expand, cases[i].field, 5,
					     1000000000, "p.csv:3:9", "n",
					     &err) == -1,
			      "'%s' is taken", cases[i].field);
		ck_assert_int_eq(err.kind, ERR_USAGE);
		ck_assert_msg(!strncmp(err.text, "p.csv:3:9: n '", 14) &&
				  strstr(err.text, cases[i].part),
			      "'%s': %s", cases[i].field, err.text);
		expand_free(&expand);
	}
}
END_TEST

/* ---- rows to cells ----------------------------------------------------- */

static int read_text(struct plan *plan, const char *text, struct err *err)
{
	return plan_read_text(plan, text, strlen(text), "p.csv", &words, err);
}

/* The series of the cells in order, separated by blanks. */
static void render(const struct plan *plan, struct str *out)
{
	char series[PLAN_SERIES_SIZE];
	size_t i;

	for (i = 0; i < plan->count; i++) {
		plan_series(&plan->cells[i], series);
		str_addf(out, "%s%s", i ? " " : "", series);
	}
}

START_TEST(rows_expand)
{
	static const struct {
		const char *text, *cells;
		size_t collapsed;
	} cases[] = {
		/* a missing column takes its default */
		{ "strategy\nfork\n",
		  "fork/native/f64/1000/2x1 fork/native/f64/2000/2x1", 0 },
		{ "n\n5\n", "serial/native/f64/5/1x1", 0 },
		/* n varies slowest, placement fastest */
		{ "strategy,kernel,dtype,n,workers,chunks\n"
		  "fork shm,blas,f64,10 20,1 2,3\n",
		  "fork/blas/f64/10/1x3 fork/blas/f64/10/2x3 "
		  "shm/blas/f64/10/1x3 shm/blas/f64/10/2x3 "
		  "fork/blas/f64/20/1x3 fork/blas/f64/20/2x3 "
		  "shm/blas/f64/20/1x3 shm/blas/f64/20/2x3",
		  0 },
		{ "strategy,dtype,kernel,n,chunks,placement\n"
		  "fork,f64 f32,blas native,7,1 2,free pinned\n",
		  "fork/blas/f64/7/2x1 fork/blas/f64/7/2x1/pinned "
		  "fork/blas/f64/7/2x2 fork/blas/f64/7/2x2/pinned "
		  "fork/native/f64/7/2x1 fork/native/f64/7/2x1/pinned "
		  "fork/native/f64/7/2x2 fork/native/f64/7/2x2/pinned "
		  "fork/blas/f32/7/2x1 fork/blas/f32/7/2x1/pinned "
		  "fork/blas/f32/7/2x2 fork/blas/f32/7/2x2/pinned "
		  "fork/native/f32/7/2x1 fork/native/f32/7/2x1/pinned "
		  "fork/native/f32/7/2x2 fork/native/f32/7/2x2/pinned",
		  0 },
		/* the order of columns is free, blanks around fields too */
		{ " workers , n\t,strategy\n 2,\t5 6 , shm \n",
		  "shm/native/f64/5/2x1 shm/native/f64/6/2x1", 0 },
		{ "\xef\xbb\xbfstrategy,\"n\"\r\n\"fork\",\"1..4*2\"\r\n",
		  "fork/native/f64/1/2x1 fork/native/f64/2/2x1 "
		  "fork/native/f64/4/2x1",
		  0 },
		/* comments and blank lines, also before the header */
		{ "# a plan\n\nn,strategy\n# one\n5,fork\n\n#,\"\n6,shm",
		  "fork/native/f64/5/2x1 shm/native/f64/6/2x1", 0 },
		/* serial has one worker and one chunk, whatever is in the
		 * row */
		{ "strategy,n,workers,chunks\nserial,5,4,7\n",
		  "serial/native/f64/5/1x1", 0 },
		{ "strategy,n,workers,chunks\nserial,5,1 2 4,1 2\n",
		  "serial/native/f64/5/1x1", 5 },
		{ "strategy,n,workers\nserial fork,5,1 2\n",
		  "serial/native/f64/5/1x1 fork/native/f64/5/1x1 "
		  "fork/native/f64/5/2x1",
		  1 },
		/* equal values of a list collapse too */
		{ "strategy,n\nfork fork,5 5 6\n",
		  "fork/native/f64/5/2x1 fork/native/f64/6/2x1", 4 },
		/* of slices, the default placement is "resident" */
		{ "strategy,n,placement\nmpi shm,5,free\nmpi,5,scatter\n",
		  "mpi/native/f64/5/2x1/resident shm/native/f64/5/2x1 "
		  "mpi/native/f64/5/2x1/scatter",
		  0 },
		{ "strategy,n,placement\nmpi peer:a,5,resident free\n",
		  "mpi/native/f64/5/2x1/resident "
		  "peer:a/native/f64/5/2x1/resident "
		  "peer:a/native/f64/5/2x1",
		  1 },
		/* the same n in two rows is allowed if the cells differ */
		{ "strategy,n,workers\nfork,5,2\nfork,5,3\nserial,5,3\n",
		  "fork/native/f64/5/2x1 fork/native/f64/5/3x1 "
		  "serial/native/f64/5/1x1",
		  0 },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		struct str got = { 0 };
		struct plan plan;

		ck_assert_msg(!read_text(&plan, cases[i].text, &err),
			      "case %zu: %s", i, err.text);
		render(&plan, &got);
		ck_assert_str_eq(got.text, cases[i].cells);
		ck_assert_uint_eq(plan.collapsed, cases[i].collapsed);
		ck_assert_str_eq(plan.name, "p.csv");
		ck_assert_str_eq(plan.text, cases[i].text);
		ck_assert_uint_eq(plan.hash,
				  str_hash(STR_HASH_START, cases[i].text,
					   strlen(cases[i].text)));
		str_free(&got);
		plan_free(&plan);
	}
}
END_TEST

START_TEST(rows_keep_numbers)
{
	const char *text = "# c\nn,strategy,repeats,timeout_ms\n"
			   "5,fork,7,250\n6,shm,1000000,86400000\n";
	struct err err = { 0 };
	struct plan plan;

	ck_assert_msg(!read_text(&plan, text, &err), "%s", err.text);
	ck_assert_uint_eq(plan.count, 2);
	ck_assert_uint_eq(plan.cells[0].repeats, 7);
	ck_assert_uint_eq(plan.cells[0].timeout_ms, 250);
	ck_assert_uint_eq(plan.cells[0].line, 3);
	ck_assert_uint_eq(plan.cells[1].repeats, 1000000);
	ck_assert_uint_eq(plan.cells[1].timeout_ms, 86400000);
	ck_assert_uint_eq(plan.cells[1].line, 4);
	plan_free(&plan);

	ck_assert_msg(!read_text(&plan, "n\n5\n", &err), "%s", err.text);
	ck_assert_uint_eq(plan.cells[0].repeats, 15);
	ck_assert_uint_eq(plan.cells[0].timeout_ms, PLAN_DEFAULT_MS);
	ck_assert_str_eq(plan.cells[0].placement, "free");
	plan_free(&plan);
}
END_TEST

/* ---- mistakes that are refused ----------------------------------------- */

START_TEST(plans_refused)
{
	static const struct {
		const char *text;
		size_t len;
		const char *where, *part; /* of the message */
	} cases[] = {
#define TEXT(text) text, sizeof(text) - 1
		/* the header */
		{ TEXT("n,colour\n5,red\n"),
		  "p.csv:1:3:", "unknown column 'colour'" },
		{ TEXT("N\n5\n"), "p.csv:1:1:", "unknown column 'N'" },
		{ TEXT("# c\nn,\n5,\n"), "p.csv:2:3:", "unknown column ''" },
		{ TEXT("n, strategy , n\n5,fork,6\n"),
		  "p.csv:1:14:", "'n' appears twice" },
		{ TEXT("1000,serial\n"),
		  "p.csv:1:1:", "unknown column '1000'" },
		/* the number of fields */
		{ TEXT("n,strategy\n5\n"), "p.csv:2:1:", "1 fields" },
		{ TEXT("n,strategy\n\n5,fork,1\n"), "p.csv:3:1:", "3 fields" },
		{ TEXT("n\n1,000\n"), "p.csv:2:1:", "2 fields" },
		/* words */
		{ TEXT("n,strategy\n5,forks\n"),
		  "p.csv:2:3:", "unknown strategy 'forks'" },
		{ TEXT("n,strategy\n5,fork Shm\n"),
		  "p.csv:2:3:", "unknown strategy 'Shm'" },
		{ TEXT("kernel,n\nmkl,5\n"),
		  "p.csv:2:1:", "unknown kernel 'mkl'" },
		{ TEXT("n,dtype\n5,f16\n"),
		  "p.csv:2:3:", "unknown dtype 'f16'; known are: f64 f32" },
		/* peers */
		{ TEXT("n,strategy\n5,peer:c\n"),
		  "p.csv:2:3:", "unknown strategy 'peer:c'" },
		{ TEXT("strategy,kernel\npeer:a shm,mkl\n"),
		  "p.csv:2:12:", "unknown kernel 'mkl'" },
		{ TEXT("kernel,strategy\nmkl,shm\n"),
		  "p.csv:2:1:", "unknown kernel 'mkl'" },
		{ TEXT("strategy,kernel\npeer:a,MKL\n"),
		  "p.csv:2:8:", "unknown kernel 'MKL'" },
		{ TEXT("strategy,kernel\npeer:a,mkl\nshm,mkl\n"),
		  "p.csv:3:5:", "unknown kernel 'mkl'" },
		{ TEXT("strategy,n,placement\nfork mpi,5,free scatter\n"),
		  "p.csv:2:12:", "'fork' has no placement 'scatter'" },
		{ TEXT("strategy,n,placement\nmpi,5,pinned\n"),
		  "p.csv:2:7:", "'mpi' has no placement 'pinned'" },
		{ TEXT("n,placement\n5,loose\n"),
		  "p.csv:2:3:", "unknown placement 'loose'" },
		/* empty fields */
		{ TEXT("n,strategy\n5,\n"),
		  "p.csv:2:3:", "'strategy' is empty" },
		{ TEXT("n,strategy\n , fork\n"), "p.csv:2:1:", "'n' is empty" },
		{ TEXT("n,strategy\n\"\",fork\n"),
		  "p.csv:2:1:", "'n' is empty" },
		/* numbers */
		{ TEXT("n\n0\n"), "p.csv:2:1:", "not within 1.." },
		{ TEXT("n\n5 0\n"), "p.csv:2:1:", "not within 1.." },
		{ TEXT("n\n-5\n"), "p.csv:2:1:", "not a whole number" },
		{ TEXT("n\n1e3\n"), "p.csv:2:1:", "not a whole number" },
		{ TEXT("n\n2000000000000\n"), "p.csv:2:1:", "not within" },
		{ TEXT("strategy,n\nfork,10..100\n"),
		  "p.csv:2:6:", "a range needs" },
		{ TEXT("strategy,n\nfork,10..100*1\n"),
		  "p.csv:2:6:", "never ends" },
		{ TEXT("strategy,n\nfork,10..100+0\n"),
		  "p.csv:2:6:", "never ends" },
		{ TEXT("n,workers\n5,0\n"), "p.csv:2:3:", "not within 1..64" },
		{ TEXT("n,workers\n5,65\n"), "p.csv:2:3:", "not within 1..64" },
		{ TEXT("n,chunks\n5,4097\n"),
		  "p.csv:2:3:", "not within 1..4096" },
		{ TEXT("n,repeats\n5,0\n"), "p.csv:2:3:", "not within 1.." },
		{ TEXT("n,repeats\n5,1 2\n"), "p.csv:2:3:", "holds one value" },
		{ TEXT("n,timeout_ms\n5,0\n"), "p.csv:2:3:", "not within 1.." },
		{ TEXT("n,timeout_ms\n5,1 2\n"),
		  "p.csv:2:3:", "holds one value" },
		/* twins */
		{ TEXT("n,strategy\n5,fork\n6,shm\n5 6,fork\n"),
		  "p.csv:4:1:", "fork/native/f64/5/2x1 is already in line 2" },
		{ TEXT("strategy,n,workers\nserial,5,1\nserial,5,2\n"),
		  "p.csv:3:1:",
		  "serial/native/f64/5/1x1 is already in line 2" },
		/* size */
		{ TEXT("n\n1..2000000+1\n"), "p.csv:2:1:", "million" },
		{ TEXT("n,chunks\n1..100000+1,1..64+1\n"),
		  "p.csv:2:1:", "more than a million cells" },
		/* CSV */
		{ TEXT("n\n\xff\n"), "p.csv:2:1:", "not UTF-8" },
		{ TEXT("n,strategy\n5,\0\n"), "p.csv:2:3:", "NUL" },
		{ TEXT("n,strategy\n5,\"fork\n"),
		  "p.csv:2:3:", "never closed" },
		{ TEXT("n,strategy\n5,fo\"rk\n"),
		  "p.csv:2:5:", "a quote inside" },
		/* empty plans */
		{ TEXT(""), "p.csv:1:1:", "no cells" },
		{ TEXT("\n# nothing\n"), "p.csv:1:1:", "no cells" },
		{ TEXT("n,strategy\n"), "p.csv:1:1:", "no cells" },
#undef TEXT
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		struct plan plan;

		ck_assert_msg(plan_read_text(&plan, cases[i].text, cases[i].len,
					     "p.csv", &words, &err) == -1,
			      "case %zu is taken", i);
		ck_assert_int_eq(err.kind, ERR_USAGE);
		ck_assert_msg(!strncmp(err.text, cases[i].where,
				       strlen(cases[i].where)) &&
				  strstr(err.text, cases[i].part),
			      "case %zu: %s, not %s ... %s", i, err.text,
			      cases[i].where, cases[i].part);
		ck_assert_ptr_null(plan.cells);
		ck_assert_uint_eq(plan.count, 0);
	}
}
END_TEST

START_TEST(peers_have_their_kernels)
{
	const char *text = "strategy,kernel,n\n"
			   "peer:a peer:b,numpy mkl-2 native,5\n"
			   "peer:a,own,5\n"
			   "serial,native,5\n";
	static const char *const cells[] = {
		"peer:a/numpy/f64/5/2x1",  "peer:a/mkl-2/f64/5/2x1",
		"peer:a/native/f64/5/2x1", "peer:b/numpy/f64/5/2x1",
		"peer:b/mkl-2/f64/5/2x1",  "peer:b/native/f64/5/2x1",
		"peer:a/own/f64/5/2x1",    "serial/native/f64/5/1x1",
	};
	char series[PLAN_SERIES_SIZE];
	struct err err = { 0 };
	struct plan plan;
	size_t i;

	ck_assert_msg(!read_text(&plan, text, &err), "%s", err.text);
	ck_assert_uint_eq(plan.count, UNIT_COUNT(cells));
	for (i = 0; i < plan.count; i++) {
		plan_series(&plan.cells[i], series);
		ck_assert_str_eq(series, cells[i]);
	}
	plan_free(&plan);
}
END_TEST

START_TEST(memory_adds_up)
{
	/* cells of a block are open together: their copies add up */
	static const struct {
		const char *text;
		uint64_t bytes; /* exactly enough memory */
	} cases[] = {
		{ "strategy,n\nserial fork shm,1000\n", 16000 },
		{ "strategy,n,dtype\nserial,1000,f32\n", 8000 },
		{ "strategy,n\npipe,1000\n", 32000 },
		{ "strategy,n,workers\npipe,1000,1 2 3\n", 64000 },
		{ "strategy,n\npipe pipe,1000\n", 32000 },
		{ "strategy,n\npipe,1000 2000\n", 64000 },
		{ "strategy,n,dtype\npipe,1000,f64\npipe,1000,f32\n", 32000 },
		{ "strategy,n\nfork,1000\nserial,9\npipe,1000\n", 32000 },
		/* vectors of their own, once; huge pages are reserved besides */
		{ "strategy,n,workers,placement\nfork serial,1000,1 2,"
		  "free pinned numa\n",
		  32000 },
		{ "strategy,n,placement\nserial,1000,huge free\n", 16000 },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		struct plan plan;

		words.memory_bytes = cases[i].bytes;
		ck_assert_msg(!read_text(&plan, cases[i].text, &err),
			      "case %zu: %s", i, err.text);
		plan_free(&plan);
		words.memory_bytes = cases[i].bytes - 1;
		ck_assert_msg(read_text(&plan, cases[i].text, &err) == -1,
			      "case %zu is taken", i);
		ck_assert_msg(!strncmp(err.text, "p.csv:2:1: n = ", 15) ||
				  !strncmp(err.text, "p.csv:4:1: n = ", 15),
			      "case %zu: %s", i, err.text);
	}
	words.memory_bytes = 0;
}
END_TEST

START_TEST(a_block_needs)
{
	/* what each kind of memory needs, of one block */
	static const struct {
		const char *text;
		double bytes, huge_bytes;
	} cases[] = {
		{ "strategy,n\nserial fork,1000\n", 16000, 0 },
		{ "strategy,n,workers,placement\nfork,1000,1 2,huge\n", 0,
		  16000 },
		{ "strategy,n,placement\nserial,1000,free huge numa\n"
		  "pipe,1000,free\n",
		  48000, 16000 },
	};
	size_t i, k;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct plan_need need = { 0 };
		struct err err = { 0 };
		struct plan plan;

		ck_assert_msg(!read_text(&plan, cases[i].text, &err), "%s",
			      err.text);
		for (k = 0; k < plan.count; k++)
			plan_need_add(&need, &plan.cells[k], &words);
		ck_assert_double_eq(need.bytes, cases[i].bytes);
		ck_assert_double_eq(need.huge_bytes, cases[i].huge_bytes);
		plan_free(&plan);
	}
}
END_TEST

START_TEST(cell_bytes)
{
	const char *text = "strategy,n,dtype\nserial pipe,1000,f64 f32\n";
	static const double all[] = { 16000, 32000, 8000, 16000 };
	struct err err = { 0 };
	struct plan plan;
	size_t i;

	ck_assert_msg(!read_text(&plan, text, &err), "%s", err.text);
	ck_assert_uint_eq(plan.count, 4);
	for (i = 0; i < plan.count; i++) {
		ck_assert_double_eq(plan_cell_bytes(&plan.cells[i], &words),
				    all[i]);
	}
	ck_assert_int_eq(plan_same_block(&plan.cells[0], &plan.cells[1]), 1);
	ck_assert_int_eq(plan_same_block(&plan.cells[1], &plan.cells[2]), 0);
	plan_free(&plan);
}
END_TEST

START_TEST(a_million_cells)
{
	struct err err = { 0 };
	struct plan plan;

	/* 250 * 64 * 62 = 992 000 */
	ck_assert_msg(!read_text(&plan,
				 "strategy,n,workers,chunks\n"
				 "fork,1..250+1,1..64+1,1..62+1\n",
				 &err),
		      "%s", err.text);
	ck_assert_uint_eq(plan.count, 992000);
	plan_free(&plan);
	ck_assert_int_eq(read_text(&plan,
				   "strategy,n,workers,chunks\n"
				   "fork,1..250+1,1..64+1,1..62+1\n"
				   "shm,1..250+1,1..64+1,1\n",
				   &err),
			 -1);
	ck_assert_msg(!strncmp(err.text, "p.csv:3:1: more than a million", 30),
		      "%s", err.text);
}
END_TEST

/* ---- files, the built-in plan, damaged plans --------------------------- */

START_TEST(plan_files)
{
	const char *text = "n,strategy\n5,fork\n6,zork\n";
	char path[PLACE_SIZE], start[PLACE_SIZE + 40];
	struct err err = { 0 };
	struct plan plan;

	place_path(path, "no-such-plan.csv");
	ck_assert_int_eq(plan_read(&plan, path, &words, &err), -1);
	ck_assert_int_eq(err.kind, ERR_USAGE);
	ck_assert_ptr_nonnull(strstr(err.text, path));

	err_clear(&err);
	place_path(path, "dir.csv");
	ck_assert_int_eq(mkdir(path, 0700), 0);
	ck_assert_int_eq(plan_read(&plan, path, &words, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "is a directory"));

	err_clear(&err);
	place_path(path, "plan.csv");
	ck_assert(place_write(path, text, strlen(text)));
	snprintf(start, sizeof(start), "%s:3:3: unknown strategy", path);
	ck_assert_int_eq(plan_read(&plan, path, &words, &err), -1);
	ck_assert_msg(!strncmp(err.text, start, strlen(start)), "%s", err.text);

	err_clear(&err);
	ck_assert(place_write(path, text, strlen(text) - 7));
	ck_assert_msg(!plan_read(&plan, path, &words, &err), "%s", err.text);
	ck_assert_str_eq(plan.name, path);
	ck_assert_uint_eq(plan.count, 1);
	plan_free(&plan);
}
END_TEST

/* Whether the plan has a cell of this strategy, kernel and n. */
static bool has(const struct plan *plan, const char *strategy,
		const char *kernel, uint64_t n, uint32_t workers)
{
	size_t i;

	for (i = 0; i < plan->count; i++) {
		const struct cell *c = &plan->cells[i];

		if (!strcmp(c->strategy, strategy) &&
		    !strcmp(c->kernel, kernel) && c->n == n &&
		    c->workers == workers && !strcmp(c->dtype, "f64"))
			return true;
	}
	return false;
}

START_TEST(built_in_plan)
{
	static const char *const parallel[] = { "fork", "pipe", "shm" };
	static const uint64_t sizes[] = { 1000, 2000, 10000000 };
	struct err err = { 0 };
	struct plan plan;
	size_t i, k;

	ck_assert_msg(!plan_read_builtin(&plan, &words, &err), "%s", err.text);
	ck_assert_str_eq(plan.name, "built-in");
	for (i = 0; i < UNIT_COUNT(sizes); i++) {
		ck_assert(has(&plan, "serial", "blas", sizes[i], 1));
		ck_assert(has(&plan, "serial", "native", sizes[i], 1));
		if (sizes[i] <= 1000000) { /* the page's own programs */
			ck_assert(
			    has(&plan, "peer:numpy", "numpy", sizes[i], 1));
			ck_assert(
			    has(&plan, "peer:joblib", "numpy", sizes[i], 2));
		}
		for (k = 0; k < UNIT_COUNT(parallel); k++)
			ck_assert(
			    has(&plan, parallel[k], "native", sizes[i], 2));
	}
	for (i = 0; i < plan.count; i++) {
		ck_assert_uint_le(plan.cells[i].n, 10000000);
		ck_assert_uint_ge(plan.cells[i].repeats, 15);
	}
	ck_assert_uint_eq(plan.collapsed, 0);
	plan_free(&plan);
}
END_TEST

/* Changes, drops or doubles a few bytes of a good plan. */
static size_t spoil(uint64_t *seed, char *text, size_t len, size_t room)
{
	static const char likely[] = ",\"\n#. *+019-\xff\xc3\t\r\0x";
	size_t edits = 1 + unit_random(seed, 4), at;

	for (; edits; edits--) {
		at = unit_random(seed, len);
		switch (unit_random(seed, 3)) {
		case 0:
			text[at] = likely[unit_random(seed, sizeof(likely))];
			break;
		case 1:
			memmove(text + at, text + at + 1, len - at - 1);
			len -= len > 1;
			break;
		default:
			if (len == room)
				break;
			memmove(text + at + 1, text + at, len - at);
			len++;
		}
	}
	return len;
}

START_TEST(spoilt_plans)
{
	static const char good[] =
	    "# a plan\nstrategy,kernel,dtype,n,workers,chunks,repeats\n"
	    "serial,blas native,f64,1000 2000,1,1,15\n"
	    "fork pipe shm,native,\"f64\",1000..10000000*10,2,1,15\n";
	uint64_t seed = 4;
	size_t taken = 0, refused = 0, len;
	char text[sizeof(good) + 16];
	int round, line, column;

	for (round = 0; round < 20000; round++) {
		struct err err = { 0 };
		struct plan plan;

		memcpy(text, good, sizeof(good));
		len = spoil(&seed, text, sizeof(good) - 1, sizeof(text));
		if (!plan_read_text(&plan, text, len, "p.csv", &words, &err)) {
			unit_must(plan.count > 0, "no cells");
			taken++;
			plan_free(&plan);
			continue;
		}
		refused++;
		unit_must(
		    err.kind == ERR_USAGE &&
			sscanf(err.text, "p.csv:%d:%d:", &line, &column) == 2,
		    "round %d: %s", round, err.text);
		unit_must(line >= 1 && line <= 9 && column >= 1, "%s",
			  err.text);
	}
	ck_assert_uint_gt(taken, 100);
	ck_assert_uint_gt(refused, 100);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		ranges_expand,     ranges_refuse, rows_expand,
		rows_keep_numbers, plans_refused, peers_have_their_kernels,
		memory_adds_up,    a_block_needs, cell_bytes,
		a_million_cells,   plan_files,    built_in_plan,
		spoilt_plans,      NULL,
	};
	int rc;

	place_make();
	rc = unit_run("plan", tests);
	place_clear();
	return rc;
}
