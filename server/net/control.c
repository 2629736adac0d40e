/* Lines in, lines out, one question at a time; between them the same messages and the same session as
 * everywhere. It must not know what any verb means. */
#include "server/net/control.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "protocol/wire/answer.h"
#include "protocol/wire/text.h"
#include "server/net/session.h"

struct control {
    uv_pipe_t pipe;
    struct loop *loop;
    struct operator* operators;
    char path[sizeof((struct sockaddr_un *)0)->sun_path];
};

struct operator
{
    struct peer peer;
    uv_pipe_t pipe;
    struct operator* next, **place;
    const struct verb *verb; /* of the question that is being answered */
    bool busy;               /* until its "ok" or "error" has been written */
    size_t size;             /* of what has come and is not answered yet */
    char line[LIMIT_LINE_BYTES];
};

struct answer {
    uv_write_t request;
    uint8_t bytes[];
};

static void operator_close(struct operator* who);
static void operator_lines(struct operator* who);

static void operator_free(struct peer *peer)
{
    free(peer); /* its first member */
}

static void on_operator_closed(uv_handle_t *handle)
{
    struct operator* who = handle->data;
    peer_release(&who->peer);
}

static void operator_close(struct operator* who)
{
    if (who->peer.closing)
        return;
    who->peer.closing = true;
    *who->place = who->next;
    if (who->next != NULL)
        who->next->place = who->place;
    uv_close((uv_handle_t *)&who->pipe, on_operator_closed);
}

static void on_answered(uv_write_t *request, int status)
{
    struct operator* who = request->data;
    free(request); /* the answer begins with it */
    if (status < 0)
        operator_close(who);
    peer_release(&who->peer);
}

static void operator_write(struct operator* who, struct bytes text)
{
    struct answer *answer = malloc(sizeof *answer + text.size);
    if (answer == NULL || text.at == NULL) {
        free(answer);
        operator_close(who);
        return;
    }
    memcpy(answer->bytes, text.at, text.size);
    answer->request.data = who;
    uv_buf_t buffer = uv_buf_init((char *)answer->bytes, (unsigned)text.size);
    if (uv_write(&answer->request, (uv_stream_t *)&who->pipe, &buffer, 1, on_answered) != 0) {
        free(answer);
        operator_close(who);
        return;
    }
    peer_hold(&who->peer);
}

static void operator_answer(struct peer *peer, struct bytes messages)
{
    struct operator* who =(struct operator*) peer;
    struct refusal why;
    size_t room_bytes = messages.size * 4 + 4096; /* hex and escapes at most double, names of fields add */
    uint8_t *room = malloc(room_bytes);
    struct buffer out = buffer_over(room, room == NULL ? 0 : room_bytes);
    bool last = false;
    while (messages.size > 0) {
        struct message message;
        if (message_take(&messages, &message, &why) != OK ||
            answer_to_text(who->verb, &message, 0, &out, &last, &why) != OK) {
            operator_close(who); /* our own answers decode; half an answer would mislead */
            break;
        }
        buffer_add_text(&out, "\n");
    }
    if (!peer->closing)
        operator_write(who, buffer_bytes(&out));
    free(room);
    if (last) {
        who->busy = false;
        loop_ready(peer); /* the next line may be there already */
    }
}

static void operator_refuse(struct operator* who, const struct refusal *why)
{
    uint8_t room[4096];
    struct buffer out = buffer_over(room, sizeof room);
    text_from_refusal(why, &out);
    buffer_add_text(&out, "\n");
    operator_write(who, buffer_bytes(&out));
}

/* Takes one line, without its newline. */
static void operator_line(struct operator* who, struct bytes line)
{
    struct refusal why = {0};
    struct loop *loop = who->peer.loop;
    while (line.size > 0 && (line.at[line.size - 1] == '\r' || line.at[line.size - 1] == ' '))
        line.size--;
    if (line.size == 0)
        return;
    struct speaker speaker = {.peer = &who->peer, .house = true};
    struct buffer body = buffer_over(loop->record_room, LIMIT_PLAIN_BYTES);
    enum error error = text_take_verb(&line, &who->verb, &why);
    if (error == OK)
        error = text_to_map(who->verb->args, line, &body, &why);
    if (error != OK) {
        operator_refuse(who, &why);
        return;
    }
    struct message message = {.id = 1, .word = bytes_of_text(who->verb->word), .body = buffer_bytes(&body)};
    who->busy = true;
    if (session_message(&speaker, &message) != OK)
        operator_close(who);
}

static void operator_lines(struct operator* who)
{
    size_t done = 0;
    while (!who->busy && !who->peer.closing) {
        char *end = memchr(who->line + done, '\n', who->size - done);
        if (end == NULL)
            break;
        struct bytes line = bytes_of(who->line + done, (size_t)(end - (who->line + done)));
        done += line.size + 1;
        operator_line(who, line);
    }
    who->size -= done;
    memmove(who->line, who->line + done, who->size);
    if (who->size == sizeof who->line && !who->busy && !who->peer.closing) {
        operator_refuse(who, &(struct refusal){
                                 .code = ERR_TOO_LONG,
                                 .field = "line",
                                 .limit = LIMIT_LINE_BYTES,
                             });
        operator_close(who);
    }
}

static void on_operator_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    struct operator* who = handle->data;
    (void)suggested;
    *buffer = uv_buf_init(who->line + who->size, (unsigned)(sizeof who->line - who->size));
}

static void on_operator_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct operator* who = stream->data;
    (void)buffer;
    if (count == UV_ENOBUFS) { /* full while busy: read on when the answer is out */
        uv_read_stop(stream);
        return;
    }
    if (count < 0) {
        operator_close(who);
        return;
    }
    who->size += (size_t)count;
    operator_lines(who);
}

/* Its turn after an answer. */
static void operator_serve(struct peer *peer)
{
    struct operator* who =(struct operator*) peer;
    operator_lines(who);
    if (!peer->closing)
        uv_read_start((uv_stream_t *)&who->pipe, on_operator_room, on_operator_read);
}

/* Root and the daemon's own user are operators; nobody else. */
static bool operator_known(uv_pipe_t *pipe)
{
    struct ucred who;
    socklen_t size = sizeof who;
    uv_os_fd_t socket;
    return uv_fileno((uv_handle_t *)pipe, &socket) == 0 &&
           getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 &&
           (who.uid == 0 || who.uid == geteuid());
}

static void on_operator(uv_stream_t *stream, int status)
{
    struct control *control = stream->data;
    struct operator* who = status<0 ? NULL : calloc(1, sizeof *who);
    if (who == NULL)
        return;
    who->peer = (struct peer){
        .loop = control->loop,
        .holds = 1,
        .answer = operator_answer,
        .serve = operator_serve,
        .free = operator_free,
    };
    uv_pipe_init(&control->loop->uv, &who->pipe, 0);
    who->pipe.data = who;
    who->next = control->operators;
    who->place = &control->operators;
    if (who->next != NULL)
        who->next->place = &who->next;
    control->operators = who;
    if (uv_accept(stream, (uv_stream_t *)&who->pipe) != 0) {
        operator_close(who);
    } else if (!operator_known(&who->pipe)) {
        operator_refuse(who, &(struct refusal){.code = ERR_NOT_ALLOWED});
        operator_close(who);
    } else {
        uv_read_start((uv_stream_t *)&who->pipe, on_operator_room, on_operator_read);
    }
}

/* Whether a server answers there. */
static bool socket_alive(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, path);
    int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool alive = made >= 0 && connect(made, (struct sockaddr *)&address, sizeof address) == 0;
    if (made >= 0)
        close(made);
    return alive;
}

int control_open(struct loop *loop, const char *path)
{
    struct stat found;
    if (strlen(path) >= sizeof((struct sockaddr_un *)0)->sun_path)
        return ENAMETOOLONG;
    if (lstat(path, &found) == 0 && S_ISSOCK(found.st_mode) && !socket_alive(path))
        unlink(path);
    struct control *control = calloc(1, sizeof *control);
    if (control == NULL)
        return ENOMEM;
    strcpy(control->path, path);
    control->loop = loop;
    uv_pipe_init(&loop->uv, &control->pipe, 0);
    control->pipe.data = control;
    loop->control = control;
    mode_t mask = umask(0177);
    int failed = uv_pipe_bind(&control->pipe, path);
    umask(mask);
    if (failed == 0)
        failed = uv_listen((uv_stream_t *)&control->pipe, 16, on_operator);
    if (failed != 0)
        control->path[0] = '\0'; /* it is not ours to remove */
    return -failed;
}

static void on_control_closed(uv_handle_t *handle)
{
    free(handle->data);
}

void control_close(struct loop *loop)
{
    struct control *control = loop->control;
    if (control == NULL)
        return;
    loop->control = NULL;
    while (control->operators != NULL)
        operator_close(control->operators);
    if (control->path[0] != '\0')
        unlink(control->path);
    uv_close((uv_handle_t *)&control->pipe, on_control_closed);
}
