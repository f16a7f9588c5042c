/* Identifies a database by its header, before anything else is read. */
#include "db/identity.h"

#include "db/open.h"
#include "db/statement.h"

#include <string.h>

static int pragma(struct db *db, const char *name, int64_t *value,
		  struct err *err)
{
	sqlite3_stmt *s = db_statement(db, name, err);

	return s ? db_run_int(db, s, value, err) : -1;
}

struct identity {
	int64_t application, version, objects;
};

/* Reads the header's values first: counting objects makes SQLite parse the
 * schema, which may be damaged. */
static int read_identity(struct db *db, struct identity *id, struct err *err)
{
	memset(id, 0, sizeof(*id));
	if (pragma(db, "db/application_id", &id->application, err) ||
	    pragma(db, "db/user_version", &id->version, err))
		return -1;
	if (id->application || id->version || db->mode == DB_READ)
		return 0;
	return pragma(db, "db/object_count", &id->objects, err);
}

static bool is_foreign(const struct db *db, const struct identity *id)
{
	return id->application != DB_APPLICATION_ID &&
	       (id->application || id->version || id->objects ||
		db->mode == DB_READ);
}

int db_identity(struct db *db, int *version, struct err *err)
{
	struct identity id;

	/* Another process may be creating the database, in one transaction:
	 * if that ended between the reads above, read again. */
	if (read_identity(db, &id, err) ||
	    (is_foreign(db, &id) && read_identity(db, &id, err)))
		return -1;
	if (is_foreign(db, &id) || id.version < 0)
		return err_set(err, ERR_STORAGE,
			       "'%s' is not a dotrec database (application id "
			       "%lld); name another file with -d",
			       db->path, (long long)id.application);
	if (id.version > db_version())
		return err_set(err, ERR_STORAGE,
			       "'%s' has schema version %lld and this dotrec "
			       "knows up to %d; use a newer dotrec",
			       db->path, (long long)id.version, db_version());
	if (db->mode == DB_READ && id.version < db_version())
		return err_set(err, ERR_STORAGE,
			       "'%s' has schema version %lld and this dotrec "
			       "reads %d; 'dotrec upgrade -d %s' upgrades "
			       "it",
			       db->path, (long long)id.version, db_version(),
			       db->path);
	*version = (int)id.version;
	return 0;
}
