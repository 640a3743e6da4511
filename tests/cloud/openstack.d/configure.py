"""Writes the configuration of every service: configure.py STATE HERE ZONE:NUMBER..."""

import os
import pathlib
import sys

STATE = pathlib.Path(sys.argv[1])
HERE = pathlib.Path(sys.argv[2])
PASSWORD = (STATE / 'password').read_text().strip()
PORT = {name[:-5].lower(): value for name, value in os.environ.items() if name.endswith('_PORT')}
KEYSTONE = f'http://127.0.0.1:{PORT["keystone"]}/v3'
RABBIT = f'rabbit://petaforge:{PASSWORD}@127.0.0.1:{PORT["rabbit"]}/'


def database(name):
    return f'mysql+pymysql://petaforge:{PASSWORD}@localhost/{name}?unix_socket={STATE}/mysql.sock'


def write(name, **sections):
    text = []
    for section, values in sections.items():
        text.append(f'[{section}]')
        text += [f'{key} = {value}' for key, value in values.items()]
    path = STATE / 'etc' / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('\n'.join(text) + '\n')


def user(name, **more):
    return dict(auth_type='password', auth_url=KEYSTONE, username=name, password=PASSWORD, project_name='service',
                user_domain_name='Default', project_domain_name='Default', region_name='RegionOne', **more)


def token(name):
    # Cinder lets volumes of running servers be detached by a service only, and knows one by its role.
    return user(name, www_authenticate_uri=KEYSTONE, memcached_servers=f'127.0.0.1:{PORT["memcached"]}',
                service_token_roles='service', service_token_roles_required='true')


COMMON = dict(transport_url=RABBIT, use_stderr='true', debug='false', rpc_response_timeout=60)
RABBITMQ = dict(heartbeat_in_pthread='false', heartbeat_timeout_threshold=0)
LOCK = dict(lock_path=STATE / 'lock')
POOL = dict(max_pool_size=3, max_overflow=20)

write('keystone/keystone.conf', DEFAULT=dict(use_stderr='true'), database=dict(connection=database('keystone')),
      token=dict(provider='fernet', expiration=86400), fernet_tokens=dict(key_repository=STATE / 'fernet'),
      credential=dict(key_repository=STATE / 'credential'),
      cache=dict(enabled='true', backend='dogpile.cache.memcached', memcache_servers=f'127.0.0.1:{PORT["memcached"]}'),
      # Hashes that are slow to guess are slow to check, and nothing here is worth guessing.
      identity=dict(password_hash_rounds=4))
write('placement/placement.conf', DEFAULT=dict(use_stderr='true'), api=dict(auth_strategy='keystone'),
      placement_database=dict(connection=database('placement'), **POOL), keystone_authtoken=token('placement'))
write('glance.conf', DEFAULT=dict(bind_host='127.0.0.1', bind_port=PORT['glance'], workers=1, use_stderr='true'),
      database=dict(connection=database('glance'), **POOL), keystone_authtoken=token('glance'),
      paste_deploy=dict(flavor='keystone', config_file=STATE / 'defaults/usr/share/glance-common/glance-api-paste.ini'),
      glance_store=dict(stores='file', default_store='file', filesystem_store_datadir=STATE / 'images'),
      oslo_concurrency=LOCK)
write('nova.conf',
      DEFAULT=dict(COMMON, enabled_apis='osapi_compute', osapi_compute_listen='127.0.0.1',
                   osapi_compute_listen_port=PORT['nova'], osapi_compute_workers=1, my_ip='127.0.0.1',
                   state_path=STATE / 'nova', compute_driver='fake.MediumFakeDriver', report_interval=10,
                   # 20 vCPUs and 64 GiB, for a hundred servers in all; no server larger than 10 and 8.
                   initial_cpu_allocation_ratio=2.0, initial_ram_allocation_ratio=8.0,
                   service_down_time=120, max_concurrent_builds=20, reserved_host_memory_mb=0,
                   # Tests that provoke a failure want to see it at once.
                   block_device_allocate_retries=30, block_device_allocate_retries_interval=1),
      api=dict(auth_strategy='keystone'), wsgi=dict(api_paste_config=STATE / 'defaults/usr/share/nova-common/api-paste.ini'),
      api_database=dict(connection=database('nova_api'), **POOL), database=dict(connection=database('nova'), **POOL),
      keystone_authtoken=token('nova'), placement=user('nova'), neutron=user('nova'),
      service_user=user('nova', send_service_user_token='true'),
      cinder=user('nova', os_region_name='RegionOne', catalog_info='volumev3:cinderv3:publicURL'),
      glance=dict(api_servers=f'http://127.0.0.1:{PORT["glance"]}'), vnc=dict(enabled='false'),
      scheduler=dict(workers=1), conductor=dict(workers=1), oslo_concurrency=LOCK,
      oslo_messaging_rabbit=RABBITMQ, quota=dict(instances=120, cores=400, ram=1000000, server_groups=20,
                                                    server_group_members=40))
write('nova-cell0', database=dict(connection=database('nova_cell0')))
write('neutron.conf',
      DEFAULT=dict(COMMON, bind_host='127.0.0.1', bind_port=PORT['neutron'], core_plugin='ml2', service_plugins='router',
                   api_workers=1, rpc_workers=1, rpc_state_report_workers=0, state_path=STATE / 'nova',
                   api_paste_config=STATE / 'defaults/usr/share/neutron-common/api-paste.ini', auth_strategy='keystone',
                   notify_nova_on_port_status_changes='false', notify_nova_on_port_data_changes='false',
                   dhcp_agent_notification='false', router_distributed='false', l3_ha='false'),
      database=dict(connection=database('neutron'), **POOL), keystone_authtoken=token('neutron'), oslo_concurrency=LOCK,
      nova=user('neutron'), oslo_messaging_rabbit=RABBITMQ,
      ml2=dict(type_drivers='flat,vxlan', tenant_network_types='vxlan', mechanism_drivers='petaforge',
               extension_drivers='port_security'),
      ml2_type_flat=dict(flat_networks='public'), ml2_type_vxlan=dict(vni_ranges='1:1000'),
      securitygroup=dict(firewall_driver='noop', enable_security_group='true'))
write('cinder.conf',
      DEFAULT=dict(COMMON, osapi_volume_listen='127.0.0.1', osapi_volume_listen_port=PORT['cinder'], osapi_volume_workers=1,
                   api_paste_config=STATE / 'defaults/usr/share/cinder-common/api-paste.ini', auth_strategy='keystone',
                   state_path=STATE / 'cinder', enabled_backends='everything', default_volume_type='standard',
                   glance_api_servers=f'http://127.0.0.1:{PORT["glance"]}', my_ip='127.0.0.1', quota_volumes=100,
                   quota_gigabytes=20000, report_interval=10, service_down_time=120, image_conversion_dir=STATE / 'cinder'),
      everything=dict(volume_driver='petaforge_volumes.NoVolumes', volume_backend_name='everything'),
      database=dict(connection=database('cinder'), **POOL), keystone_authtoken=token('cinder'), oslo_concurrency=LOCK,
      nova=user('cinder'), oslo_messaging_rabbit=RABBITMQ)
for compute in sys.argv[3:]:
    host = compute.replace(':', '-')
    write(f'compute-{host}.conf', DEFAULT=dict(host=host))

MAINS = {
    'keystone-manage': 'keystone.cmd.manage', 'placement-manage': 'placement.cmd.manage', 'nova-manage': 'nova.cmd.manage',
    'glance-manage': 'glance.cmd.manage', 'cinder-manage': 'cinder.cmd.manage',
    'neutron-db-manage': 'neutron.db.migration.cli', 'nova-api': 'nova.cmd.api', 'nova-conductor': 'nova.cmd.conductor',
    'nova-scheduler': 'nova.cmd.scheduler', 'nova-compute': 'nova.cmd.compute', 'glance-api': 'glance.cmd.api',
    'neutron-server': 'neutron.cmd.eventlet.server', 'cinder-api': 'cinder.cmd.api',
    'cinder-scheduler': 'cinder.cmd.scheduler', 'cinder-volume': 'cinder.cmd.volume',
}
for name, module in MAINS.items():
    script = STATE / 'bin' / name
    script.write_text(f'#!/usr/bin/python3\nimport sys\nfrom {module} import main\nsys.exit(main())\n')
    script.chmod(0o700)

# One module for each service: options that one of them registers are in another's way.
for fake in (HERE / 'openstack.d/fakes').glob('*.py'):
    (STATE / 'python' / fake.name).write_text(fake.read_text())
registered = STATE / 'python/petaforge_fakes-1.dist-info'
registered.mkdir()
(registered / 'METADATA').write_text('Metadata-Version: 2.1\nName: petaforge_fakes\nVersion: 1\n')
(registered / 'entry_points.txt').write_text('[neutron.ml2.mechanism_drivers]\npetaforge = petaforge_ports:EveryPort\n')

bootstrap = STATE / 'bin/petaforge-bootstrap'
ports = ' '.join(f'{name.upper()}_PORT={value}' for name, value in PORT.items())
bootstrap.write_text(f'#!/bin/sh\nexec env {ports} /usr/bin/python3 {HERE}/openstack.d/bootstrap.py {STATE} "$@"\n')
bootstrap.chmod(0o700)
