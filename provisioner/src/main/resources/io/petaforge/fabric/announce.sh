#!/bin/sh
# announce ADDRESS PORT: once something listens on PORT, takes ADDRESS, and FRR announces it.
# Scope host: other machines reach the address all the same, but this one never sends from it.
set -eu
until [ -n "$(ss -Hltn "sport = :$2")" ]; do sleep 0.05; done
exec ip address replace "$1/32" dev lo scope host
