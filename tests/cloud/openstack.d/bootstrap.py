"""Fills a new OpenStack through its own interfaces: bootstrap.py STATE keystone | identities | resources ZONE:NUMBER..."""

import json
import os
import pathlib
import subprocess
import sys
import time

from keystoneauth1 import session
from keystoneauth1.identity import v3

STATE = pathlib.Path(sys.argv[1])
PASSWORD = (STATE / 'password').read_text().strip()
HOST = 'http://127.0.0.1:'
URL = {name[:-5].lower(): HOST + value for name, value in os.environ.items() if name.endswith('_PORT')}
KEYSTONE = URL['keystone'] + '/v3'
SERVICES = {
    'placement': ('placement', URL['placement']), 'glance': ('image', URL['glance']),
    'nova': ('compute', URL['nova'] + '/v2.1'), 'neutron': ('network', URL['neutron']),
    'cinderv3': ('volumev3', URL['cinder'] + '/v3/%(project_id)s'),
}


class Api:
    """Requests as one user of one project."""

    def __init__(self, user, project):
        self.session = session.Session(v3.Password(
            KEYSTONE, username=user, password=PASSWORD, project_name=project, user_domain_name='Default',
            project_domain_name='Default'))

    def call(self, method, url, body=None, **headers):
        last = None
        # A service that answers is not always one that has found the others.
        for _ in range(20):
            answer = self.session.request(url, method, json=body, headers=headers, raise_exc=False)
            if answer.status_code < 500:
                break
            last = answer.text
            time.sleep(1)
        if answer.status_code >= 400:
            raise SystemExit(f'{method} {url}: {answer.status_code} {answer.text} {last or ""}')
        return answer.json() if answer.content else {}

    def post(self, url, body, **headers):
        return self.call('POST', url, body, **headers)

    def get(self, url, **headers):
        return self.call('GET', url, **headers)

    def put(self, url, body=None, **headers):
        return self.call('PUT', url, body, **headers)


def keystone():
    subprocess.run([STATE / 'bin/keystone-manage', '--config-dir', STATE / 'etc/keystone', 'bootstrap',
                    '--bootstrap-region-id', 'RegionOne', '--bootstrap-public-url', KEYSTONE,
                    '--bootstrap-internal-url', KEYSTONE, '--bootstrap-admin-url', KEYSTONE],
                   env=dict(os.environ, OS_BOOTSTRAP_PASSWORD=PASSWORD), check=True)


def identities():
    admin = Api('admin', 'admin')
    roles = {role['name']: role['id'] for role in admin.get(KEYSTONE + '/roles')['roles']}
    if 'service' not in roles:
        roles['service'] = admin.post(KEYSTONE + '/roles', {'role': {'name': 'service'}})['role']['id']

    def project(name):
        return admin.post(KEYSTONE + '/projects', {'project': {'name': name, 'domain_id': 'default'}})['project']['id']

    def user(name, where, *granted):
        found = admin.post(KEYSTONE + '/users',
                           {'user': {'name': name, 'password': PASSWORD, 'domain_id': 'default'}})['user']['id']
        for role in granted:
            admin.put(f'{KEYSTONE}/projects/{where}/users/{found}/roles/{roles[role]}')
        return found

    service = project('service')
    for name in ('placement', 'glance', 'nova', 'neutron', 'cinder'):
        user(name, service, 'admin', 'service')
    for name, (kind, url) in SERVICES.items():
        made = admin.post(KEYSTONE + '/services', {'service': {'name': name, 'type': kind}})['service']['id']
        for interface in ('public', 'internal', 'admin'):
            admin.post(KEYSTONE + '/endpoints', {'endpoint': {
                'service_id': made, 'interface': interface, 'url': url, 'region_id': 'RegionOne'}})
    projects = {name: project(name) for name in ('petaforge', 'petaforge-small', 'petaforge-kills')}
    for name, made in projects.items():
        user(name, made, 'member', 'reader')
    mine = Api('petaforge', 'petaforge')
    me = mine.session.get_user_id()
    application = mine.post(f'{KEYSTONE}/users/{me}/application_credentials',
                            {'application_credential': {'name': 'petaforge-app'}})['application_credential']
    (STATE / 'projects.json').write_text(json.dumps(projects))
    (STATE / 'clouds.yaml').write_text(clouds(application))


def clouds(application):
    text = ['clouds:']
    for name in ('petaforge', 'petaforge-small', 'petaforge-kills', 'admin'):
        text += [f'  {name}:', '    region_name: RegionOne', '    auth:', f'      auth_url: {KEYSTONE}',
                 f'      username: {name}', f'      password: {PASSWORD}', f'      project_name: {name}',
                 '      user_domain_name: Default', '      project_domain_name: Default']
    return '\n'.join(text + [
        '  petaforge-app:', '    region_name: RegionOne', '    auth_type: v3applicationcredential', '    auth:',
        f'      auth_url: {KEYSTONE}', f'      application_credential_id: {application["id"]}',
        f'      application_credential_secret: {application["secret"]}', ''])


def resources(computes):
    admin = Api('admin', 'admin')
    nova, neutron, glance = SERVICES['nova'][1], URL['neutron'] + '/v2.0', URL['glance'] + '/v2'
    projects = json.loads((STATE / 'projects.json').read_text())
    cinder = f'{URL["cinder"]}/v3/{admin.session.get_project_id()}'

    for name, vcpus, ram, disk in (('small', 1, 1024, 10), ('storage', 4, 4096, 20), ('compute', 8, 8192, 40),
                                   ('huge', 64, 131072, 40), ('diskless', 2, 4096, 0)):
        admin.post(nova + '/flavors', {'flavor': {'name': name, 'vcpus': vcpus, 'ram': ram, 'disk': disk}})
    for name, backend in (('standard', 'everything'), ('fast', 'everything'), ('broken', 'nowhere')):
        admin.post(cinder + '/types', {'volume_type': {'name': name,
                                                       'extra_specs': {'volume_backend_name': backend}}})
    image = admin.post(glance + '/images', {'name': 'debian-12', 'disk_format': 'raw', 'container_format': 'bare',
                                            'visibility': 'public', 'min_disk': 2, 'min_ram': 512})
    admin.session.put(f'{glance}/images/{image["id"]}/file', data=b'\0' * 65536,
                      headers={'Content-Type': 'application/octet-stream'})
    public = admin.post(neutron + '/networks', {'network': {
        'name': 'public', 'router:external': True, 'provider:network_type': 'flat',
        'provider:physical_network': 'public'}})['network']['id']
    admin.post(neutron + '/subnets', {'subnet': {'network_id': public, 'ip_version': 4, 'cidr': '198.51.100.0/24',
                                                 'enable_dhcp': False}})
    small = projects['petaforge-small']
    admin.put(f'{nova}/os-quota-sets/{small}', {'quota_set': {'instances': 2, 'cores': 4, 'ram': 16384}})
    admin.put(f'{neutron}/quotas/{small}', {'quota': {'port': 4, 'network': 1}})
    admin.put(f'{cinder}/os-quota-sets/{small}', {'quota_set': {'volumes': 2, 'gigabytes': 20}})

    deadline = time.time() + 120
    hosts = {compute.replace(':', '-') for compute in computes}
    while hosts - {service['host'] for service in admin.get(nova + '/os-services?binary=nova-compute')['services']
                   if service['state'] == 'up'}:
        if time.time() > deadline:
            raise SystemExit('the computes do not come up')
        time.sleep(0.5)
    subprocess.run([STATE / 'bin/nova-manage', '--config-file', STATE / 'etc/nova.conf', 'cell_v2', 'discover_hosts'],
                   check=True)
    for zone in sorted({compute.split(':')[0] for compute in computes}):
        made = admin.post(nova + '/os-aggregates', {'aggregate': {'name': zone, 'availability_zone': zone}})
        for host in sorted(hosts):
            if host.startswith(zone):
                admin.post(f'{nova}/os-aggregates/{made["aggregate"]["id"]}/action', {'add_host': {'host': host}})
    while not all(service['state'] == 'up' for service in admin.get(cinder + '/os-services')['services']):
        time.sleep(0.5)


if sys.argv[2] == 'keystone':
    keystone()
elif sys.argv[2] == 'identities':
    identities()
else:
    resources(sys.argv[3:])
