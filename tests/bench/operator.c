/* Says what a fresh server must be told before a run, in the text form, over its control socket. It knows the
 * names and codes of the sample, and nothing of what is measured. */
#include "tests/bench/operator.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <sodium.h>

#include "tests/bench/sample.h"

enum { LINE_BYTES = 4096, ANSWER_SECONDS = 10 };

/* Sends one line and takes the answer. */
static bool say(int control, const char *line, char failure[300])
{
    char answer[LINE_BYTES];
    size_t size = 0;
    if (send(control, line, strlen(line), MSG_NOSIGNAL) != (ssize_t)strlen(line)) {
        snprintf(failure, 300, "the control socket: %s", strerror(errno));
        return false;
    }
    while (size < sizeof answer - 1) {
        ssize_t count = recv(control, answer + size, sizeof answer - 1 - size, 0);
        if (count <= 0) {
            snprintf(failure, 300, "the control socket does not answer '%.100s'", line);
            return false;
        }
        size += (size_t)count;
        answer[size] = '\0';
        if (answer[size - 1] == '\n')
            break;
    }
    if (strncmp(answer, "ok", 2) == 0)
        return true;
    snprintf(failure, 300, "'%.100s' was answered: %.150s", line, answer);
    return false;
}

static bool invite(int control, unsigned number, char failure[300])
{
    char line[LINE_BYTES], name[LIMIT_NAME_BYTES], code[LIMIT_CODE_BYTES + 1], hex[2 * LIMIT_HASH_BYTES + 1];
    uint8_t hash[LIMIT_HASH_BYTES];
    sample_account(number, name);
    sample_code(number, code);
    hash_code(bytes_of(code, LIMIT_CODE_BYTES), hash);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    snprintf(line, sizeof line, "account.invite account=%s role=committee code_hash=%s\n", name, hex);
    return say(control, line, failure);
}

bool operator_prepare(const char *path, unsigned publishers, char failure[300])
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval patience = {.tv_sec = ANSWER_SECONDS};
    if (strlen(path) >= sizeof address.sun_path) {
        snprintf(failure, 300, "the path of the control socket is too long: %.200s", path);
        return false;
    }
    strcpy(address.sun_path, path);
    int control = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(control, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    bool good = control >= 0 && connect(control, (struct sockaddr *)&address, sizeof address) == 0;
    if (!good)
        snprintf(failure, 300, "%.200s: %s", path, strerror(errno));
    good = good && say(control, "channel.create channel=" SAMPLE_CHANNEL " title=Bench\n", failure);
    for (unsigned number = 0; good && number < publishers; number++)
        good = invite(control, number, failure);
    if (control >= 0)
        close(control);
    return good;
}
