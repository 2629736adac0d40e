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
    uv_pipe_t pipe, spare; /* the second takes a caller for whom there is no memory, and is closed at once */
    unsigned handles;      /* of these two, not closed yet: with the last the control goes */
    bool turning_away, waits; /* the spare one is being closed; and another caller came meanwhile */
    struct loop *loop;
    struct caller *callers;
    char path[sizeof((struct sockaddr_un *)0)->sun_path];
};

struct caller {
    struct peer peer;
    uv_pipe_t pipe;
    struct caller *next, **place;
    const struct verb *verb; /* of the question that is being answered */
    bool busy;               /* until its "ok" or "error" is there */
    unsigned writing;        /* lines on their way; nothing further is taken until they are out */
    bool ended;              /* nothing more will come */
    size_t size;             /* of what has come and is not answered yet */
    char line[LIMIT_LINE_BYTES];
};

struct answer {
    uv_write_t request;
    uint8_t bytes[];
};

static void caller_close(struct caller *who);
static void caller_lines(struct caller *who);

static void caller_free(struct peer *peer)
{
    free(peer); /* its first member */
}

static void on_caller_closed(uv_handle_t *handle)
{
    struct caller *who = handle->data;
    peer_release(&who->peer);
}

static void caller_close(struct caller *who)
{
    if (who->peer.closing)
        return;
    who->peer.closing = true;
    *who->place = who->next;
    if (who->next != NULL)
        who->next->place = who->place;
    uv_close((uv_handle_t *)&who->pipe, on_caller_closed);
}

static void on_answered(uv_write_t *request, int status)
{
    struct caller *who = request->data;
    free(request); /* the answer begins with it */
    who->writing--;
    if (status < 0)
        caller_close(who);
    else
        loop_ready(&who->peer); /* the next line may be there already */
    peer_release(&who->peer);
}

static void caller_write(struct caller *who, struct bytes text)
{
    struct answer *answer = malloc(sizeof *answer + text.size);
    if (answer == NULL || text.at == NULL) {
        free(answer);
        caller_close(who);
        return;
    }
    memcpy(answer->bytes, text.at, text.size);
    answer->request.data = who;
    uv_buf_t buffer = uv_buf_init((char *)answer->bytes, (unsigned)text.size);
    if (uv_write(&answer->request, (uv_stream_t *)&who->pipe, &buffer, 1, on_answered) != 0) {
        free(answer);
        caller_close(who);
        return;
    }
    peer_hold(&who->peer);
    who->writing++;
}

static void caller_answer(struct peer *peer, struct bytes messages)
{
    struct caller *who = (struct caller *)peer;
    struct refusal why;
    size_t room_bytes = messages.size * 4 + 4096; /* hex and escapes at most double, names of fields add */
    uint8_t *room = malloc(room_bytes);
    struct buffer out = buffer_over(room, room == NULL ? 0 : room_bytes);
    bool last = false;
    while (messages.size > 0) {
        struct message message;
        if (message_take(&messages, &message, &why) != OK ||
            answer_to_text(who->verb, &message, 0, &out, &last, &why) != OK) {
            caller_close(who); /* our own answers decode; half an answer would mislead */
            break;
        }
        buffer_add_text(&out, "\n");
    }
    if (!peer->closing)
        caller_write(who, buffer_bytes(&out));
    free(room);
    if (last)
        who->busy = false;
}

static void caller_refuse(struct caller *who, const struct refusal *why)
{
    uint8_t room[4096];
    struct buffer out = buffer_over(room, sizeof room);
    text_from_refusal(why, &out);
    buffer_add_text(&out, "\n");
    caller_write(who, buffer_bytes(&out));
}

/* Takes one line, without its newline. */
static void caller_line(struct caller *who, struct bytes line)
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
        caller_refuse(who, &why);
        return;
    }
    struct message message = {.id = 1, .word = bytes_of_text(who->verb->word), .body = buffer_bytes(&body)};
    who->busy = true;
    if (session_message(&speaker, &message) != OK)
        caller_close(who);
}

static bool caller_is_free(const struct caller *who)
{
    return !who->busy && who->writing == 0 && !who->peer.closing;
}

static void caller_lines(struct caller *who)
{
    size_t done = 0;
    while (caller_is_free(who)) {
        char *end = memchr(who->line + done, '\n', who->size - done);
        if (end == NULL)
            break;
        struct bytes line = bytes_of(who->line + done, (size_t)(end - (who->line + done)));
        done += line.size + 1;
        caller_line(who, line);
    }
    who->size -= done;
    memmove(who->line, who->line + done, who->size);
    if (caller_is_free(who) && who->ended)
        caller_close(who); /* all that was asked has been answered */
    else if (caller_is_free(who) && who->size == sizeof who->line) {
        caller_refuse(who, &(struct refusal){
                               .code = ERR_TOO_LONG,
                               .field = "line",
                               .limit = LIMIT_LINE_BYTES,
                           });
        caller_close(who);
    }
}

static void on_caller_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    struct caller *who = handle->data;
    (void)suggested;
    *buffer = uv_buf_init(who->line + who->size, (unsigned)(sizeof who->line - who->size));
}

static void on_caller_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct caller *who = stream->data;
    (void)buffer;
    if (count == UV_ENOBUFS) { /* full while busy: read on when the answer is out */
        uv_read_stop(stream);
        return;
    }
    if (count == UV_EOF) { /* it may have said its last line and listen on */
        who->ended = true;
        uv_read_stop(stream);
        caller_lines(who);
        return;
    }
    if (count < 0) {
        caller_close(who);
        return;
    }
    who->size += (size_t)count;
    caller_lines(who);
}

/* Its turn after an answer. */
static void caller_serve(struct peer *peer)
{
    struct caller *who = (struct caller *)peer;
    caller_lines(who);
    if (!peer->closing && !who->ended)
        uv_read_start((uv_stream_t *)&who->pipe, on_caller_room, on_caller_read);
}

/* Root and the daemon's own user are callers; nobody else. */
static bool caller_known(uv_pipe_t *pipe)
{
    struct ucred who;
    socklen_t size = sizeof who;
    uv_os_fd_t socket;
    return uv_fileno((uv_handle_t *)pipe, &socket) == 0 &&
           getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 &&
           (who.uid == 0 || who.uid == geteuid());
}

static void on_caller(uv_stream_t *stream, int status);

static void on_control_closed(uv_handle_t *handle)
{
    struct control *control = handle->data;
    if (handle == (uv_handle_t *)&control->spare)
        control->turning_away = false;
    bool waits = control->waits && !uv_is_closing((uv_handle_t *)&control->pipe);
    control->waits = false;
    if (waits)
        on_caller((uv_stream_t *)&control->pipe, 0);
    if (--control->handles == 0)
        free(control);
}

/* libuv listens no further until a caller has been accepted, so one is, even when there is no memory
 * for it. */
static void turn_away(struct control *control)
{
    control->waits = control->turning_away;
    if (control->turning_away)
        return;
    control->turning_away = true;
    control->handles++;
    uv_pipe_init(&control->loop->uv, &control->spare, 0);
    control->spare.data = control;
    (void)uv_accept((uv_stream_t *)&control->pipe, (uv_stream_t *)&control->spare);
    uv_close((uv_handle_t *)&control->spare, on_control_closed);
}

static void on_caller(uv_stream_t *stream, int status)
{
    struct control *control = stream->data;
    if (status < 0)
        return;
    struct caller *who = calloc(1, sizeof *who);
    if (who == NULL) {
        turn_away(control);
        return;
    }
    who->peer = (struct peer){
        .loop = control->loop,
        .holds = 1,
        .answer = caller_answer,
        .serve = caller_serve,
        .free = caller_free,
    };
    uv_pipe_init(&control->loop->uv, &who->pipe, 0);
    who->pipe.data = who;
    who->next = control->callers;
    who->place = &control->callers;
    if (who->next != NULL)
        who->next->place = &who->next;
    control->callers = who;
    if (uv_accept(stream, (uv_stream_t *)&who->pipe) != 0) {
        caller_close(who);
    } else if (!caller_known(&who->pipe)) {
        caller_refuse(who, &(struct refusal){.code = ERR_NOT_ALLOWED});
        caller_close(who);
    } else {
        uv_read_start((uv_stream_t *)&who->pipe, on_caller_room, on_caller_read);
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
    control->handles = 1;
    uv_pipe_init(&loop->uv, &control->pipe, 0);
    control->pipe.data = control;
    loop->control = control;
    mode_t mask = umask(0177);
    int failed = uv_pipe_bind(&control->pipe, path);
    umask(mask);
    if (failed == 0)
        failed = uv_listen((uv_stream_t *)&control->pipe, 16, on_caller);
    if (failed != 0)
        control->path[0] = '\0'; /* it is not ours to remove */
    return -failed;
}

void control_close(struct loop *loop)
{
    struct control *control = loop->control;
    if (control == NULL)
        return;
    loop->control = NULL;
    while (control->callers != NULL)
        caller_close(control->callers);
    if (control->path[0] != '\0')
        unlink(control->path);
    uv_close((uv_handle_t *)&control->pipe, on_control_closed);
}
