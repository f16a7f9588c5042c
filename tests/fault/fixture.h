/* The files that commands work on in tests/fault, made once by dotrec itself. */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H

/*
 * A directory with
 *
 *     plan.csv    4 sizes with serial, fork, pipe and shm: 4 blocks
 *     small.csv   the same with one size and fewer repeats
 *     history.csv a history for replay
 *     x.db        two finished runs and a night that is judged
 *     m.db        another run: merges and imports go there
 *     x.jsonl     all of x.db, exported
 *     p.db        460 nights, of which 60 can be thinned
 *     o.db        x.db as a schema version before this one had it
 *     b.db        a backup that was taken of x.db before its last run
 */
void fixture_make(const char *dir);

/* A PATH on which no program is, gnuplot neither. */
#define FIXTURE_BARE "/nowhere"

/* The night after all of the fixture's. */
#define FIXTURE_NIGHT "2097-03-02T01:00:00Z"

#endif
