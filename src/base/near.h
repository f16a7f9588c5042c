/* The nearest of some words to one that was mistyped. */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stddef.h>

#define NEAR_SIZE 120

/* Zero it, set `word`, offer the words it may have been. */
struct near {
	const char *word;     /* what the user wrote */
	char best[NEAR_SIZE]; /* the nearest so far; "" where none is near */
	size_t distance;      /* of `best` from `word` */
	char hint[NEAR_SIZE + 20];
};

/* Offers a word; keeps it if it is nearer than those before and near enough: a word that
 * the user's begins, the shortest of these, or one with at most a third of its letters
 * wrong, missing, surplus or exchanged with the next one (optimal string alignment). */
void near_offer(struct near *near, const char *word);

/* For a message: " (nearest: 'WORD')", or "" where no word is near. It lives as long as
 * `near`. */
const char *near_hint(struct near *near);

#endif
