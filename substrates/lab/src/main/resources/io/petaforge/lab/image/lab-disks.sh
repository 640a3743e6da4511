#!/bin/sh
# /dev/disk/by-id/petaforge-SERIAL -> ../../loopN, from the table that the lab keeps right at each power on:
# one line a disk, "serial device bytes media use".
mkdir -p /dev/disk/by-id
while read -r serial device rest; do
    case $device in
        /dev/*) ln -sfn "../../${device#/dev/}" "/dev/disk/by-id/petaforge-$serial" ;;
    esac
done < /etc/petaforge/lab-disks
