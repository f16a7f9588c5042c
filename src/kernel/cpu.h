/* The instruction set level of this CPU. */
#ifndef KERNEL_CPU_H
#define KERNEL_CPU_H

/* The registers that CPUID and XGETBV return on an x86 CPU. */
struct cpu_words {
	unsigned leaf1_ecx, leaf7_ebx, extended1_ecx;
	unsigned xcr0; /* 0 if the operating system does not use XSAVE */
};

/*
 * The level of the x86-64 psABI (1.0, table 3.1) of a CPU with these registers:
 * 4, 3, or 1 for anything lower. A level needs all of its instructions, as a
 * compiler may use any of them, and an operating system that saves the
 * registers they use.
 */
int cpu_level_of(const struct cpu_words *words);

/* The level of this CPU; 0 if it is not an x86-64. */
int cpu_level(void);

#endif
