/* The files on which commands work in tests/fault, made once by dotrec itself. */
#include "fixture.h"

#include "database.h"
#include "db/db.h"
#include "fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define NIGHTS 460

static void must(const char *dir, const char *words, int wanted)
{
	int code = fault_run(dir, FIXTURE_BARE, words);

	if (code != wanted)
		fault_die("dotrec %s: exit code %d\n%s", words, code,
			  fault_read(dir, "err"));
}

static FILE *make(const char *dir, const char *name)
{
	char path[FAULT_PATH_SIZE];
	FILE *f = fopen(fault_path(path, dir, name, ""), "we");

	if (!f)
		fault_die("cannot write '%s'", path);
	return f;
}

static void make_plan(const char *dir)
{
	FILE *f = make(dir, "plan.csv");

	fputs("strategy,kernel,n,workers,repeats\n"
	      "serial fork pipe shm,native,1000..4000+1000,2,3\n",
	      f);
	fclose(f);
	f = make(dir, "small.csv");
	fputs("strategy,kernel,n,workers,repeats\n"
	      "serial fork pipe shm,native,1000,2,2\n",
	      f);
	fclose(f);
}

/* A history for replay: a step of 10 % in its middle. */
static void make_history(const char *dir)
{
	FILE *f = make(dir, "history.csv");
	int i;

	fputs("series,night,value\n", f);
	for (i = 0; i < 60; i++)
		fprintf(f, "a,n%02d,%d.%d\n", i, i < 30 ? 100 : 110,
			i * 7 % 10);
	fclose(f);
}

/* A file of another program, with repeats, a rate and what is left out. */
static void make_others(const char *dir)
{
	FILE *f = make(dir, "others.json");

	fputs("[{\"benchmark\":\"a\",\"mode\":\"avgt\",\"primaryMetric\":"
	      "{\"scoreUnit\":\"us/op\",\"rawData\":[[1.5,2.5],[3.5]]}},"
	      "{\"benchmark\":\"b\",\"mode\":\"thrpt\",\"primaryMetric\":"
	      "{\"scoreUnit\":\"ops/ms\",\"score\":NaN}},"
	      "{\"benchmark\":\"c\",\"mode\":\"ss\",\"params\":{\"n\":\"10\"},"
	      "\"primaryMetric\":{\"scoreUnit\":\"s/op\",\"score\":4}}]\n",
	      f);
	fclose(f);
}

/* A table of another program, imported as p.db: six repeats per night. */
static void make_nights(const char *dir)
{
	FILE *f = make(dir, "nights.csv");
	char date[32];
	int i, k;

	fputs("night,job,size,ms\n", f);
	for (i = 0; i < NIGHTS; i++) {
		time_t t = 1600000000 + 86400L * i;

		strftime(date, sizeof(date), "%Y-%m-%d", gmtime(&t));
		for (k = 0; k < 6; k++)
			fprintf(f, "%s,sort,10,1.0%d%d\n", date, k, i % 7);
	}
	fclose(f);
	must(dir,
	     "import -q -d p.db nights.csv "
	     "--map series=job,n=size,time=ms,date=night,unit=ms",
	     0);
}

/* A database of the previous schema version, with the rows that fit into it. */
static void make_old(const char *dir)
{
	char path[FAULT_PATH_SIZE], from[FAULT_PATH_SIZE], stamp[100];
	int version = db_version() - 1;
	sqlite3 *sqlite;
	size_t i;

	fault_path(from, dir, "x.db", "");
	if (sqlite3_open(fault_path(path, dir, "o.db", ""), &sqlite))
		fault_die("cannot make '%s'", path);
	for (i = 0; store_sql[i].name; i++)
		if (!strncmp(store_sql[i].name, "schema/", 7) &&
		    atoi(store_sql[i].name + 7) <= version &&
		    sqlite3_exec(sqlite, store_sql[i].text, NULL, NULL, NULL))
			fault_die("%s: %s", store_sql[i].name,
				  sqlite3_errmsg(sqlite));
	snprintf(stamp, sizeof(stamp), str_file_find(store_sql, "db/stamp"),
		 DB_APPLICATION_ID, version);
	if (sqlite3_exec(sqlite, stamp, NULL, NULL, NULL))
		fault_die("%s", sqlite3_errmsg(sqlite));
	database_pour(sqlite, from);
	sqlite3_close(sqlite);
}

void fixture_make(const char *dir)
{
	if (mkdir(dir, 0777))
		fault_die("cannot make '%s'", dir);
	make_plan(dir);
	must(dir, "run -q -d x.db plan.csv", 0);
	must(dir, "backup -d x.db b.db", 0);
	must(dir, "run -q -d x.db --label second plan.csv", 0);
	must(dir, "nightly -d x.db -o old --now 2020-03-01T01:00:00Z plan.csv",
	     8);
	must(dir, "run -q -d m.db --label there plan.csv", 0);
	must(dir, "export --all -d x.db --format jsonl -o x.jsonl", 0);
	make_history(dir);
	make_others(dir);
	make_nights(dir);
	make_old(dir);
}
