/* Reads /proc/PID/task/TID/schedstat, /proc/PID/status, /proc/meminfo and /proc/net/sockstat. Schedstat
 * counts nanoseconds, where /proc/PID/stat counts ticks of ten milliseconds. */
#include "tests/bench/usage.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

uint64_t usage_cpu_ns(pid_t process)
{
    char path[300];
    uint64_t all_ns = 0;
    snprintf(path, sizeof path, "/proc/%d/task", (int)process);
    DIR *tasks = opendir(path);
    if (tasks == NULL)
        return 0;
    for (struct dirent *task; (task = readdir(tasks)) != NULL;) {
        uint64_t ns;
        if (task->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "/proc/%d/task/%.32s/schedstat", (int)process, task->d_name);
        FILE *file = fopen(path, "r");
        if (file == NULL)
            continue;
        if (fscanf(file, "%" SCNu64, &ns) == 1)
            all_ns += ns;
        fclose(file);
    }
    closedir(tasks);
    return all_ns;
}

/* The number behind `name` in a file of "name: number kB" lines, in bytes. */
static uint64_t bytes_named(const char *path, const char *name)
{
    char line[256];
    uint64_t kib = 0;
    size_t name_size = strlen(name);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, name, name_size) == 0 && line[name_size] == ':') {
            sscanf(line + name_size + 1, "%" SCNu64, &kib);
            break;
        }
    }
    fclose(file);
    return kib * 1024;
}

uint64_t usage_resident_bytes(pid_t process)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/status", (int)process);
    return bytes_named(path, "VmRSS");
}

uint64_t usage_slab_bytes(void)
{
    return bytes_named("/proc/meminfo", "Slab");
}

uint64_t usage_tcp_bytes(void)
{
    char line[256];
    uint64_t pages = 0;
    FILE *file = fopen("/proc/net/sockstat", "r");
    if (file == NULL)
        return 0;
    while (fgets(line, sizeof line, file) != NULL) {
        const char *at = strncmp(line, "TCP:", 4) == 0 ? strstr(line, " mem ") : NULL;
        if (at != NULL)
            sscanf(at + 5, "%" SCNu64, &pages);
    }
    fclose(file);
    return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}
