/*
 * Compares the SQL texts of the tables, indexes and views in a file with those
 * of sql/schema.sql, the snapshot of all of them. A test compares the snapshot
 * with the result of the migrations.
 *
 * Another program that writes the file can put something else under these
 * names: a view that returns NULL or never ends, or a table without the
 * constraints that all statements rely on. Objects with other names are the
 * user's own and are ignored.
 */
#include "db/schema.h"

#include "db/statement.h"

#include <assert.h>
#include <string.h>

#define OBJECTS_MAX 100

/* A table, index or view of the snapshot. */
struct object {
	const char *name, *sql;
	size_t name_len, sql_len;
	bool is_view;
	bool there, same; /* it exists in the file; with the same text */
};

struct schema {
	struct object object[OBJECTS_MAX];
	size_t count;
};

/* The word after the first word of `text`. */
static const char *next_word(const char *text)
{
	text += strcspn(text, " ");
	return text + strspn(text, " ");
}

/* Splits the snapshot, a sequence of "CREATE TYPE name ...;\n". */
static void read_snapshot(struct schema *schema)
{
	const char *text = str_file_find(store_sql, "schema"), *end;

	assert(text);
	for (schema->count = 0; *text; text = end + 2) {
		struct object *o = &schema->object[schema->count++];

		assert(schema->count <= OBJECTS_MAX);
		end = strstr(text, ";\nCREATE ");
		if (!end)
			end = text + strlen(text) - 2;
		*o = (struct object){ .sql = text,
				      .sql_len = (size_t)(end - text) };
		text = next_word(text);
		o->is_view = !strncmp(text, "VIEW ", 5);
		o->name = next_word(text);
		o->name_len = strcspn(o->name, " (");
	}
}

static struct object *find_object(struct schema *schema, const char *name)
{
	size_t i;

	for (i = 0; i < schema->count; i++) {
		struct object *o = &schema->object[i];

		if (strlen(name) == o->name_len &&
		    !sqlite3_strnicmp(name, o->name, (int)o->name_len))
			return o;
	}
	return NULL;
}

/* Whether the name is that of a virtual table that statements use: a table in
 * the file with this name would be used instead. */
static bool is_built_in(const char *name)
{
	return !sqlite3_strnicmp(name, "pragma_", 7) ||
	       !sqlite3_strnicmp(name, "json_", 5) ||
	       !sqlite3_stricmp(name, "memory_sample");
}

static int refuse_object(struct db *db, const char *type, const char *name,
			 size_t len, const char *how, struct err *err)
{
	return err_set(err, ERR_STORAGE,
		       "'%s' was changed by another program: %s '%.*s' %s; "
		       "use a backup of it",
		       db->path, type, (int)len, name, how);
}

static int compare_object(struct db *db, struct schema *schema, sqlite3_stmt *s,
			  struct err *err)
{
	const char *type = db_column_text(s, 0), *name = db_column_text(s, 1);
	const char *sql = db_column_text(s, 2);
	struct object *o = find_object(schema, name);

	if (!o)
		return is_built_in(name)
			   ? refuse_object(db, type, name, strlen(name),
					   "hides a built-in table of this "
					   "name",
					   err)
			   : 0;
	o->there = true;
	o->same = strlen(sql) == o->sql_len && !memcmp(sql, o->sql, o->sql_len);
	if (o->same || (o->is_view && !strcmp(type, "view")))
		return 0;
	return refuse_object(db, type, name, o->name_len,
			     "is not as dotrec makes it", err);
}

static int compare_objects(struct db *db, struct schema *schema,
			   struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "db/objects", err);
	int rc = 0, code = SQLITE_DONE;
	size_t i;

	if (!s)
		return -1;
	while (!rc && (code = sqlite3_step(s)) == SQLITE_ROW)
		rc = compare_object(db, schema, s, err);
	if (!rc && code != SQLITE_DONE)
		rc = db_fail(db, "cannot read", err);
	sqlite3_reset(s);
	for (i = 0; i < schema->count && !rc; i++) {
		const struct object *o = &schema->object[i];

		if (!o->is_view && !o->there)
			rc = refuse_object(db, "table or index", o->name,
					   o->name_len, "is missing", err);
	}
	return rc;
}

int db_schema_check(struct db *db, bool *views, struct err *err)
{
	struct schema schema;
	size_t i;

	read_snapshot(&schema);
	if (compare_objects(db, &schema, err))
		return -1;
	*views = true;
	for (i = 0; i < schema.count; i++)
		if (schema.object[i].is_view && !schema.object[i].same)
			*views = false;
	return 0;
}

int db_views_shadow(struct db *db, struct err *err)
{
	struct schema schema;
	size_t i;
	int rc = 0;

	read_snapshot(&schema);
	for (i = 0; i < schema.count && !rc; i++) {
		const struct object *o = &schema.object[i];
		const char *end = o->sql + o->sql_len;

		if (o->is_view)
			rc = db_exec_file(db, err, "db/shadow_view",
					  (int)(end - o->name), o->name);
	}
	return rc;
}

int db_views_renew(struct db *db, struct err *err)
{
	struct schema schema;
	size_t i;
	int rc = 0;

	read_snapshot(&schema);
	for (i = 0; i < schema.count && !rc; i++) {
		const struct object *o = &schema.object[i];

		if (o->is_view)
			rc = db_exec_file(db, err, "db/drop_view",
					  (int)o->name_len, o->name);
	}
	for (i = 0; store_sql[i].name && !rc; i++)
		if (!strncmp(store_sql[i].name, "view/", 5))
			rc = db_exec(db, store_sql[i].text, err);
	return rc;
}
