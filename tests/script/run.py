#!/usr/bin/python3
"""Plays scenarios written in the text form against a real server and real clients.

usage: run.py BULLETIND BULLETIN SCENARIO...

A scenario starts with a fresh server in a temporary folder. Its lines:

  # ...                        a comment
  op> LINE                     the operator says LINE on the control socket
  house> LINE                  the house itself says LINE: whoever has its seed signs for it
  NAME> LINE                   the client NAME says LINE on its encrypted link
  < PATTERN                    the next line of the answer; every line of an answer must be expected
  NAME! PATTERN                the next push that NAME gets
  NAME!                        NAME has no push waiting: everything sent so far has passed a ping
  guest NAME                   a client without an account
  member NAME ACCOUNT KEY=...  invites ACCOUNT with these fields, joins a new client NAME with the code;
                               without fields ACCOUNT is there, and NAME joins with a further key
  invite VARIABLE KEY=...      invites, keeps the code in VARIABLE
  leave NAME                   ends the client
  gone NAME                    the client has been sent away: its console ends
  run STATUS NAME WORDS...     runs the command `bulletin WORDS` in NAME's home; it must exit with STATUS
  | PATTERN                    the next line that command printed; every line must be expected unless `| ...`
  restart / kill               ends the server by SIGTERM, or by SIGKILL, and starts it again; clients dial anew
  rebuild                      like restart, with views dropped and folded again in between: they must be equal
  start OPTION...              like restart, with these options from now on
  asleep MOMENT                like restart, but it is MOMENT when the server starts again
  verify                       the ledger must be sound
  clock MOMENT                 from now on it is that time (RFC 3339), for the server and all clients; it runs on from there;
                               a leap that the server does not believe is confirmed by the operator
  leap MOMENT                  the same, and nobody confirms it
  zone NAME                    the server judges days in this time zone, and the clients live in it; before anything else is said
  reader NAME                  the clients live in this time zone instead of the server's
  file NAME FILE TEXT          makes FILE in NAME's home, where NAME's commands run
  bigfile NAME FILE BYTES      the same, with so many bytes
  form NAME FILE KEY=...       an application that is filled in, with these fields otherwise, and its logo beside it
  same NAME FILE OTHER         these two files hold the same bytes

In a PATTERN, * stands for anything (" *" at the end: or nothing), $(X) for what was kept in X, and $(X=) keeps a word in X.
Nothing here waits for time to pass: an answer, a push or a ping is the barrier. What the schedule does after a `clock`
comes as a push within about a second.
"""
import datetime, filecmp, os, queue, re, shlex, shutil, signal, struct, subprocess, sys, tempfile, threading, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../application'))
from forms import write_application  # noqa: E402

BELIEVED_NS = 13 * 24 * 3600 * 10**9  # somewhat less than CLOCK_AHEAD_S
LONG_S = 60  # nothing takes so long; it is how a hang becomes a failure


class Failed(Exception):
    pass


class Lines:
    """A process whose lines are read by a thread."""

    def __init__(self, command, env, stderr, folder=None):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr,
                                        text=True, encoding='utf-8', env=env, cwd=folder)
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip('\n'))
        self.lines.put(None)

    def next(self):
        try:
            return self.lines.get(timeout=LONG_S)
        except queue.Empty:
            raise Failed('nothing came')

    def say(self, line):
        try:
            self.process.stdin.write(line + '\n')
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Failed('the process has ended')

    def end(self, how=None):
        if how is not None and self.process.poll() is None:
            self.process.send_signal(how)
        self.process.stdin.close()
        return self.process.wait(LONG_S)


class Client(Lines):
    def __init__(self, command, env, stderr, folder):
        super().__init__(command, env, stderr, folder)
        self.pushes = []

    def answer_line(self):
        """The next line that is no push; pushes are kept."""
        while True:
            line = self.next()
            if line is None or not line.startswith('! '):
                return line
            self.pushes.append(line)

    def push(self):
        if self.pushes:
            return self.pushes.pop(0)
        line = self.next()
        if line is None or not line.startswith('! '):
            raise Failed(f'expected a push, got: {line}')
        return line


class Clock:
    """A wall clock for whoever is started with env(); support/clock.c reads what is written here."""

    def __init__(self, library, path):
        if not os.path.exists(library):
            raise Failed(f'{library} is missing: it is built with the tests')
        self.library, self.path, self.believed_ns = library, path, 0
        self.move(0)

    def move(self, offset_ns):
        self.offset_ns = offset_ns
        with open(self.path, 'r+b' if os.path.exists(self.path) else 'wb') as file:
            file.write(struct.pack('=q', offset_ns))

    def set(self, moment):
        """True when that is so far ahead of what was confirmed last that a server may not believe it."""
        wanted = datetime.datetime.fromisoformat(moment)
        if wanted.tzinfo is None:
            raise Failed(f'{moment} does not say its offset')
        since = wanted - datetime.datetime.fromtimestamp(0, datetime.timezone.utc)
        self.move(since // datetime.timedelta(microseconds=1) * 1000 - time.time_ns())
        leaps = self.offset_ns - self.believed_ns > BELIEVED_NS
        if leaps or self.offset_ns < self.believed_ns:
            self.believed_ns = self.offset_ns
        return leaps

    def env(self):
        # The runtime of a sanitizer need not stand before it in the list of libraries.
        asan = os.environ.get('ASAN_OPTIONS', '')
        return {'LD_PRELOAD': self.library, 'BULLETIN_CLOCK': self.path,
                'ASAN_OPTIONS': f'{asan}:verify_asan_link_order=0'.lstrip(':')}


class Scenario:
    def __init__(self, daemon, command, path):
        daemon, command = os.path.abspath(daemon), os.path.abspath(command)
        self.daemon, self.command, self.path = daemon, command, path
        self.folder = tempfile.mkdtemp(prefix='bulletin-script-')
        self.log = open(self.folder + '/stderr', 'w+')
        self.options, self.listen = [], '127.0.0.1:0'
        self.clients, self.variables, self.expected = {}, {}, []
        self.output = None  # of the last `run`
        self.server = self.clock = self.zone = self.reader = None

    # --- the server

    def world(self):
        """The clock that everybody has."""
        return dict(os.environ, **(self.clock.env() if self.clock else {}))

    def serve(self):
        data = self.folder + '/data'
        options = [*self.options, *(['--zone', self.zone] if self.zone else [])]
        self.server = Lines([self.daemon, 'serve', '--data', data, '--listen', self.listen, *options],
                            self.world(), self.log)
        ready = self.server.next()
        if ready is None or not ready.startswith('ready '):
            raise Failed(f'the server did not start: {ready}')
        self.url = ready.split()[1]
        self.listen = self.url.split('/')[2]  # the same port after a restart
        self.variables['url'] = self.url

    def serve_again(self, how):
        status = self.server.end(how)
        self.waiting = [name for name in self.clients if name != 'op']
        for client in self.clients.values():
            client.end()
        self.clients = {}
        if how == signal.SIGTERM and status != 0:
            raise Failed(f'the server ended with {status}')

    # --- clients

    def home(self, name):
        folder = f'{self.folder}/home-{name}'
        os.makedirs(folder, 0o700, exist_ok=True)
        return folder

    def env(self, name):
        env = dict(self.world(), BULLETIN_HOME=self.home(name), BULLETIN_SERVER=self.url, LC_ALL='C.UTF-8')
        if name == 'op':
            env['BULLETIN_SERVER'] = f'unix:{self.folder}/data/control'
        env['TZ'] = self.reader or self.zone or 'Asia/Shanghai'  # by default the server's
        return env

    def open(self, name):
        if name == 'house' and not os.path.exists(self.home(name) + '/seed'):
            shutil.copy(self.folder + '/data/house.seed', self.home(name) + '/seed')
            with open(self.home(name) + '/server', 'w', encoding='utf-8') as file:
                file.write(self.url + '\n')
        self.clients[name] = Client([self.command, 'console'], self.env(name), self.log, self.home(name))
        return self.clients[name]

    def client(self, name):
        if name in self.clients:
            return self.clients[name]
        if name in ('op', 'house'):
            return self.open(name)
        raise Failed(f'there is no client {name}')

    def bulletin(self, name, words, stdin=''):
        return subprocess.run([self.command, *words], env=self.env(name), cwd=self.home(name), input=stdin,
                              capture_output=True, text=True, encoding='utf-8', timeout=LONG_S)

    def invite(self, fields):
        options = [word for field in fields for word in self.option(field)]
        new = any(field.startswith('role=') for field in fields)
        done = self.bulletin('op', ['account' if new else 'key', 'invite', *options])
        code = re.search(r'\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b', done.stdout)
        if done.returncode != 0 or not code:
            raise Failed(f'invite: {done.stdout}{done.stderr}')
        return code.group(0)

    @staticmethod
    def option(field):
        name, _, value = field.partition('=')
        return [f'--{name}'] if value in ('', 'yes') else [f'--{name}', value]

    def member(self, name, account, fields):
        code = self.invite([f'account={account}', *fields])
        done = self.bulletin(name, ['join', self.url], code + '\n')
        if done.returncode != 0:
            raise Failed(f'join: {done.stdout}{done.stderr}')
        self.open(name)

    # --- lines

    def fill(self, text):
        return re.sub(r'\$\((\w+)\)', lambda m: self.variables.get(m.group(1), m.group(0)), text)

    def match(self, pattern, line):
        parts = re.split(r'(\$\(\w+=\)| \*$|\*)', self.fill(pattern))
        expression = ''.join('( .*)?' if p == ' *' else '.*' if p == '*' else f'(?P<{p[2:-2]}>\\S+)' if p.startswith('$(') else re.escape(p)
                             for p in parts)
        found = re.fullmatch(expression, line or '')
        if found:
            self.variables.update(found.groupdict())
        return bool(found)

    def expect(self, pattern, line):
        if not self.match(pattern, line):
            raise Failed(f'expected: {self.fill(pattern)}\n     got: {line}')

    def settle(self):
        """An answer that was not expected to its end is a failure, so that nothing is left to chance."""
        if self.expected:
            raise Failed(f'not expected: {self.expected[0]}')
        if self.output:
            raise Failed(f'printed besides: {self.output[0]}')

    def say(self, name, line):
        client = self.client(name)
        client.say(self.fill(line))
        while True:
            answer = client.answer_line()
            if answer is None:
                raise Failed(f'{name} was sent away')
            self.expected.append(answer)
            if answer.startswith(('ok', 'error')):
                return

    def quiet(self, name):
        client = self.client(name)
        client.say('ping')
        answer = client.answer_line()
        if answer is None or not answer.startswith('ok'):
            raise Failed(f'{name}: ping got {answer}')
        if client.pushes:
            raise Failed(f'{name} got besides: {client.pushes[0]}')

    def step(self, line):
        said = re.fullmatch(r'(\w+)> (.*)', line)
        pushed = re.fullmatch(r'(\w+)!( (.*))?', line)
        if line.startswith('< '):
            self.expect(line[2:], self.expected.pop(0) if self.expected else None)
            return
        if line == '| ...':
            self.output = None
            return
        if line.startswith('| '):
            self.expect(line[2:], self.output.pop(0) if self.output else None)
            return
        self.settle()
        if self.server is None and line.split()[0] not in ('clock', 'leap', 'zone'):
            self.serve()
        if said:
            self.say(said.group(1), said.group(2))
        elif pushed and pushed.group(3):
            self.expect('! ' + pushed.group(3), self.client(pushed.group(1)).push())
        elif pushed:
            self.quiet(pushed.group(1))
        else:
            self.direct(shlex.split(self.fill(line)))

    def direct(self, words):
        verb, rest = words[0], words[1:]
        if verb == 'guest':
            self.open(rest[0])
        elif verb == 'member':
            self.member(rest[0], rest[1], rest[2:])
        elif verb == 'invite':
            self.variables[rest[0]] = self.invite(rest[1:])
        elif verb == 'leave':
            self.clients.pop(rest[0]).end()
        elif verb == 'gone':
            client = self.clients.pop(rest[0])
            while client.next() is not None:
                pass
            client.end()
        elif verb == 'run':
            stdin = self.variables.pop('stdin', '')
            done = self.bulletin(rest[1], rest[2:], stdin)
            if done.returncode != int(rest[0]):
                raise Failed(f'exit {done.returncode}\n{done.stdout}{done.stderr}')
            self.output = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        elif verb == 'stdin':
            self.variables['stdin'] = ' '.join(rest) + '\n'
        elif verb in ('restart', 'kill', 'start', 'rebuild', 'asleep'):
            self.serve_again(signal.SIGKILL if verb == 'kill' else signal.SIGTERM)
            if verb == 'start':
                self.options = rest
            leapt = verb == 'asleep' and self.clock.set(rest[0])
            if verb == 'rebuild':
                before, after = self.tool('verify')[-1], self.tool('rebuild')[-1]
                if before != after:
                    raise Failed(f'rebuild made other views: {before} / {after}')
            self.serve()
            if leapt:
                self.confirm(rest[0])
            for name in self.waiting:
                self.open(name)
        elif verb == 'verify':
            self.tool('verify')
        elif verb == 'clock':
            self.time_is(rest[0])
        elif verb == 'leap':
            self.clock.set(rest[0])
        elif verb == 'zone':
            if self.server is not None:
                raise Failed('the server has its zone already')
            self.zone = rest[0]
        elif verb == 'reader':
            self.reader = rest[0]
        elif verb == 'file':
            with open(f'{self.home(rest[0])}/{rest[1]}', 'w', encoding='utf-8') as file:
                file.write(' '.join(rest[2:]))
        elif verb == 'bigfile':
            with open(f'{self.home(rest[0])}/{rest[1]}', 'wb') as file:
                file.write(b''.join(struct.pack('>Q', i) for i in range(int(rest[2]) // 8 + 1))[:int(rest[2])])
        elif verb == 'form':
            changed = dict(word.replace('\\n', '\n').split('=', 1) for word in rest[2:])
            write_application(self.home(rest[0]), os.path.splitext(rest[1])[0], **changed)
        elif verb == 'same':
            one, other = (f'{self.home(rest[0])}/{path}' for path in rest[1:3])
            if not filecmp.cmp(one, other, shallow=False):
                raise Failed(f'{rest[1]} and {rest[2]} differ')
        else:
            raise Failed(f'unknown directive {verb}')

    def time_is(self, moment):
        if self.clock.set(moment) and self.server is not None:
            self.confirm(moment)

    def confirm(self, moment):
        done = self.bulletin('op', ['clock', 'confirm', '--time', moment])
        if done.returncode != 0:
            raise Failed(f'clock confirm: {done.stdout}{done.stderr}')

    def tool(self, name):
        done = subprocess.run([self.daemon, name, '--data', self.folder + '/data'], env=self.world(),
                              capture_output=True, text=True, timeout=LONG_S)
        if done.returncode != 0:
            raise Failed(f'{name}: {done.stdout}{done.stderr}')
        return done.stdout.splitlines()

    def play(self):
        number, line = 0, ''
        try:
            with open(self.path, encoding='utf-8') as file:
                lines = [line.strip() for line in file]
            if any(line.startswith(('clock ', 'leap ')) for line in lines):
                self.clock = Clock(os.path.dirname(self.daemon) + '/clock.so', self.folder + '/clock')
            for number, line in enumerate(lines, 1):
                if line and not line.startswith('#'):
                    self.step(line)
            self.settle()
            self.serve_again(signal.SIGTERM)
            self.server = None
            self.tool('verify')
            return True
        except (Failed, subprocess.TimeoutExpired, OSError) as failure:
            self.log.flush()
            self.log.seek(0)
            print(f'{self.path}:{number}: {line}\n     {failure}\n{self.log.read()}', file=sys.stderr)
            return False
        finally:
            self.end()

    def end(self):
        for client in self.clients.values():
            client.process.kill()
            client.process.wait()
        if self.server:
            self.server.process.kill()
            self.server.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    daemon, command, paths = sys.argv[1], sys.argv[2], sys.argv[3:]
    failed = 0
    for path in paths:
        good = Scenario(daemon, command, path).play()
        failed += not good
        print(f'{"ok    " if good else "FAILED"} {os.path.basename(path)}', flush=True)
    print(f'{len(paths) - failed} passed, {failed} failed')
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())
