/* What a process has used, read from /proc. It does not know which process it looks at. */
#ifndef BULLETIN_BENCH_USAGE_H
#define BULLETIN_BENCH_USAGE_H

#include <stdint.h>
#include <sys/types.h>

/* Nanoseconds on a core, all threads that still live. 0 when the process is gone. */
uint64_t usage_cpu_ns(pid_t process);
/* Resident memory in bytes. */
uint64_t usage_resident_bytes(pid_t process);
/* The kernel's slab memory of the whole machine in bytes: sockets, files and the like live there. */
uint64_t usage_slab_bytes(void);
/* What the kernel's TCP keeps for all sockets of the machine: what is sent and what is not read yet. */
uint64_t usage_tcp_bytes(void);

#endif
