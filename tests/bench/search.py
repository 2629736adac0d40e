"""Searching among many bulletins, at a client's request level. A city's texts are made up from a fixed seed and
published over one connection with many acts on their way; then come questions of several kinds, each asked again and
again.

Used by ./run; the protocol is spoken by ../interop, which shares no code with ours.
"""
import os
import random
import statistics
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '../interop'), os.path.join(HERE, '../support')]

import daemon as servers  # noqa: E402
from house import House  # noqa: E402
from wire import Act, Identity, code_of, hash_of_code  # noqa: E402

IN_FLIGHT, QUESTIONS, SEED = 64, 200, 2006
NOUNS = ('服务 品牌 机关 部门 群众 承诺 窗口 办事 公开 监督 考核 评审 专家 社会 满意度 通知 文件 回执 签收 会议 活动 主题 论坛 工会 信访 劳动 '
         '国土 财政 人事 环保 交通 规划 教育 卫生 文化 体育 社区 居民 企业 投资 审批 许可 证件 档案 培训 讲座 考察 典型 示范 辅导').split()
WORDS = ('service brand office notice promise window counter public survey expert citizen award training lecture meeting '
         'theme forum labour finance land personnel environment union letters calls bureau plan opinion measure form').split()
# name, words; the rare ones stand in one bulletin of a thousand, or in none
QUERIES = [('frequent', '服务'), ('rare', 'kunshan'), ('two-words', '品牌 service'), ('phrase', '服务品牌'),
           ('phrase-and-word', '承诺窗口 finance'), ('nothing', '水利局')]


def zipf(source, chance):
    """Often the first of them, seldom the last."""
    return source[min(int(chance.paretovariate(0.9)) - 1, len(source) - 1)]


def text(chance, number):
    chinese = ''.join(zipf(NOUNS, chance) + ('。' if i % 9 == 8 else '') for i in range(chance.randrange(30, 60)))
    english = ' '.join(zipf(WORDS, chance) for _ in range(chance.randrange(10, 30)))
    return f'{chinese}\n{english}' + (' Kunshan' if number % 1000 == 500 else '') + f' {number}'


def publish(house, connection, author, count):
    chance, waiting = random.Random(SEED), 0
    for number in range(count + 1):
        if number < count:
            args = {'channel': 'bench', 'headline': zipf(NOUNS, chance) + zipf(NOUNS, chance) + f' {number}',
                    'text': text(chance, number)}
            act = Act.signed(author, house.house, servers.now_ms(), os.urandom(16), 'publish', args)
            connection.socket.sendall(connection.sending.seal(connection.begin('act', act.fields())))
            waiting += 1
        while waiting >= (IN_FLIGHT if number < count else 1):
            for _, kind, values in connection.receive():
                if kind == 'error':
                    raise servers.Refused(values)
                waiting -= kind == 'ok'


def wait_until_indexed(connection):
    begun = time.monotonic()
    while connection.ask('search', words='服务', limit=1)[1].get('behind', 0) > 0:
        time.sleep(0.1)
    return time.monotonic() - begun


def measure(bulletind, bulletin, count):
    """name -> (median ms, p99 ms, rows), seconds of publishing, of waiting for the index, and megabytes."""
    house = House(bulletind, bulletin, [])
    try:
        house.start()
        author, code = Identity(os.urandom(32)), code_of(os.urandom(10))
        house.operator('channel', 'create', 'bench', '--title', 'Bench', '--read', 'everyone', '--publish', 'committee')
        house.operator('call', 'account.invite', 'account=author', 'role=committee', f'code_hash={hash_of_code(code).hex()}')
        connection = servers.Connection(house, author)
        join = Act.signed(author, house.house, servers.now_ms(), os.urandom(16), 'join', {'code': code})
        connection.ask('act', **join.fields())
        begun = time.monotonic()
        publish(house, connection, author, count)
        published_s = time.monotonic() - begun
        indexed_s = wait_until_indexed(connection)
        figures = {}
        for name, words in QUERIES:
            times_ms = []
            for _ in range(QUESTIONS):
                asked = time.perf_counter()
                rows, _ = connection.ask('search', words=words)
                times_ms.append((time.perf_counter() - asked) * 1000)
            times_ms.sort()
            figures[name] = (statistics.median(times_ms), times_ms[int(len(times_ms) * 0.99)], len(rows))
        size = os.path.getsize(os.path.join(house.data, 'data.mdb')) / 1e6
        connection.close()
        return figures, published_s, indexed_s, size
    finally:
        house.remove()
