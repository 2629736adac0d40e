#!/usr/bin/python3
"""Runs the shell blocks of README.md as somebody would who types them. It is done at ten minutes to midnight and ten
minutes past it, in UTC and in Shanghai, where the server's days are.

usage: run.py README BUILD

It leaves out what builds the programs, takes a free port, and waits a little longer than the README where the machine is
slow. Every command must succeed; what hangs on the day is looked at.
"""
import datetime, importlib.util, os, re, shutil, subprocess, sys, tempfile, zoneinfo

HERE = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location('script', f'{HERE}/../script/run.py')
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)

SERVER = zoneinfo.ZoneInfo('Asia/Shanghai')
ZONES = ['UTC', 'Asia/Shanghai']
MOMENTS = ['2026-11-28T23:50', '2026-12-01T00:10']  # an ordinary night, and one in which a month begins
LONG_S = 300

# The README's seconds are enough on a machine that has nothing else to do.
PREPARE = r'''
set -eEm -o pipefail
trap 'echo "FAILED: $BASH_COMMAND" >&2' ERR
trap 'jobs -p | xargs -r kill 2>/dev/null' EXIT
sleep() { command sleep "$(( $1 * 3 ))"; until [ -s server.log ]; do command sleep 0.2; done; }
'''


def blocks(path):
    with open(path, encoding='utf-8') as file:
        found = re.findall(r'^```sh\n(.*?)^```', file.read(), re.MULTILINE | re.DOTALL)
    found = [block for block in found if 'cmake' not in block]
    if len(found) < 20:
        raise script.Failed(f'only {len(found)} blocks were found')
    return [block.replace('127.0.0.1:7300', '127.0.0.1:0') for block in found]


def run(readme, build, zone, moment):
    folder = tempfile.mkdtemp(prefix='bulletin-readme-')
    try:
        place = f'{folder}/build/try'
        os.makedirs(place)
        os.symlink(f'{os.path.dirname(os.path.abspath(readme))}/seeds', f'{folder}/seeds')
        now = datetime.datetime.fromisoformat(moment).replace(tzinfo=zoneinfo.ZoneInfo(zone))
        clock = script.Clock(f'{build}/clock.so', f'{folder}/clock')
        clock.set(now.isoformat())
        env = {name: value for name, value in os.environ.items() if not name.startswith('BULLETIN_')}
        env.update(clock.env(), TZ=zone, LC_ALL='C.UTF-8', PATH=f'{build}:{os.environ["PATH"]}')
        done = subprocess.run(['bash', '-c', PREPARE + '\n'.join(blocks(readme))], cwd=place, env=env, text=True,
                              encoding='utf-8', capture_output=True, timeout=LONG_S, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise script.Failed(f'exit {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}')
        tomorrow = (now.astimezone(SERVER) + datetime.timedelta(days=1)).strftime('%Y-%m-%d 00:00')
        if f'  at {tomorrow}  放假通知 A holiday' not in done.stdout:
            raise script.Failed(f'the holiday is not published at {tomorrow}:\n{done.stdout}')
        views = re.findall(r'^views (\w+)$', done.stdout, re.MULTILINE)
        if len(views) < 2 or views[-1] != views[-2]:
            raise script.Failed(f'the views differ: {views}')
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    readme, build = sys.argv[1], os.path.abspath(sys.argv[2])
    failed = 0
    for zone in ZONES:
        for moment in MOMENTS:
            try:
                run(readme, build, zone, moment)
                print(f'ok     {zone} {moment}', flush=True)
            except script.Failed as failure:
                failed += 1
                print(f'FAILED {zone} {moment}: {failure}', flush=True)
            except subprocess.TimeoutExpired as late:
                failed += 1
                said = b'\n'.join(part[-3000:] for part in (late.stdout, late.stderr) if part).decode(errors='replace')
                print(f'FAILED {zone} {moment}: no end after {LONG_S} s\n{said}', flush=True)
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())
