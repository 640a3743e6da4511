"""Volumes without disks."""

from cinder.volume import driver as volume


class NoVolumes(volume.VolumeDriver):
    """Volumes that are only rows in cinder's database; everything above the driver is real."""

    def check_for_setup_error(self):
        pass

    def get_volume_stats(self, refresh=False):
        return {
            'volume_backend_name': self.configuration.safe_get('volume_backend_name'),
            'vendor_name': 'petaforge',
            'driver_version': '1',
            'storage_protocol': 'iSCSI',
            'total_capacity_gb': 20000,
            'free_capacity_gb': 20000,
            'reserved_percentage': 0,
            'multiattach': False,
        }

    def clone_image(self, context, volume, image_location, image_meta, image_service):
        return {}, True

    def initialize_connection(self, volume, connector, **kwargs):
        return {'driver_volume_type': 'iscsi',
                'data': {'volume_id': volume['id'], 'target_discovered': False, 'target_lun': 1,
                         'target_iqn': 'iqn.2010-10.org.openstack:' + volume['id'], 'target_portal': '127.0.0.1:3260'}}


def _nothing(self, *args, **kwargs):
    return None


for _method in ('create_volume', 'create_volume_from_snapshot', 'create_cloned_volume', 'delete_volume',
                'create_snapshot', 'delete_snapshot', 'ensure_export', 'create_export', 'remove_export',
                'terminate_connection', 'extend_volume', 'copy_image_to_volume', 'copy_volume_to_image',
                'create_export_snapshot', 'remove_export_snapshot', 'initialize_connection_snapshot',
                'terminate_connection_snapshot'):
    setattr(NoVolumes, _method, _nothing)
NoVolumes.__abstractmethods__ = frozenset()
