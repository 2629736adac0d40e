#!/usr/bin/python3
"""The calendar file, read back by Debian's python3-icalendar: the same dates, titles and states.

usage: run.py BULLETIND BULLETIN
"""
import datetime, importlib.util, os, signal, sys

HERE = os.path.dirname(os.path.abspath(__file__))
try:
    import icalendar
except ImportError as missing:
    print(f'SKIPPED: {missing}. Install python3-icalendar.')
    sys.exit(77)
spec = importlib.util.spec_from_file_location('script', f'{HERE}/../script/run.py')
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)

LONG = '首批服务品牌命名大会,请各部门准时参加;地点: 市政府大礼堂 — Naming meeting for the first batch of service brands'
PREPARE = f'''
zone Asia/Shanghai
clock 2006-11-20T09:00:00+08:00
op> department.create department=labour title=x
< ok *
op> channel.create channel=programme title=x read=everyone publish=committee moderate=committee
< ok *
op> channel.create channel=themes title=x read=everyone publish=committee moderate=committee
< ok *
op> channel.create channel=forum title=x read=everyone publish=committee moderate=committee
< ok *
member li li role=committee
member wang wang role=office department=labour signs=yes
li> theme.plan month=2006-12 title="我谈机关服务品牌"
< ok *
li> round.open year=2007 title="第二轮 Second round" from=2006-12-05 until=2007-01-31 conditions="一项承诺, 可以衡量\\nOne promise; it is measured"
< ok *
li> activity.announce channel=programme headline="{LONG}" kind=naming-meeting starts=2006-11-30T09:00 ends=2006-11-30T11:30 place="大厅; hall, 1" to=all
< ok id=programme/2 *
li> activity.announce channel=programme headline="考察" kind=study-trip starts=2006-12-12 ends=2006-12-14 place=Qingdao text="带身份证, 住宿已定\\nBring your card; rooms are booked"
< ok id=programme/3 *
li> activity.announce channel=programme headline="讲座" kind=lecture starts=2006-12-05T14:00
< ok id=programme/4 *
run 0 li activity cancel programme/4 --reason 雨 --yes
| programme/5
| bulletin: programme/4 is "讲座".
li> publish channel=programme headline="关于报送的通知" to=labour receipt=yes due=2006-12-20
< ok id=programme/6 *
'''


def china(*moment):
    return datetime.datetime(*moment, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


def read(path):
    with open(path, 'rb') as file:
        content = file.read()
    if any(len(line) > 75 for line in content.split(b'\r\n')) or b'\n' in content.replace(b'\r\n', b''):
        raise script.Failed('a line is longer than 75 octets, or does not end with CRLF')
    calendar = icalendar.Calendar.from_ical(content)
    return {str(event['UID']).split('@')[0]: event for event in calendar.walk('VEVENT')}


def expect(events, uid, start, end, title, status='CONFIRMED'):
    event = events.pop(uid, None)
    if event is None:
        raise script.Failed(f'{uid} is not there')
    got = (event['DTSTART'].dt, event['DTEND'].dt if 'DTEND' in event else None, str(event['SUMMARY']), str(event['STATUS']))
    if got != (start, end, title, status):
        raise script.Failed(f'{uid}: {got}')
    return event


# Clocks that are put back while a thing of whole days lasts, and a house without themes.
AUTUMN = '''
zone Europe/Berlin
clock 2026-10-20T09:00:00+02:00
op> channel.create channel=programme title=x read=everyone publish=committee moderate=committee
< ok *
member li li role=committee
li> activity.announce channel=programme headline=Autumn kind=study-trip starts=2026-10-24 ends=2026-10-25
< ok id=programme/2 *
li> activity.announce channel=programme headline=After kind=study-trip starts=2026-10-25 ends=2026-10-26
< ok id=programme/3 *
'''


def autumn():
    """True when the days are those that were said."""
    house = script.Scenario(sys.argv[1], sys.argv[2], 'autumn')
    try:
        house.clock = script.Clock(os.path.dirname(house.daemon) + '/clock.so', house.folder + '/clock')
        for line in AUTUMN.strip().splitlines():
            house.step(line)
        house.settle()
        done = house.bulletin('li', ['calendar', '--ics', 'city.ics'])
        if done.returncode != 0:
            raise script.Failed(f'without themes: {done.stderr}')
        seen = read(house.home('li') + '/city.ics')
        expect(seen, 'programme/2', datetime.date(2026, 10, 24), datetime.date(2026, 10, 26), 'Autumn')
        expect(seen, 'programme/3', datetime.date(2026, 10, 25), datetime.date(2026, 10, 27), 'After')
        house.serve_again(signal.SIGTERM)
        house.server = None
        return True
    except (script.Failed, OSError, ValueError) as failure:
        print(f'FAILED: {failure}', file=sys.stderr)
        return False
    finally:
        house.end()


def main():
    house = script.Scenario(sys.argv[1], sys.argv[2], 'calendar')
    try:
        house.clock = script.Clock(os.path.dirname(house.daemon) + '/clock.so', house.folder + '/clock')
        for line in PREPARE.strip().splitlines():
            house.step(line)
        house.settle()
        for who in ('li', 'wang'):
            done = house.bulletin(who, ['calendar', '--ics', 'city.ics'])
            if done.returncode != 0:
                raise script.Failed(done.stderr)
        seen = read(house.home('li') + '/city.ics')
        meeting = expect(seen, 'programme/2', china(2006, 11, 30, 9), china(2006, 11, 30, 11, 30), LONG)
        if str(meeting['LOCATION']) != '大厅; hall, 1':
            raise script.Failed(f'the place is {meeting["LOCATION"]}')
        trip = expect(seen, 'programme/3', datetime.date(2006, 12, 12), datetime.date(2006, 12, 15), '考察')
        if str(trip.get('DESCRIPTION')) != '带身份证, 住宿已定\nBring your card; rooms are booked':
            raise script.Failed(f'the text is {trip.get("DESCRIPTION")!r}')
        expect(seen, 'programme/4', china(2006, 12, 5, 14), china(2006, 12, 5, 16), '讲座', 'CANCELLED')
        expect(seen, 'theme/2006-12', datetime.date(2006, 12, 1), datetime.date(2007, 1, 1), '我谈机关服务品牌')
        round_ = expect(seen, 'round/2007', datetime.date(2006, 12, 5), datetime.date(2007, 2, 1), '第二轮 Second round')
        if str(round_.get('DESCRIPTION')) != '一项承诺, 可以衡量\nOne promise; it is measured':
            raise script.Failed(f'the conditions are {round_.get("DESCRIPTION")!r}')
        if seen:
            raise script.Failed(f'there is besides: {list(seen)}')
        of_wang = read(house.home('wang') + '/city.ics')
        due = [event for uid, event in of_wang.items() if 'programme/6' in uid]
        if len(due) != 1 or due[0]['DTSTART'].dt != datetime.date(2006, 12, 20):
            raise script.Failed(f'the due date: {[dict(event) for event in due]}')
        if 'theme/2006-12' in of_wang:
            raise script.Failed('a theme that is only planned is shown to an office')
        house.serve_again(signal.SIGTERM)
        house.server = None
        print('the calendar was read back: activities with hours, whole days and cancelled, a theme, a round, a due date')
    except (script.Failed, OSError, ValueError) as failure:
        print(f'FAILED: {failure}', file=sys.stderr)
        return 1
    finally:
        house.end()
    return 0 if autumn() else 1


if __name__ == '__main__':
    sys.exit(main())
