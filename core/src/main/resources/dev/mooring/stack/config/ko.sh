# ko builds Go programs on this machine and pushes them to @REPOSITORY@. Read this into your shell:
#   . ./ko.sh
#   ko build --bare ./cmd/web
#
# Keep this open meanwhile:
#   mooring connect --port @PORT@@REGISTRY@
#
@mesh@# ko uses HTTP for localhost on its own; Mooring encrypts it from there on.
@tokens@# ko uses HTTP for localhost on its own; Mooring encrypts it from there on.
@plain@# ko uses HTTP for localhost on its own.
export KO_DOCKER_REPO=@IMAGE@
# The base image, which ko pulls from its own registry unless you copy it to yours.
export KO_DEFAULTBASEIMAGE=cgr.dev/chainguard/static
