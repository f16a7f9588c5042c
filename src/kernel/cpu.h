/* Which instructions this CPU has. */
#ifndef KERNEL_CPU_H
#define KERNEL_CPU_H

/* What an x86 CPU answers to CPUID and XGETBV. */
struct cpu_words {
	unsigned leaf1_ecx, leaf7_ebx, extended1_ecx;
	unsigned xcr0; /* 0 where the system does not use XSAVE */
};

/*
 * The level of the x86-64 psABI (1.0, table 3.1) of such a CPU: 4, 3, or 1 for
 * whatever is below. A level needs all of its instructions, as a compiler may
 * use any of them, and a system that saves the registers they work on.
 */
int cpu_level_of(const struct cpu_words *words);

/* The level of this CPU; 0 where it is no x86-64. */
int cpu_level(void);

#endif
