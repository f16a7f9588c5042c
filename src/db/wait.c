/* Waiting for others who hold the database, and ending when a signal comes. */
#include "db/wait.h"

#include "base/clock.h"
#include "base/interrupt.h"
#include "db/db.h"

#include <time.h>

#define BUSY_NS  (60 * (int64_t)CLOCK_NS_PER_S) /* how long it waits */
#define GRACE_NS (5 * (int64_t)CLOCK_NS_PER_S)  /* after a signal, in all */
#define NAP_NS   (2 * CLOCK_NS_PER_MS)
#define STEPS    1000 /* of SQLite's machine between two looks */

void db_wait_begin(struct db *db)
{
	db->wait.since_ns = clock_ns();
	db->wait.signal = interrupt_pending();
}

bool db_wait(struct db *db)
{
	int64_t now_ns = clock_ns();
	struct timespec nap = { 0, NAP_NS + now_ns % (2 * NAP_NS) };

	if (interrupt_pending() != db->wait.signal)
		return false;
	if (db->wait.signal && !db->wait.until_ns)
		db->wait.until_ns = now_ns + GRACE_NS;
	if (db->wait.signal && now_ns >= db->wait.until_ns)
		return false;
	if (now_ns - db->wait.since_ns >= BUSY_NS)
		return false;
	nanosleep(&nap, NULL);
	return true;
}

static int on_busy(void *ctx, int count)
{
	if (!count)
		db_wait_begin(ctx);
	return db_wait(ctx);
}

/*
 * What only reads ends at once. A writer ends what it was reading when the
 * signal came, but neither a transaction under way nor what it begins later:
 * that is how a run writes down that it was interrupted.
 */
static int on_progress(void *ctx)
{
	const struct db *db = ctx;

	if (!interrupt_pending())
		return 0;
	return db->mode == DB_READ ||
	       (!db->statement_signal &&
		sqlite3_txn_state(db->sqlite, "main") != SQLITE_TXN_WRITE);
}

void db_heed_signals(struct db *db)
{
	sqlite3_busy_handler(db->sqlite, on_busy, db);
	sqlite3_progress_handler(db->sqlite, STEPS, on_progress, db);
}
