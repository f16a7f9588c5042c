/* Thinning a run: sketches replace its repeats. */
#include "travel/thin.h"

#include "db/statement.h"
#include "travel/content.h"

static int keep_hash(struct db *db, int64_t run_id,
		     const struct content *content, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/keep_hash", err);

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	db_text(s, ":hash", content->hash);
	db_int(s, ":version", content->version);
	return db_run(db, s, err);
}

int thin_sketch(struct db *db, int64_t run_id, struct err *err)
{
	struct content content;

	if (content_hash(db, run_id, &content, err))
		return -1;
	if (content.kept)
		return 0;
	if (db_run_of(db, "travel/sketch", run_id, err))
		return -1;
	return keep_hash(db, run_id, &content, err);
}

int thin_run(struct db *db, int64_t run_id, struct err *err)
{
	if (thin_sketch(db, run_id, err))
		return -1;
	return db_run_of(db, "travel/thin", run_id, err);
}
