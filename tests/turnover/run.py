#!/usr/bin/python3
"""Kills the server at every write of a month's turnover, one after the other, and looks what is on disk.

usage: run.py BULLETIND BULLETIN

At each point there must be both a theme that is open and its thread, with the push in the ledger, or nothing of it;
and when the time comes to a server that is left alone, it happens once. How a server is started and spoken to is a
matter of ../script/run.py; where it is killed, of ../support/killer.c.
"""
import concurrent.futures, importlib.util, os, shutil, signal, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location('script', f'{HERE}/../script/run.py')
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)

AT_ONCE = 8        # points that are tried at the same time: most of it is waiting for a tick
POINTS_MOST = 400  # more writes than any turnover has
BEFORE, TURN = '2006-11-30T23:59:40+08:00', '2006-12-01T00:00:00+08:00'
PREPARE = '''
op> channel.create channel=themes title=T read=everyone publish=committee moderate=committee
< ok *
op> channel.create channel=forum title=F read=everyone publish=committee moderate=committee
< ok *
member li li role=committee
li> theme.plan month=2006-12 title="我谈机关服务品牌" text="哪一项承诺?"
< ok id=desk/themes/2 *
'''
LOOK = '''
li> subscribe channels=desk/themes:2,themes:1,forum:1
< - channel=desk/themes *
< - channel=themes *
< - channel=forum *
< ok rows=3 *
'''
FACTS = {'theme.opened': 'themes/2', 'thread.opened': 'forum/2', 'theme.turned': 'desk/themes/3'}


class House(script.Scenario):
    """A server whose store is a copy of another's."""

    def __init__(self, daemon, command, of=None):
        super().__init__(daemon, command, 'turnover')
        self.zone = 'Asia/Shanghai'
        if of is not None:
            shutil.rmtree(self.folder)
            shutil.copytree(of.folder, self.folder, ignore=shutil.ignore_patterns('control', 'stderr'))
            self.log = open(self.folder + '/stderr', 'w+')
        self.clock = script.Clock(os.path.dirname(self.daemon) + '/clock.so', self.folder + '/clock')
        self.killer = {}

    def world(self):
        world = super().world()
        if self.killer:
            world.update(self.killer, LD_PRELOAD=world['LD_PRELOAD'] + ':' + os.path.dirname(self.daemon) + '/killer.so')
        return world

    def steps(self, text):
        for line in text.strip().splitlines():
            self.step(line)
        self.settle()

    def tool(self, name):
        """The server alone is killed: what verifies writes as well, beside the store."""
        killer, self.killer = self.killer, {}
        try:
            return super().tool(name)
        finally:
            self.killer = killer

    def stop(self):
        self.serve_again(signal.SIGTERM)
        self.server = None

    def channel_ends(self):
        """The newest number of each channel of the turnover."""
        ends = {}
        for channel in ('themes', 'forum', 'desk/themes'):
            done = self.bulletin('li', ['call', 'channels', f'channel={channel}', '--json'])
            ends[channel] = int(done.stdout.split('"number":')[1].split(',')[0])
        return ends


def turn_once(house):
    """Time comes to a server that nobody kills; gives the pushes of the turnover."""
    house.clock.set(TURN)
    client, seen = house.client('li'), {}
    while len(seen) < 3:
        words = client.push().split()
        seen[words[3]] = words[2]
    house.quiet('li')
    if seen != FACTS:
        raise script.Failed(f'the turnover made {seen}')


def point(base, n, when):
    """What was left by a kill at the n-th write: `none`, `both`, or `survived`."""
    house = House(base.daemon, base.command, base)
    try:
        armed = house.folder + '/armed'
        house.killer = {'BULLETIN_KILL_ARMED': armed, 'BULLETIN_KILL_AT': str(n), 'BULLETIN_KILL_WHEN': when}
        house.clock.set(BEFORE)
        house.serve()
        open(armed, 'w').close()
        house.clock.set(TURN)
        deadline = time.monotonic() + script.LONG_S
        survived = False
        while house.server.process.poll() is None and not survived:
            if time.monotonic() > deadline:
                raise script.Failed('neither killed nor turned over')
            time.sleep(0.05)
            survived = os.path.getsize(house.folder + '/data/data.mdb') > 0 and turned_over(house)
        status = house.server.end(signal.SIGTERM)
        house.killer = {}
        if status not in (0, -signal.SIGKILL):
            raise script.Failed(f'the server ended with {status}')
        house.clock.set(BEFORE)
        house.tool('verify')
        house.serve()
        ends = house.channel_ends()
        if ends not in ({'themes': 1, 'forum': 1, 'desk/themes': 2}, {'themes': 2, 'forum': 2, 'desk/themes': 3}):
            raise script.Failed(f'{when} write {n}: half of it is there: {ends}')
        left = 'both' if ends['themes'] == 2 else 'none'
        house.open('li')
        house.steps(LOOK)
        turn_once(house)
        house.stop()
        house.tool('verify')
        return 'survived' if status == 0 else left
    finally:
        house.end()


def turned_over(house):
    """Asked of the store itself, beside the server that may be killed at any write."""
    return int(house.tool('verify')[0].split('sound: ')[1].split(' ')[0]) >= FACTS_AFTER


def facts_of(house):
    return int(house.tool('verify')[0].split('sound: ')[1].split(' ')[0])


def series(base, when):
    found, n, over = [], 1, False
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        while not over and n < POINTS_MOST:
            results = list(pool.map(lambda at: point(base, at, when), range(n, n + AT_ONCE)))
            found += results
            n += AT_ONCE
            over = 'survived' in results
    forced = [result for result in found if result != 'survived']
    print(f'killed {when} each of {len(forced)} writes: {forced.count("none")} left none of it, '
          f'{forced.count("both")} left both', flush=True)
    if not over:
        raise script.Failed('the turnover has no end')
    if forced.count('none') == 0:
        raise script.Failed(f'no kill {when} a write came before the commit')
    return forced


def main():
    global FACTS_AFTER
    base = House(sys.argv[1], sys.argv[2])
    try:
        base.clock.set(BEFORE)
        base.steps(PREPARE)
        base.stop()
        FACTS_AFTER = facts_of(base) + 3
        results = series(base, 'before') + series(base, 'after')
        if 'both' not in results:
            raise script.Failed('no kill came after the commit')
        print('every one of them was sound, and the turnover happened once in the end')
    except (script.Failed, OSError) as failure:
        print(f'FAILED: {failure}', file=sys.stderr)
        return 1
    finally:
        base.end()
    return 0


if __name__ == '__main__':
    sys.exit(main())
