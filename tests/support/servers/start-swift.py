"""A whole OpenStack Swift in one process, its proxy speaking S3: `start-swift.py FOLDER PORT CONTAINER_PORT [TLS_PORT CERTIFICATE KEY]`.

What Swift's own start scripts do for four servers, without /etc/swift: rings of one device and one partition, one policy, accounts from the file `users`.
"""
import os
import sys

import eventlet
import eventlet.hubs
from eventlet import wsgi
from swift.common import utils

eventlet.hubs.use_hub(utils.get_hub())
utils.eventlet_monkey_patch()

folder, port, container_port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
tls = sys.argv[4:]


def write(name, text):
    place = os.path.join(folder, name)
    with open(place, 'w') as file:
        file.write(text)
    return place


write('swift.conf', '[swift-hash]\nswift_hash_path_suffix = test\n[storage-policy:0]\nname = one\ndefault = yes\n')
utils.set_swift_dir(folder)

from swift.common.ring import RingBuilder
from swift.common.http_protocol import SwiftHttpProtocol
from swift.common.wsgi import loadapp

os.makedirs(os.path.join(folder, 'disk'), exist_ok=True)
common = 'swift_dir = %s\ndevices = %s\nmount_check = false\ndisable_fallocate = true\nlog_level = CRITICAL\n' % (folder, folder)

# Two servers on one port would share its callers.
listen = lambda number: eventlet.listen(('127.0.0.1', number), reuse_port=False)

sockets = {}
for kind in ('account', 'container', 'object'):
    sockets[kind] = listen(container_port if kind == 'container' else 0)
    builder = RingBuilder(0, 1, 1)
    builder.add_dev({'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': sockets[kind].getsockname()[1], 'device': 'disk', 'weight': 1})
    builder.rebalance()
    builder.get_ring().save(os.path.join(folder, kind + '.ring.gz'))
    write(kind + '.conf', '[DEFAULT]\n%s[pipeline:main]\npipeline = server\n[app:server]\nuse = egg:swift#%s\n' % (common, kind))

with open(os.path.join(folder, 'users')) as file:
    users = file.read()
write('proxy.conf', '''[DEFAULT]
%s[pipeline:main]
pipeline = catch_errors cache s3api tempauth container-quotas slo proxy-server
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
%s
[filter:container-quotas]
use = egg:swift#container_quotas
[filter:slo]
use = egg:swift#slo
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
''' % (common, users))

apps = {kind: loadapp(os.path.join(folder, kind + '.conf')) for kind in ('account', 'container', 'object', 'proxy')}
# Whoever reaches the proxy is answered at once: it listens last.
proxies = [listen(port)]
if tls:
    proxies.append(eventlet.wrap_ssl(listen(int(tls[0])), certfile=tls[1], keyfile=tls[2], server_side=True))
servers = [(sockets[kind], apps[kind]) for kind in sockets] + [(one, apps['proxy']) for one in proxies]
# As Swift's own run_server starts them: S3 clients want headers spelled as they are.
threads = [eventlet.spawn(wsgi.server, socket, app, utils.NullLogger(), protocol=SwiftHttpProtocol, capitalize_response_headers=False) for socket, app in servers]
for thread in threads:
    thread.wait()
