"""The figures of one server beside its floors: fan-out, latency, memory, handshakes, acts, searching."""

import peers
from harness import Failed, check_file_limit, median


def repeat_beside(bench, rivals, *measures):
    """As Bench.repeat; the last list has the peers' results by name."""
    columns = bench.repeat(*measures, *rivals.values())
    return [*columns[:len(measures)], dict(zip(rivals, columns[len(measures):]))]


def show_rivals(bench, rivals, name, key, unit, floor=None):
    for rival, results in rivals.items():
        bench.show(f'peer-{rival}-{name}', median(results, key), unit, floor)


IDLE_MOST = 1024  # bytes of the server's memory for one idle subscriber


FANOUT, FANOUT_UNIT = 'cpu_s_per_million', 'cpu-s/1M-deliveries'


def fanout_options(bench, subscribers, in_flight):
    check_file_limit(bench.file_limit, subscribers)
    return ['fanout', '--subscribers', subscribers, '--in-flight', in_flight, '--seconds', bench.seconds(4)]


def show_fanout(bench, name, served, floor, target):
    least = median(floor, FANOUT)
    bench.show(f'floor-{name}', least, FANOUT_UNIT, least)
    bench.show(name, median(served, FANOUT), FANOUT_UNIT, least, target)
    bench.show(f'{name}-rate', median(served, 'deliveries_per_s'), 'deliveries/s', median(floor, 'deliveries_per_s'))
    if median(served, 'last_ms') > 0:  # one headline on its way at a time
        bench.show(f'{name}-last', median(served, 'last_ms'), 'ms to the last', median(floor, 'last_ms'))


def figure_fanout(bench, in_flight, kind, target):
    """To a thousand, beside other servers."""
    name, (mode, *options) = f'fanout-{in_flight}', fanout_options(bench, 1000, in_flight)
    served, floor, rivals = repeat_beside(bench, peers.beside(bench, mode, options),
                                          lambda: bench.on_server(mode, *options),
                                          lambda: bench.on_floor(kind, mode, *options))
    show_fanout(bench, name, served, floor, target)
    show_rivals(bench, rivals, name, FANOUT, FANOUT_UNIT, median(floor, FANOUT))
    if rivals:
        best = min(median(results, FANOUT) for results in rivals.values())
        bench.show(f'{name}-to-best-peer', median(served, FANOUT), FANOUT_UNIT, best, 0.5 if in_flight > 1 else None)


def figure_crowd(bench, subscribers, target, target_to_few=None):
    """To a large crowd and to a thousand in turns, each with its floor."""
    name = f'fanout-1-at-{subscribers}'
    many, few = fanout_options(bench, subscribers, 1), fanout_options(bench, 1000, 1)
    served, floor, served_few, floor_few = bench.repeat(
        lambda: bench.on_server(*many), lambda: bench.on_floor('each', *many),
        lambda: bench.on_server(*few), lambda: bench.on_floor('each', *few))
    show_fanout(bench, name, served, floor, target)
    bench.show(f'{name}-to-1000', median(served, FANOUT), FANOUT_UNIT, median(served_few, FANOUT), target_to_few)
    bench.show(f'floor-{name}-to-1000', median(floor, FANOUT), FANOUT_UNIT, median(floor_few, FANOUT))


def figure_latency(bench):
    options = ['--subscribers', 1000, '--rate', 20, '--seconds', bench.seconds(12)]
    served, floor, rivals = repeat_beside(bench, peers.beside(bench, 'latency', options),
                                          lambda: bench.on_server('latency', *options),
                                          lambda: bench.on_floor('each', 'latency', *options))
    for part in ('p50', 'p99'):
        bench.show(f'floor-latency-{part}', median(floor, f'{part}_ms'), 'ms', median(floor, f'{part}_ms'))
        bench.show(f'latency-{part}', median(served, f'{part}_ms'), 'ms', median(floor, f'{part}_ms'), 1.2)
        show_rivals(bench, rivals, f'latency-{part}', f'{part}_ms', 'ms', median(floor, f'{part}_ms'))


def figure_idle(bench, subscribers):
    check_file_limit(bench.file_limit, subscribers)
    options = ['--subscribers', subscribers]
    rivals = peers.beside(bench, 'idle', options) if subscribers == 1000 else {}
    served, rivals = repeat_beside(bench, rivals, lambda: bench.on_server('idle', *options))
    bench.show(f'idle-{subscribers}', median(served, 'bytes_each'), 'bytes/subscriber', IDLE_MOST, 1)
    show_rivals(bench, rivals, f'idle-{subscribers}', 'bytes_each', 'bytes/subscriber', IDLE_MOST)
    bench.show(f'idle-{subscribers}-kernel', median(served, 'kernel_bytes_each_socket'), 'bytes/socket')


def figure_handshake(bench):
    options = ['--handshakes', 500 if bench.quick else 4000]
    served, floor, rivals = repeat_beside(bench, peers.beside(bench, 'handshake', options),
                                          lambda: bench.on_server('handshake', *options),
                                          lambda: bench.arithmetic('exchange'))
    bench.show('floor-handshake', median(floor, 'cpu_ms'), 'cpu-ms/four-x25519', median(floor, 'cpu_ms'))
    bench.show('handshake', median(served, 'cpu_ms'), 'cpu-ms/handshake', median(floor, 'cpu_ms'), 1.4)
    show_rivals(bench, rivals, 'handshake', 'cpu_ms', 'cpu-ms/handshake', median(floor, 'cpu_ms'))


def figure_publish(bench, publishers):
    options = ['--publishers', publishers, '--seconds', bench.seconds(4)]
    served, floor, verify, rivals = repeat_beside(
        bench, peers.beside(bench, 'publish', options, kept=True), lambda: bench.on_server('publish', *options),
        lambda: bench.commit(publishers), lambda: bench.arithmetic('verify'))
    acts, verified = median(served, 'acts_per_s'), median(verify, 'verifications_per_s')
    bench.show(f'floor-publish-{publishers}', median(floor, 'acts_per_s'), 'acts/s', median(floor, 'acts_per_s'))
    bench.show(f'publish-{publishers}', acts, 'acts/s', median(floor, 'acts_per_s'), 0.85 if publishers == 1 else None)
    floor_us = median(floor, 'cpu_us_per_act')
    bench.show(f'floor-publish-{publishers}-cpu', floor_us, 'cpu-us/act', floor_us)
    bench.show(f'publish-{publishers}-cpu', median(served, 'cpu_us_per_act'), 'cpu-us/act', floor_us)
    show_rivals(bench, rivals, f'publish-{publishers}', 'acts_per_s', 'acts/s', median(floor, 'acts_per_s'))
    if publishers > 1:
        bench.show('floor-verify', verified, 'verifications/s/core', verified)
        bench.show(f'publish-{publishers}-to-verify', acts, 'acts/s', verified, 0.7)


def figure_stalled(bench):
    """A thousand that read beside a thousand that have stopped."""
    served, = bench.repeat(lambda: bench.on_server('stalled', '--subscribers', 1000, '--stalled', 1000, '--rate', 20,
                                                   '--seconds', bench.seconds(10)))
    before = median(served, 'p99_before_ms')
    bench.show('stalled-before-p99', before, 'ms', before)
    bench.show('stalled-p99', median(served, 'p99_beside_ms'), 'ms', before, 1.2)
    bench.show('stalled-settled-p99', median(served, 'p99_settled_ms'), 'ms', before)
    bench.show('stalled-memory', median(served, 'bytes_each'), 'bytes/stalled', 65536, 1)
    bench.show('stalled-kernel', median(served, 'kernel_bytes_each'), 'bytes/stalled')


def figure_restart(bench):
    """The server is killed under a crowd, and begun anew."""
    subscribers = 1000 if bench.quick else 16000
    check_file_limit(bench.file_limit, subscribers)
    served, = bench.repeat(lambda: bench.on_restart('--subscribers', subscribers))
    bench.show('restart-back', median(served, 'back_s'), 's until all are back')
    bench.show('restart-current', median(served, 'current_s'), 's until all are current')
    bench.show('restart-dials', median(served, 'dials') / subscribers, 'dials/subscriber')
    bench.show('restart-answer', max(one['longest_answer_ms'] for one in served), 'ms, longest answer', 1000, 1)


def figure_search(bench):
    """Once: it is the answer to a person, not a race. The client is Python's, on whatever core is free."""
    try:
        import search
    except ImportError as missing:
        raise Failed(f'{missing}. Install python3-dissononce, python3-msgpack and python3-nacl')
    count = 2000 if bench.quick else 100000
    bench.counted = 1
    figures, published_s, indexed_s, size_mb = search.measure(bench.build / 'bulletind', bench.build / 'bulletin', count)
    for name, (median_ms, p99_ms, _) in figures.items():
        bench.show(f'search-{name}', median_ms, 'ms')
        bench.show(f'search-{name}-p99', p99_ms, 'ms')
    bench.show('search-publishing', count / published_s, 'acts/s')
    bench.show('search-index-behind', indexed_s, 's after the last act')
    bench.show('search-store', size_mb, 'MB')


FIGURES = {
    'fanout-1': lambda bench: figure_fanout(bench, 1, 'each', 1.15),
    'fanout-1-at-5000': lambda bench: figure_crowd(bench, 5000, 1.15),
    'fanout-1-at-16000': lambda bench: figure_crowd(bench, 16000, None, 1.5),
    'fanout-32': lambda bench: figure_fanout(bench, 32, 'bulk', 2),
    'latency': figure_latency,
    'idle-1000': lambda bench: figure_idle(bench, 1000),
    'idle-10000': lambda bench: figure_idle(bench, 10000),
    'idle-16000': lambda bench: figure_idle(bench, 16000),
    'handshake': figure_handshake,
    'publish-1': lambda bench: figure_publish(bench, 1),
    'publish-64': lambda bench: figure_publish(bench, 64),
    'stalled': figure_stalled,
    'restart': figure_restart,
    'search': figure_search,
}
