#!/bin/sh
# Docker builds @IMAGE@ on this machine and pushes it.
#
# Keep this open meanwhile:
#   mooring connect --port @PORT@@REGISTRY@
#
# No insecure-registries in daemon.json: Docker uses HTTP for localhost on its own.
@mesh@# Mooring's local port encrypts it from there on.
@tokens@# Mooring's local port encrypts it from there on.
#
# With Docker Desktop, localhost of the engine is its virtual machine:
# push there with "mooring push @REPOSITORY@:latest@REGISTRY@" instead of "docker push".
set -eu
docker build --tag @IMAGE@:latest "${1:-.}"
docker push @IMAGE@:latest

# With a builder of Buildx in a container, which needs this machine's network to see the port:
#   docker buildx create --name mooring --driver docker-container --driver-opt network=host
#   docker buildx build --builder mooring --tag @IMAGE@:latest --push .
