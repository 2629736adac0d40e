"""The figures of scale: many subscribers over links in memory, two loops beside one, and a ledger that has grown.

Links in memory are the server's own code up to the socket (memory_loop.c); the grown ledger is made once a run
(grow.c) and served by an ordinary server."""

import re
import shutil
import socket

from harness import median

FACTS_BEHIND = 1_000_000
FACTS_ASKED = 100_000
FACTS_FEW, FACTS_MANY = 10_000, 10_000_000
GROW_LIMIT_S = 1800
CHUNK = 1 << 20


# --- links in memory

def over_links(bench, links, loops, in_flight, cores):
    data = bench.folder / 'links'
    shutil.rmtree(data, ignore_errors=True)
    return bench.observe(None, cores[0], [
        bench.build / 'bench_links', '--links', links, '--loops', loops, '--in-flight', in_flight,
        '--seconds', bench.seconds(4), '--data', data, '--cores', ','.join(map(str, cores))])


def figure_links(bench):
    """On one core, all threads of it, as the server has it in fan-out over sockets."""
    cores = [bench.machine.server_core]
    few, many = bench.repeat(lambda: over_links(bench, 1000, 1, 1, cores), lambda: over_links(bench, 100000, 1, 1, cores))
    key, unit = 'cpu_s_per_million', 'cpu-s/1M-deliveries'
    bench.show('links-1000', median(few, key), unit, median(few, key))
    bench.show('links-100000', median(many, key), unit, median(few, key), 1.5)
    bench.show('links-1000-last', median(few, 'last_ms_p50'), 'ms to the last')
    bench.show('links-100000-last', median(many, 'last_ms_p50'), 'ms to the last')
    bench.show('links-100000-memory', median(many, 'bytes_per_link'), 'bytes/link')


def figure_two_loops(bench):
    """Both have both cores; of one loop the second core has only the writer."""
    cores = [bench.machine.server_core, bench.machine.driver_core]
    one, two = bench.repeat(lambda: over_links(bench, 100000, 1, 1, cores), lambda: over_links(bench, 100000, 2, 1, cores))
    rate = median(one, 'deliveries_per_s')
    bench.show('one-loop', rate, 'deliveries/s', rate)
    bench.show('two-loops', median(two, 'deliveries_per_s'), 'deliveries/s', rate, 1.7)
    bench.show('two-loops-last', median(two, 'last_ms_p50'), 'ms to the last', median(one, 'last_ms_p50'))


# --- a grown ledger

def grow(bench, data, facts):
    shutil.rmtree(data, ignore_errors=True)
    return bench.run(bench.machine.server_core, [bench.build / 'bench_grow', data, facts], GROW_LIMIT_S)


def warm(data):
    """Brings the store back into memory, wherever the machine has let go of it meanwhile."""
    room = bytearray(CHUNK)
    with open(data / 'data.mdb', 'rb', buffering=0) as store:
        while store.readinto(room):
            pass


def newest(data):
    """The number of the channel's last fact, from the control socket."""
    with socket.socket(socket.AF_UNIX) as control:
        control.settimeout(10)
        control.connect(str(data / 'control'))
        control.sendall(b'channels channel=bench\n')
        answer = b''
        while b'\nok' not in answer:
            answer += control.recv(4096)
    return int(re.search(rb' number=(\d+)', answer).group(1))


def on_ledger(bench, data):
    """One server on this ledger, asked, followed and written to; publishing comes last, since it makes the ledger grow.
    Before it is measured it has been asked for a while: a server maps what it reads page by page, once."""
    warm(data)
    child, address = bench.serve(data)
    try:
        last = newest(data)
        known = ['--joined', '--from', last]
        drive = lambda mode, *options: bench.drive(mode, ['--address', address], child, [*known, *options])
        asks = ['--subscribers', 64, '--seconds', bench.seconds(3)]
        drive('ask', '--question', 'read', *asks)
        headlines = drive('ask', '--question', 'headlines', *asks)
        read = drive('ask', '--question', 'read', *asks)
        backlog = drive('backlog', '--seconds', bench.seconds(4))
        publish = drive('publish', '--publishers', 64, '--seconds', bench.seconds(4))
    finally:
        bench.stop(child)
    return {'headlines': headlines['asks_per_s'], 'read': read['asks_per_s'], 'catch-up': backlog['facts_per_s'],
            'publish': publish['acts_per_s']}


def figure_growth(bench):
    few, many = (2_000, 20_000) if bench.quick else (FACTS_FEW, bench.facts)
    small, large = bench.folder / 'small', bench.folder / 'large'
    grown = grow(bench, large, many)
    rounds = []
    for _ in range(bench.runs):
        grow(bench, small, few)
        rounds.append((on_ledger(bench, small), on_ledger(bench, large)))
    bench.show('growth-making', many / grown['seconds'], 'facts/s')
    bench.show('growth-store', grown['store_mb'] * 1e6 / many, 'bytes/fact')
    for name, unit in (('publish', 'acts/s'), ('headlines', 'asks/s'), ('read', 'asks/s'), ('catch-up', 'facts/s')):
        before = median([one for one, _ in rounds], name)
        bench.show(f'growth-{name}-{few}', before, unit, before)
        bench.show(f'growth-{name}-{many}', median([other for _, other in rounds], name), unit, before, 0.7)
    shutil.rmtree(large, ignore_errors=True)


def figure_catchup(bench):
    """One who is a million facts behind, beside a thousand who are not. Ratio of the rate: to the bulk floor's, which
    does not read what it sends."""
    facts = 20_000 if bench.quick else FACTS_BEHIND
    data = bench.folder / 'behind'
    grow(bench, data, facts)

    def caught_up():
        warm(data)
        child, address = bench.serve(data)
        try:
            return bench.drive('catchup', ['--address', address], child, [
                '--joined', '--from', newest(data), '--subscribers', 1000, '--seconds', bench.seconds(4)])
        finally:
            bench.stop(child)

    served, floor = bench.repeat(caught_up, lambda: bench.on_floor('bulk', 'fanout', '--subscribers', 1000,
                                                                   '--in-flight', 32, '--seconds', bench.seconds(4)))
    rate, before = median(floor, 'deliveries_per_s'), median(served, 'p99_before_ms')
    bench.show('floor-catchup', rate, 'facts/s', rate)
    bench.show('catchup', median(served, 'facts_per_s'), 'facts/s', rate, 0.5)
    bench.show('catchup-others-p99-before', before, 'ms', before)
    bench.show('catchup-others-p99', median(served, 'p99_beside_ms'), 'ms', before, 1.5)
    shutil.rmtree(data, ignore_errors=True)


def figure_askers(bench):
    """128 guests of one address who ask the dearest questions in bursts, all the time, beside a thousand who follow."""
    facts = 20_000 if bench.quick else FACTS_ASKED
    data = bench.folder / 'asked'
    grow(bench, data, facts)

    def asked():
        warm(data)
        child, address = bench.serve(data)
        try:
            return bench.drive('askers', ['--address', address], child, [
                '--joined', '--from', newest(data), '--subscribers', 1000, '--stalled', 128, '--rate', 20,
                '--seconds', bench.seconds(10)])
        finally:
            bench.stop(child)

    served, = bench.repeat(asked)
    before = median(served, 'p99_before_ms')
    bench.show('beside-askers-p50-before', median(served, 'p50_before_ms'), 'ms', median(served, 'p50_before_ms'))
    bench.show('beside-askers-p50', median(served, 'p50_beside_ms'), 'ms', median(served, 'p50_before_ms'))
    bench.show('beside-askers-p99-before', before, 'ms', before)
    bench.show('beside-askers-p99', median(served, 'p99_beside_ms'), 'ms', before, 1.5)
    bench.show('beside-askers-answered', median(served, 'answered_mb_per_s'), 'MB/s of answers')
    shutil.rmtree(data, ignore_errors=True)


FIGURES = {
    'catchup': figure_catchup,
    'beside-askers': figure_askers,
    'links': figure_links,
    'two-loops': figure_two_loops,
    'growth': figure_growth,
}
