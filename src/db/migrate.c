/* Upgrades by the numbered files of sql/schema/, all in one transaction, and
 * recreates the views. */
#include "db/migrate.h"

#include "base/log.h"
#include "db/backup.h"
#include "db/identity.h"
#include "db/schema.h"
#include "db/statement.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The number of a migration, 1 for "schema/0001-base"; 0 for another file. */
static int migration_number(const struct str_file *file)
{
	if (strncmp(file->name, "schema/", 7))
		return 0;
	return atoi(file->name + 7);
}

int db_version(void)
{
	int highest = 0, number;
	size_t i;

	for (i = 0; store_sql[i].name; i++) {
		number = migration_number(&store_sql[i]);
		if (number > highest)
			highest = number;
	}
	return highest;
}

int db_old_version(const struct db *db)
{
	return db->old_version;
}

static const struct str_file *find_migration(int number)
{
	size_t i;

	for (i = 0; store_sql[i].name; i++)
		if (migration_number(&store_sql[i]) == number)
			return &store_sql[i];
	return NULL;
}

/* Sets user_version and application_id, which cannot be bound as parameters. */
static int stamp(struct db *db, int version, struct err *err)
{
	return db_exec_file(db, err, "db/stamp", DB_APPLICATION_ID, version);
}

static int apply_migrations(struct db *db, int version, struct err *err)
{
	int rc = 0;

	if (version == db_version())
		return 0;
	while (version < db_version() && !rc)
		rc = db_exec(db, find_migration(++version)->text, err);
	return rc ? rc : stamp(db, version, err);
}

/* The copy of the database from before the upgrade. */
struct kept {
	struct str name;
	bool is_new; /* false: left by an earlier upgrade that died */
};

/* Copies the database before it is upgraded, which cannot be undone. */
static int copy_old_version(struct db *db, struct kept *kept, struct err *err)
{
	struct db *reader = NULL;
	struct str stem = { 0 };
	int rc;

	str_addf(&stem, "%s.v%d-backup", db->path, db->old_version);
	/* A connection inside a write transaction cannot be copied: a second
	 * one reads the committed state from before. */
	if (!str_check(&stem, err))
		reader = db_open_again(db, err);
	rc = reader ? db_backup_once(reader, stem.text, &kept->name, err) : -1;
	db_close(reader);
	str_free(&stem);
	kept->is_new = rc > 0;
	if (rc < 0)
		str_free(&kept->name);
	return rc < 0 ? -1 : 0;
}

/* Upgrades under the write lock. Reads the version again, because another
 * process may have upgraded the database meanwhile. */
static int upgrade_locked(struct db *db, struct kept *kept, struct err *err)
{
	bool views;

	if (db_identity(db, &db->old_version, err))
		return -1;
	if (db->old_version && db->old_version < db_version() &&
	    copy_old_version(db, kept, err))
		return -1;
	if (apply_migrations(db, db->old_version, err) ||
	    db_schema_check(db, &views, err))
		return -1;
	return views ? 0 : db_views_renew(db, err);
}

int db_migrate(struct db *db, struct err *err)
{
	struct kept kept = { 0 };
	bool views = false;
	int rc;

	if (db_identity(db, &db->old_version, err))
		return -1;
	if (db->old_version == db_version() && db_schema_check(db, &views, err))
		return -1;
	if (views)
		return 0;
	if (db_begin(db, err))
		return -1;
	rc = upgrade_locked(db, &kept, err);
	/* After a failed COMMIT the copy stays: the upgrade may have reached
	 * the disk. */
	if (rc && kept.is_new)
		unlink(kept.name.text);
	rc = db_end(db, rc, err);
	if (!rc && kept.name.len)
		log_info("'%s' is upgraded from schema version %d to %d; the "
			 "old one is kept in '%s'",
			 db->path, db->old_version, db_version(),
			 kept.name.text);
	str_free(&kept.name);
	return rc;
}
