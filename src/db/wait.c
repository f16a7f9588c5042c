/* Waits for processes that lock the database; ends queries at a signal. */
#include "db/wait.h"

#include "base/clock.h"
#include "base/interrupt.h"
#include "db/db.h"

#include <time.h>

#define BUSY_NS (60 * (int64_t)CLOCK_NS_PER_S) /* the longest wait for a lock */
#define GRACE_NS \
	(5 * (int64_t)CLOCK_NS_PER_S) /* for all waits after a signal */
#define NAP_NS (2 * CLOCK_NS_PER_MS)
#define STEPS  1000 /* of SQLite's virtual machine between checks */

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
 * Ends a statement when a signal is pending. A read-only connection ends any
 * statement at once. A writing one ends a statement that was only reading when
 * the signal came, but neither a write transaction nor a later statement: with
 * those a run records that it was interrupted.
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
