/*
 * Defences against a hostile or damaged file, as recommended by
 * https://sqlite.org/security.html. The file is only data: none of its triggers
 * runs, none of its views calls a function that could do harm, and nothing in
 * it makes SQLite work without bound.
 */
#include "db/harden.h"

#include "db/db.h"

#include <string.h>

static const struct {
	int option, value;
} options[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
	{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
	{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
	{ SQLITE_DBCONFIG_DQS_DML, 0 },
	{ SQLITE_DBCONFIG_DQS_DDL, 0 },
};

/* A few times what dotrec's own statements need. */
static const struct {
	int what, most;
} limits[] = {
	{ SQLITE_LIMIT_LENGTH, 64 << 20 },
	{ SQLITE_LIMIT_SQL_LENGTH, 200000 },
	{ SQLITE_LIMIT_COLUMN, 200 },
	{ SQLITE_LIMIT_EXPR_DEPTH, 100 },
	{ SQLITE_LIMIT_COMPOUND_SELECT, 50 },
	{ SQLITE_LIMIT_VDBE_OP, 50000 },
	{ SQLITE_LIMIT_FUNCTION_ARG, 100 },
	{ SQLITE_LIMIT_ATTACHED, 0 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 },
	{ SQLITE_LIMIT_VARIABLE_NUMBER, 250 },
	{ SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
	{ SQLITE_LIMIT_WORKER_THREADS, 0 },
};

/* Pragmas that only read, with or without an argument. Some of the others
 * change settings, and some write. */
static const struct {
	const char *pragma;
	bool takes_value;
} readable[] = {
	{ "application_id", false },  { "cell_size_check", false },
	{ "collation_list", false },  { "compile_options", false },
	{ "database_list", false },   { "data_version", false },
	{ "encoding", false },        { "foreign_key_check", true },
	{ "foreign_key_list", true }, { "foreign_keys", false },
	{ "freelist_count", false },  { "function_list", false },
	{ "index_info", true },       { "index_list", true },
	{ "index_xinfo", true },      { "integrity_check", true },
	{ "journal_mode", false },    { "mmap_size", false },
	{ "module_list", false },     { "page_count", false },
	{ "page_size", false },       { "pragma_list", false },
	{ "query_only", false },      { "quick_check", true },
	{ "schema_version", false },  { "synchronous", false },
	{ "table_info", true },       { "table_list", true },
	{ "table_xinfo", true },      { "trusted_schema", false },
	{ "user_version", false },    { "defer_foreign_keys", true },
};

static bool may_ask(const char *pragma, const char *value)
{
	size_t i;

	for (i = 0; i < sizeof(readable) / sizeof(readable[0]); i++)
		if (!sqlite3_stricmp(readable[i].pragma, pragma))
			return !value || readable[i].takes_value;
	return false;
}

/* SQLite's authorizer: called for each action of a statement being prepared. */
static int allow(void *ctx, int action, const char *first, const char *second,
		 const char *database, const char *within)
{
	const struct db *db = ctx;
	bool allowed = true;

	(void)database, (void)within;
	/* travel_prune() raises this limit for VACUUM, which attaches a file */
	if (sqlite3_limit(db->sqlite, SQLITE_LIMIT_ATTACHED, -1))
		return SQLITE_OK;
	if (action == SQLITE_PRAGMA)
		allowed = may_ask(first, second);
	else if (action == SQLITE_FUNCTION)
		allowed = sqlite3_stricmp(second, "load_extension") &&
			  sqlite3_stricmp(second, "fts3_tokenizer");
	else if (action == SQLITE_ATTACH || action == SQLITE_DETACH ||
		 action == SQLITE_CREATE_TRIGGER ||
		 action == SQLITE_CREATE_TEMP_TRIGGER)
		allowed = false;
	return allowed ? SQLITE_OK : SQLITE_DENY;
}

void db_harden(sqlite3 *sqlite)
{
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		sqlite3_db_config(sqlite, options[i].option, options[i].value,
				  NULL);
	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		sqlite3_limit(sqlite, limits[i].what, limits[i].most);
}

void db_restrict(struct db *db)
{
	sqlite3_set_authorizer(db->sqlite, allow, db);
}
