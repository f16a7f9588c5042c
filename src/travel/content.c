/* The content hash of a run, by each version of its rule, and of a database. */
#include "travel/content.h"

#include "db/statement.h"
#include "travel/travel.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The columns that version 1 hashes; this list never changes. */
static const struct {
	const char *section, *columns;
} version1[] = {
	{ "run",
	  " uuid label plan_name plan_text plan_hash seed sessions colds "
	  "started_utc finished_utc status reason owner resumed forced noisy "
	  "host_before host_after external key cpu_model architecture cpus "
	  "numa_nodes l1d_bytes l2_bytes l3_bytes memory_bytes version source "
	  "compiler flags blas sqlite libc " },
	{ "cell", " cell strategy kernel dtype n workers chunks placement base "
		  "status reason planned timeout_ms cell_timeout_ms warmups "
		  "settled calls open_ns first_ns reference reference_bits "
		  "exact bound accurate error_ulp samples_hash " },
	{ "sample", " cell repeat round status start_ns total_ns spawn_ns "
		    "dispatch_ns compute_ns collect_ns skew_ns mark_every "
		    "active sent_bytes received_bytes waits preemptions "
		    "faults cpu moved result_bits result reason " },
	{ "cold", " cell number status start_ns open_ns first_ns reason " },
	{ "control", " number name start_ns total_ns calls " },
};

static bool is_of_version1(const char *section, const char *column)
{
	char word[80];
	size_t i;

	snprintf(word, sizeof(word), " %s ", column);
	for (i = 0; i < sizeof(version1) / sizeof(version1[0]); i++)
		if (!strcmp(version1[i].section, section))
			return strstr(version1[i].columns, word) != NULL;
	return false;
}

/* Columns left out of the hash: the uuid of the run in the rows of other
 * sections, the stored hash and its version, and the history that an imported
 * run was put to. */
static bool is_of_version2(const char *column)
{
	return strcmp(column, "run") != 0 && strcmp(column, "origin") != 0 &&
	       strcmp(column, "content_hash") != 0 &&
	       strcmp(column, "hash_version") != 0;
}

/* Hashes the type of a value, then: an integer or the bits of a double,
 * little-endian; or the length and the bytes of a text. */
static uint64_t hash_value(uint64_t hash, sqlite3_stmt *s, int column)
{
	unsigned char type = (unsigned char)sqlite3_column_type(s, column);
	double real;
	uint64_t bits;
	const void *text;

	hash = str_hash(hash, &type, 1);
	switch (type) {
	case SQLITE_INTEGER:
		return str_hash_number(
		    hash, (uint64_t)sqlite3_column_int64(s, column));
	case SQLITE_FLOAT:
		real = sqlite3_column_double(s, column);
		memcpy(&bits, &real, sizeof(bits));
		return str_hash_number(hash, bits);
	case SQLITE_NULL:
		return hash;
	default:
		text = sqlite3_column_blob(s, column);
		bits = (uint64_t)sqlite3_column_bytes(s, column);
		return str_hash(str_hash_number(hash, bits), text,
				(size_t)bits);
	}
}

/* The columns whose names and values are hashed in the rows of a section. */
struct shape {
	int version, columns;
	bool counts[SECTION_COLUMNS_MAX];
	uint64_t filled; /* bit i: column i of the previous row is not NULL */
};

static void make_shape(struct shape *shape, const struct section *section,
		       sqlite3_stmt *s, int version)
{
	const char *name;
	int i;

	shape->version = version;
	shape->columns = sqlite3_column_count(s);
	shape->filled = 0;
	for (i = 0; i < shape->columns; i++) {
		name = sqlite3_column_name(s, i);
		shape->counts[i] = version > 1
				       ? is_of_version2(name)
				       : is_of_version1(section->name, name);
	}
}

/* Hashes the names of the columns that are not NULL, if they differ from those
 * of the previous row: most rows have values in the same columns. */
static uint64_t hash_names(uint64_t hash, sqlite3_stmt *s, struct shape *shape)
{
	uint64_t filled = 0;
	const char *name;
	int i;

	for (i = 0; i < shape->columns; i++)
		if (shape->counts[i] &&
		    sqlite3_column_type(s, i) != SQLITE_NULL)
			filled |= UINT64_C(1) << i;
	hash = str_hash(hash, filled == shape->filled ? "=" : "+", 1);
	if (filled == shape->filled)
		return hash;
	shape->filled = filled;
	for (i = 0; i < shape->columns; i++) {
		if (!(filled >> i & 1))
			continue;
		name = sqlite3_column_name(s, i);
		hash = str_hash(hash, name, strlen(name) + 1);
	}
	return str_hash(hash, "", 1);
}

static uint64_t content_hash_row(uint64_t hash, sqlite3_stmt *s,
				 struct shape *shape)
{
	int i;

	if (shape->version > 1)
		hash = hash_names(hash, s, shape);
	for (i = 0; i < shape->columns; i++)
		if (shape->version > 1 ? shape->filled >> i & 1
				       : shape->counts[i])
			hash = hash_value(hash, s, i);
	return hash;
}

static int hash_section(struct db *db, const struct section *section,
			int64_t run_id, int version, uint64_t *hash,
			struct err *err)
{
	sqlite3_stmt *s = section_rows(db, section, run_id, err);
	struct shape shape;
	int code;

	if (!s)
		return -1;
	make_shape(&shape, section, s, version);
	*hash = str_hash(*hash, section->name, strlen(section->name) + 1);
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		*hash = content_hash_row(*hash, s, &shape);
	sqlite3_reset(s);
	return code == SQLITE_DONE ? 0 : db_fail(db, "cannot read", err);
}

/* Hashes a run by the rule of a version; with `left` only what thinning leaves:
 * not the repeats. */
static int make_hash(struct db *db, int64_t run_id, int version, bool left,
		     struct content *content, struct err *err)
{
	uint64_t value = STR_HASH_START;
	const struct section *s;

	if (version < 1 || version > CONTENT_VERSION)
		return err_set(err, ERR_STORAGE,
			       "a thinned run in '%s' has a hash of version %d "
			       "and this dotrec knows up to %d; use a newer "
			       "dotrec",
			       db->path, version, CONTENT_VERSION);
	if (version > 1)
		value = str_hash_number(value, (uint64_t)version);
	for (s = section_table; s->name; s++)
		if (s->kind == SECTION_CONTENT &&
		    !(left && !strcmp(s->name, "sample")) &&
		    hash_section(db, s, run_id, version, &value, err))
			return -1;
	snprintf(content->hash, sizeof(content->hash), "%016" PRIx64, value);
	return 0;
}

int content_hash(struct db *db, int64_t run_id, struct content *content,
		 struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/standing", err);
	const char *kept;
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	code = sqlite3_step(s);
	kept = code == SQLITE_ROW ? db_text_at(db, s, 0, err) : NULL;
	if (!kept) {
		sqlite3_reset(s);
		return code == SQLITE_ROW ? -1
					  : db_fail(db, "cannot read", err);
	}
	content->kept = sqlite3_column_type(s, 0) != SQLITE_NULL;
	content->version =
	    content->kept ? sqlite3_column_int(s, 1) : CONTENT_VERSION;
	str_copy(content->hash, sizeof(content->hash), kept);
	sqlite3_reset(s);
	if (content->kept)
		return 0;
	return make_hash(db, run_id, CONTENT_VERSION, false, content, err);
}

int content_compare(struct db *a_store, int64_t a_id, struct content *a,
		    struct db *b_store, int64_t b_id, struct content *b,
		    bool *same, struct err *err)
{
	int rc = 0;

	if (a->kept && b->kept && a->version != b->version)
		rc = make_hash(a_store, a_id, CONTENT_VERSION, true, a, err) ||
		     make_hash(b_store, b_id, CONTENT_VERSION, true, b, err);
	else if (a->version < b->version)
		rc = make_hash(b_store, b_id, a->version, false, b, err);
	else if (b->version < a->version)
		rc = make_hash(a_store, a_id, b->version, false, a, err);
	*same = !rc && !strcmp(a->hash, b->hash);
	return rc ? -1 : 0;
}

/* ---- the hash of a database -------------------------------------------- */

/* Adds all sections of a run to the hash of its database. */
static int hash_run(struct db *db, int64_t run_id, uint64_t *hash,
		    struct err *err)
{
	const struct section *s;
	struct content content;

	if (content_hash(db, run_id, &content, err))
		return -1;
	*hash = str_hash(*hash, content.hash, 16);
	for (s = section_table; s->name; s++)
		if (s->kind != SECTION_CONTENT &&
		    hash_section(db, s, run_id, CONTENT_VERSION, hash, err))
			return -1;
	return 0;
}

int travel_hash(struct db *db, char hash[17], struct err *err)
{
	uint64_t value = STR_HASH_START;
	sqlite3_stmt *runs;
	int rc = 0, code = SQLITE_DONE;

	if (section_hold(db, err))
		return -1;
	runs = db_statement(db, "travel/runs", err);
	if (!runs)
		rc = -1;
	while (!rc && (code = sqlite3_step(runs)) == SQLITE_ROW) {
		value = hash_value(value, runs, 1);
		rc = hash_run(db, sqlite3_column_int64(runs, 0), &value, err);
	}
	if (!rc && code != SQLITE_DONE)
		rc = db_fail(db, "cannot read", err);
	if (runs)
		sqlite3_reset(runs);
	section_release(db);
	snprintf(hash, 17, "%016" PRIx64, value);
	return rc;
}
