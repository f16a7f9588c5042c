/* Databases for fuzz targets. */
#include "fuzz.h"

#include "base/log.h"
#include "db/open.h"
#include "travel/travel.h"

#include <unistd.h>

static char path[PLACE_SIZE];

/* Removes the database at `path`; the first call chooses `path`. */
static void begin(void)
{
	static const char *const suffix[] = { "", "-wal", "-shm" };
	char name[PLACE_SIZE + 8];
	size_t i;

	if (!*path) {
		place_make();
		atexit(place_clear);
		place_path(path, "x.db");
		log_set_level(LOG_ERROR);
	}
	for (i = 0; i < sizeof(suffix) / sizeof(suffix[0]); i++) {
		snprintf(name, sizeof(name), "%s%s", path, suffix[i]);
		unlink(name);
	}
}

static int import(const char *text, size_t len, const char *map,
		  struct merge_result *result)
{
	struct import_options options = { .map = map,
					  .started.unix_s = 1767323045 };
	struct err err = { 0 };
	int rc =
	    travel_import(path, text, len, "input", &options, result, &err);

	fuzz_told(rc, &err);
	/* an error can only be a mistake in the user's file */
	fuzz_must(!rc || err.kind == ERR_USAGE);
	return rc;
}

static void hash(char text[17])
{
	struct err err = { 0 };
	struct db *db = db_open(path, DB_READ, &err);

	fuzz_must(db);
	fuzz_must(!travel_hash(db, text, &err));
	db_close(db);
}

void fuzz_import(const char *text, size_t len, const char *map)
{
	struct merge_result result;
	char before[17], after[17];

	begin();
	if (import(text, len, map, &result)) {
		/* all or nothing: a wrong file makes no database */
		fuzz_must(access(path, F_OK));
		return;
	}
	hash(before);
	/* importing the same again changes nothing */
	fuzz_must(!import(text, len, map, &result));
	fuzz_must(!result.added && !result.replaced);
	hash(after);
	fuzz_must(!strcmp(before, after));
}

const char *fuzz_database(const char *export_path)
{
	struct merge_result result;
	size_t len;
	char *text = place_read(export_path, &len);

	begin();
	fuzz_must(text);
	fuzz_must(!import(text, len, NULL, &result) && result.added);
	free(text);
	return path;
}
