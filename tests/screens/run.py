#!/usr/bin/python3
"""Screens as people see them, 80 and 120 columns wide, in the server's time zone and in another, against what they
should be.

usage: run.py [--write] BULLETIND BULLETIN

With --write the expected screens, a folder a zone, are made anew: read them before they are committed. The clock is set,
so that every screen is the same each time; each must fit its columns. What is said besides, on standard error, stands
below.
"""
import difflib, importlib.util, os, re, signal, subprocess, sys, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location('script', f'{HERE}/../script/run.py')
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)

PREPARE = f'{HERE}/town.txt'  # who is there and what was said, in the form of the scenarios
ZONES = [('shanghai', 'Asia/Shanghai'), ('utc', 'UTC')]  # the first is the server's
SCREENS = [                   # name, whose, the command; what is read is not unread on the next
    ('glance', 'wang', []),
    ('headlines', 'wang', ['headlines', 'programme']),
    ('headlines-forum', 'wang', ['headlines', 'forum']),
    ('headlines-dept', 'wang', ['headlines', 'dept/labour']),
    ('inbox', 'wang', ['inbox']),
    ('inbox-empty', 'sun', ['inbox']),
    ('overdue', 'li', ['overdue']),
    ('schedule-empty', 'li', ['schedule', 'list', 'programme']),
    ('read', 'qian', ['read', 'programme/5']),
    ('receipts', 'li', ['receipts', 'programme/5']),
    ('channels', 'wang', ['channels']),
    ('account-list', 'op', ['account', 'list']),
    ('department-list', 'op', ['department', 'list']),
    ('key-list', 'li', ['key', 'list']),
    ('forum-show', 'wang', ['forum', 'show', 'forum/2']),
    ('forum-threads', 'zhou', ['forum', 'threads', 'forum']),
    ('theme-current', 'zhou', ['theme', 'current']),
    ('theme-list', 'li', ['theme', 'list', '--year', '2006']),
    ('theme-closed', 'zhou', ['theme', 'show', '2006-11']),
    ('search', 'zhou', ['search', '承诺']),
    ('watch', 'zhou', ['watch', 'themes', 'forum', '--since', 'all', '--count', '9', '--wait', '30s']),
    ('watch-notices', 'zhou', ['watch', 'programme', '--since', 'all', '--count', '4', '--wait', '30s']),
    ('activity-list', 'wang', ['activity', 'list', '--from', '2006-11-01']),
    ('activity-show', 'wang', ['activity', 'show', 'programme/2']),
    ('activity-replies', 'li', ['activity', 'replies', 'programme/2']),
    ('round-show', 'wang', ['round', 'show']),
    ('round-list', 'wang', ['round', 'list']),
    ('brand-list', 'wang', ['brand', 'list']),
    ('brand-show', 'li', ['brand', 'show', 'brand/2006-labour/2']),
    ('brand-history', 'wang', ['brand', 'history', 'brand/2006-labour/2']),
    ('brand-diff', 'li', ['brand', 'diff', 'brand/2006-labour/2']),
    ('help', 'wang', ['help']),
]
NARROW = {'glance': 20, 'headlines': 20, 'inbox': 20, 'watch-notices': 20}  # the headline is there on the narrowest, too


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in 'WF' else 0 if unicodedata.combining(c) else 1 for c in line)


class Town(script.Scenario):
    def screen(self, name, words, columns, zone):
        env = dict(self.env(name), COLUMNS=str(columns), TZ=zone)
        done = subprocess.run([self.command, *words], env=env, cwd=self.home(name), capture_output=True, text=True,
                              encoding='utf-8', timeout=script.LONG_S)
        if done.returncode != 0:
            raise script.Failed(f'{" ".join(words)}: exit {done.returncode}\n{done.stderr}')
        wide = [line for line in done.stdout.splitlines() if width(line) > columns]
        if wide:
            raise script.Failed(f'{" ".join(words)}: wider than {columns} columns: {wide[0]}')
        return re.sub(r'\b[0-9a-f]{64}\b', 'f' * 64, done.stdout + done.stderr)  # keys are random

    def compare(self, name, who, words, columns, zone, write, folder=HERE):
        path, got = f'{folder}/{zone[0]}/{name}-{columns}.txt', self.screen(who, words, columns, zone[1])
        if write:
            with open(path, 'w', encoding='utf-8') as file:
                file.write(got)
            return True
        with open(path, encoding='utf-8') as file:
            wanted = file.read()
        if got == wanted:
            return True
        sys.stderr.writelines(difflib.unified_diff(wanted.splitlines(True), got.splitlines(True), path, 'shown'))
        return False


def main():
    words = [word for word in sys.argv[1:] if word != '--write']
    town = Town(words[0], words[1], PREPARE)
    different = count = 0
    try:
        town.clock = script.Clock(os.path.dirname(town.daemon) + '/clock.so', town.folder + '/clock')
        with open(PREPARE, encoding='utf-8') as file:
            for line in map(str.strip, file):
                if line and not line.startswith('#'):
                    town.step(line)
        town.settle()
        for zone in ZONES:
            for name, who, command in SCREENS:
                for columns in sorted({80, 120, NARROW.get(name, 80)}):
                    different += not town.compare(name, who, command, columns, zone, '--write' in sys.argv)
                    count += 1
        town.serve_again(signal.SIGTERM)
        town.server = None
    except (script.Failed, OSError, subprocess.TimeoutExpired) as failure:
        print(f'FAILED: {failure}', file=sys.stderr)
        return 1
    finally:
        town.end()
    print(f'{count} screens, {different} of them other than expected')
    return different != 0


if __name__ == '__main__':
    sys.exit(main())
