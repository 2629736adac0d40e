"""Other servers beside ours, where they are installed: mosquitto, nats-server and redis-server. Each speaks TLS 1.3
on the server's core and is driven by the same modes (peer.c). Their settings are the usual ones; what differs is
written here."""

import os
import shutil
import socket
import subprocess
import sys
import time

from harness import Failed

STARTING_S = 10

MOSQUITTO = """user root
log_type none
persistence false
max_connections -1
allow_anonymous true
max_queued_messages 0
listener {port} 127.0.0.1
certfile {folder}/cert.pem
keyfile {folder}/key.pem
tls_version tlsv1.3
"""

NATS = """listen: "127.0.0.1:{port}"
max_connections: 65536
tls {{ cert_file: "{folder}/cert.pem", key_file: "{folder}/key.pem", timeout: 60 }}
"""

REDIS = """bind 127.0.0.1
port 0
tls-port {port}
tls-cert-file {folder}/cert.pem
tls-key-file {folder}/key.pem
tls-auth-clients no
tls-protocols "TLSv1.3"
maxclients 15000
save ""
appendonly {kept}
appendfsync always
auto-aof-rewrite-percentage 0
daemonize no
loglevel warning
dir {folder}
"""

# The name, the program, how it is started, its protocol, and its settings.
PEERS = [
    ('mosquitto', 'mosquitto', ['-c'], 'mqtt', MOSQUITTO),
    ('nats', 'nats-server', ['-c'], 'nats', NATS),
    ('redis', 'redis-server', [], 'redis', REDIS),
]
WITH_ADMIN = os.environ['PATH'] + ':/usr/sbin:/sbin'


def program(name):
    return shutil.which(name, path=WITH_ADMIN)


def versions():
    """One line for each that is installed."""
    told = [('mosquitto', '-h'), ('nats-server', '--version'), ('redis-server', '--version')]
    found = []
    for name, option in told:
        if program(name):
            done = subprocess.run([program(name), option], capture_output=True, text=True)
            found.append((done.stdout + done.stderr).strip().splitlines()[0].split(' malloc=')[0])
    return found


def installed(bench):
    if not (bench.build / 'bench_peer').exists() or program('openssl') is None:
        return []
    return [peer for peer in PEERS if program(peer[1])]


def certify(folder):
    if (folder / 'cert.pem').exists():
        return
    done = subprocess.run([program('openssl'), 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
                           '-nodes', '-keyout', folder / 'key.pem', '-out', folder / 'cert.pem', '-subj',
                           '/CN=localhost', '-days', '2'], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f'openssl req: {done.stderr[-300:]}')


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def start(bench, peer, kept):
    name, binary, options, _, settings = peer
    folder = bench.folder / f'peer-{name}'
    folder.mkdir(exist_ok=True)
    for left in folder.glob('appendonly*'):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    certify(folder)
    port = free_port()
    file = folder / 'settings'
    file.write_text(settings.format(port=port, folder=folder, kept='yes' if kept else 'no'))
    child = subprocess.Popen([program(binary), *options, file], stdout=subprocess.PIPE, stderr=bench.server_log,
                             preexec_fn=lambda: os.sched_setaffinity(0, {bench.machine.server_core}))
    bench.children.append(child)
    end = time.monotonic() + STARTING_S
    while time.monotonic() < end and child.poll() is None:
        try:
            socket.create_connection(('127.0.0.1', port), 1).close()
            time.sleep(0.3)
            return child, port
        except OSError:
            time.sleep(0.05)
    raise Failed(f'{name} did not start: {bench.log_end()}')


def on_peer(bench, peer, kept, mode, options):
    child, port = start(bench, peer, kept)
    try:
        return bench.observe(child, bench.machine.driver_core, [
            bench.build / 'bench_peer', mode, '--protocol', peer[3], '--port', port, '--server', child.pid,
            *(['--kept'] if kept else []), *options])
    finally:
        bench.stop(child)


def beside(bench, mode, options, kept=False):
    """A measurement for each peer that is there, by name; of those that keep what they take, Redis alone waits for its
    disk before it answers."""
    there = [peer for peer in installed(bench) if not kept or peer[0] == 'redis']
    if not there:
        print(f'bench: {bench.measuring}: no peers beside it: install libssl-dev and openssl, and mosquitto, '
              f'nats-server or redis-server', file=sys.stderr)
    return {peer[0]: lambda peer=peer: on_peer(bench, peer, kept, mode, options) for peer in there}
