/* The parameters and results of inject.c, in a file that both sides map. */
#ifndef TESTS_INJECT_H
#define TESTS_INJECT_H

struct inject {
	unsigned long at;      /* the allocation that fails, from 1; 0: none */
	unsigned long forever; /* all later ones fail, too */
	unsigned long count;   /* result: allocations */
	unsigned long failed;  /* result: how many of these failed */
};

#endif
