/* The strategies that other programs carry out: `mpi`, and `peer:NAME` for each
 * peer that was found or named. */
#ifndef STRATEGY_PEERS_H
#define STRATEGY_PEERS_H

#include "strategy/strategy.h"

#define PEERS_MAX         64
#define PEERS_NAME_MAX    26 /* characters of NAME */
#define PEERS_COMMAND_MAX 1024
#define PEERS_PREFIX      PLAN_PEER

/*
 * Adds the peers of the options --peer NAME=COMMAND, whose command lines are run
 * by /bin/sh; `texts` ends with NULL. They come before those of the same names
 * that peers_find() finds. Returns 0, or -1 with *err (ERR_USAGE).
 */
int peers_add(const char *const *texts, struct err *err);

/* Adds `mpi`, and the executable files of the directory of the peers, $DOTREC_PEERS or
 * where they are installed, whose names are names of peers. What is there
 * already stays. */
void peers_find(void);

/* The strategy of this name, "mpi" or "peer:NAME". A peer that was not found is
 * added and is missing here. NULL if the name is none of these, or there are too
 * many. */
const struct strategy *peers_want(const char *strategy);

/* Peer i, as a strategy; NULL after the last. */
const struct strategy *peers_strategy(size_t i);

/*
 * Starts the peer of this strategy and says hello to it, unless that was done
 * before or it is the strategy of no peer. What it says decides the flags of
 * the strategy. A peer that is missing or fails is no error: its cells say so.
 * Returns 0, or -1 with *err (ERR_INTERRUPTED).
 */
int peers_greet(const struct strategy *strategy, struct err *err);

/* The name without the prefix of a strategy that peers_strategy() returned. */
const char *peers_name(const struct strategy *strategy);

/* What the peer of this strategy has said of itself, "NAME VERSION ...", or
 * NULL: it was not asked, it is missing or failed, or there is no peer. */
const char *peers_text(const struct strategy *strategy);

/* Why the peer could not say hello, or NULL. */
const char *peers_trouble(const struct strategy *strategy);

#endif
