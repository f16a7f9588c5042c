/* Databases for fuzz targets. */
#include "fuzz.h"

#include "base/log.h"
#include "store/travel.h"

#define STARTED "2026-01-02T03:04:05Z"

static char path[PLACE_SIZE];

static struct store *open_new(void)
{
	struct err err = { 0 };
	struct store *store;

	if (!*path) {
		place_make();
		atexit(place_clear);
		place_path(path, "x.db");
		log_set_level(LOG_ERROR);
	}
	store_remove(path);
	store = store_open(path, STORE_WRITE, &err);
	fuzz_must(store);
	return store;
}

static int import(struct store *store, const char *text, size_t len,
		  const char *map, struct merge_result *result)
{
	struct import_options options = { map, STARTED };
	struct err err = { 0 };
	int rc =
	    store_import(store, text, len, "input", &options, result, &err);

	fuzz_told(rc, &err);
	/* a file can only be the user's mistake */
	fuzz_must(!rc || err.kind == ERR_USAGE);
	return rc;
}

static size_t count_runs(struct store *store)
{
	struct err err = { 0 };
	int64_t *runs = NULL;
	size_t count = 0;

	fuzz_must(!store_runs(store, &runs, &count, &err));
	free(runs);
	return count;
}

void fuzz_import(const char *text, size_t len, const char *map)
{
	static struct store *store;
	struct merge_result result;
	char before[17], after[17];
	struct err err = { 0 };

	if (!store)
		store = open_new();
	if (import(store, text, len, map, &result)) {
		fuzz_must(!count_runs(store));
		return;
	}
	/* the same again changes nothing */
	fuzz_must(!store_hash(store, before, &err));
	fuzz_must(!import(store, text, len, map, &result));
	fuzz_must(!result.added && !result.replaced);
	fuzz_must(!store_hash(store, after, &err));
	fuzz_must(!strcmp(before, after));
	store_close(store);
	store = NULL;
}

const char *fuzz_database(const char *export_path)
{
	struct store *store = open_new();
	struct merge_result result;
	size_t len;
	char *text = place_read(export_path, &len);

	fuzz_must(text);
	fuzz_must(!import(store, text, len, NULL, &result) && result.added);
	free(text);
	store_close(store);
	return path;
}
