/* Whose database it is, and how old: read before anything else. */
#include "db/identity.h"

#include "db/open.h"
#include "db/statement.h"

#include <string.h>

static int pragma(struct store *store, const char *name, int64_t *value,
		  struct err *err)
{
	sqlite3_stmt *s = db_statement(store, name, err);

	return s ? db_run_int(store, s, value, err) : -1;
}

struct identity {
	int64_t application, version, objects;
};

/* What stands in the header comes before anything that reads the schema. */
static int read_identity(struct store *store, struct identity *id,
			 struct err *err)
{
	memset(id, 0, sizeof(*id));
	if (pragma(store, "db/application_id", &id->application, err) ||
	    pragma(store, "db/user_version", &id->version, err))
		return -1;
	if (id->application || id->version || store->mode == STORE_READ)
		return 0;
	return pragma(store, "db/object_count", &id->objects, err);
}

static bool is_foreign(const struct store *store, const struct identity *id)
{
	return id->application != DB_APPLICATION_ID &&
	       (id->application || id->version || id->objects ||
		store->mode == STORE_READ);
}

int db_identity(struct store *store, int *version, struct err *err)
{
	struct identity id;

	/* looked at twice: whoever makes the database does so at once, but
	 * that may be between two looks */
	if (read_identity(store, &id, err) ||
	    (is_foreign(store, &id) && read_identity(store, &id, err)))
		return -1;
	if (is_foreign(store, &id) || id.version < 0)
		return err_set(err, ERR_STORAGE,
			       "'%s' is not a dotrec database (application id "
			       "%lld); name another file with -d",
			       store->path, (long long)id.application);
	if (id.version > store_version())
		return err_set(err, ERR_STORAGE,
			       "'%s' has schema version %lld and this dotrec "
			       "knows up to %d; use a newer dotrec",
			       store->path, (long long)id.version,
			       store_version());
	if (store->mode == STORE_READ && id.version < store_version())
		return err_set(err, ERR_STORAGE,
			       "'%s' has schema version %lld and this dotrec "
			       "reads %d; 'dotrec upgrade -d %s' upgrades "
			       "it",
			       store->path, (long long)id.version,
			       store_version(), store->path);
	*version = (int)id.version;
	return 0;
}
