package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/// How a registry's pod frees space: it does so by itself before it takes writes, when it starts
/// and finds a request that its volume has not seen yet, and once the pods before it have ended. So
/// no writer is ever beside the collector, and whoever asked need not be there at the end.
///
/// A request is a ConfigMap that the pod mounts. What becomes of it is told in the container's log,
/// in lines that begin with [#SAYS] and the request's id: `waits` while pods before it end, `begin
/// KIBIBYTES`, then the collector's own lines, `end EXITCODE KIBIBYTES`, and `writable` once the
/// registry takes writes again.
public final class Collecting {
  public static final String NAME = StackOptions.REGISTRY + "-collection";
  public static final String ID = "id";
  public static final String UNTAGGED = "untagged";
  public static final String SAYS = "mooring-collection ";

  static final String FILE = "collect.sh";

  /// The pod's volume that holds the request.
  static final String VOLUME = "collection";

  /// Sourced by the shell that starts the registry. Reads are served meanwhile by a process of the
  /// registry that writes nothing; Envoy finds it by a link in place of the socket, which the next
  /// process replaces by its own. Container restarts can leave the link, and a link that leads
  /// nowhere keeps a socket from being made.
  static final String SCRIPT =
      """
      request=/etc/mooring-collection
      seen=/var/lib/registry/.mooring.collected
      sockets=/run/registry
      rm -f "$sockets/registry.sock" "$sockets/collecting.sock"
      # Whether another pod has a mark of this kind. One that was killed leaves it behind.
      others() {
        for each in "$own.$1."*; do
          test ! -e "$each" || test "$each" = "$own.$1.$HOSTNAME" || return 0
        done
        return 1
      }
      # A pod has 120 s to go.
      await_others() {
        tries=0
        while others "$1" && test "$tries" -lt 650; do
          sleep 0.2
          tries=$((tries + 1))
        done
        for each in "$own.$1."*; do
          test "$each" = "$own.$1.$HOSTNAME" || rm -f "$each"
        done
      }
      id=$(cat "$request/id" 2>/dev/null || true)
      if test -n "$id" && test "$(cat "$seen" 2>/dev/null || true)" != "$id"; then
        say() { echo "mooring-collection $id $*"; }
        blobs=/var/lib/registry/docker/registry/v2/blobs
        used() {
          size=0
          test ! -d "$blobs" || size=$(busybox du -sk "$blobs" | { read -r first rest; echo "$first"; })
          echo "$size"
        }
        reads=
        collects=
        trap 'kill $collects $reads 2>/dev/null; wait; rm -f "$own.collecting.$HOSTNAME" "$own.serving.$HOSTNAME"; exit 143' TERM
        REGISTRY_HTTP_ADDR="$sockets/collecting.sock" \\
          REGISTRY_STORAGE_MAINTENANCE_READONLY='{enabled: true}' \\
          REGISTRY_HTTP_HEADERS='{Retry-After: ["30"]}' \\
          registry serve /etc/mooring/config.yml &
        reads=$!
        tries=0
        while test ! -S "$sockets/collecting.sock" && test "$tries" -lt 100; do
          sleep 0.1
          tries=$((tries + 1))
        done
        busybox ln -sf collecting.sock "$sockets/registry.sock"
        say waits
        await_others serving
        true > "$own.collecting.$HOSTNAME" || true
        say begin "$(used)"
        result=0
        if test -d "$blobs"; then
          set -- garbage-collect /etc/mooring/config.yml
          test "$(cat "$request/untagged")" != true || set -- "$@" --delete-untagged
          busybox timeout 21600 registry "$@" &
          collects=$!
          wait "$collects" || result=$?
        fi
        say end "$result" "$(used)"
        echo "$id" > "$seen" || true
        rm -f "$own.collecting.$HOSTNAME"
        (
          tries=0
          while test -L "$sockets/registry.sock" && test "$tries" -lt 600; do
            sleep 0.1
            tries=$((tries + 1))
          done
          kill "$reads"
          say writable
        ) &
        trap - TERM
      else
        # A collection that was called off goes on until its pod has ended.
        await_others collecting
      fi
      """;

  private Collecting() {}

  /// What asks a registry to collect when it starts.
  ///
  /// @param id new for each request; letters, digits and `-`
  /// @param untagged whether manifests go that no tag and no tagged index leads to
  public static KubeObject request(StackOptions options, String id, boolean untagged) {
    return Meta.object(
        new ConfigMapBuilder()
            .withMetadata(new Meta(options, options.namespace()).named(NAME))
            .addToData(ID, id)
            .addToData(UNTAGGED, Boolean.toString(untagged))
            .build());
  }

  /// Whether a registry's Deployment knows what to do with a request; older ones do not.
  public static boolean understood(KubeObject deployment) {
    return deployment.at("spec", "template", "spec", "volumes").stream()
        .anyMatch(each -> each.at("configMap", "name").textOrEmpty().equals(NAME));
  }
}
