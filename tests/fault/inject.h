/* What inject.c is told, and tells, in a file that both sides map. */
#ifndef TESTS_INJECT_H
#define TESTS_INJECT_H

struct inject {
	unsigned long at;      /* the allocation that fails, from 1; 0: none */
	unsigned long forever; /* and all that follow */
	unsigned long count, failed;
};

#endif
