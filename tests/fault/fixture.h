/* The files on which commands work in tests/fault, made once by dotrec itself. */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H

/*
 * Makes a directory with
 *
 *     plan.csv    4 sizes with serial, fork, pipe and shm: 4 blocks
 *     small.csv   the same with one size and fewer repeats
 *     history.csv a history for replay
 *     x.db        two finished runs and a judged night
 *     m.db        another run: the target of merges and imports
 *     x.jsonl     x.db, exported
 *     others.json what another program wrote
 *     p.db        460 nights, of which 60 can be thinned
 *     o.db        x.db in the previous schema version
 *     b.db        a backup of x.db taken after its first run
 */
void fixture_make(const char *dir);

/* A PATH without any program, gnuplot included. */
#define FIXTURE_BARE "/nowhere"

/* A night after all nights of the fixture. */
#define FIXTURE_NIGHT "2020-03-02T01:00:00Z"

#endif
