package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Upstream;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// What a registry has that is a cache of another: where it pulls from, and as whom.
///
/// https://distribution.github.io/distribution/recipes/mirror/
public record PullThrough(StackOptions options, Upstream upstream) {
  /// The Secret with the login; there is none where none was given.
  public static final String LOGIN = StackOptions.REGISTRY + "-upstream";

  /// Its key: what a credential helper of Docker's prints.
  static final String KEY = "login";

  /// On the volume: of which registry it holds copies. A volume with images of another kind would
  /// be served, and cleaned up, as something that it is not.
  public static final String ANNOTATION = "mooring.dev/pull-through";

  static final String FILE = "login.sh";
  private static final String MOUNT = "/etc/mooring-upstream";

  /// The registry runs the file to learn its login, and runs it each time, since it does not say by
  /// itself that a login is for one host only. With a login in its configuration it would ask the
  /// upstream before it starts, and not start without an answer.
  private static final String PROXY =
      """
      proxy:
        remoteurl: UPSTREAM
        ttl: HOURSh
        exec:
          command: /etc/mooring/login.sh
          lifetime: 0s
      """;

  private static final String SCRIPT =
      """
      #!/bin/sh
      # Told the host that asks for a login; tells the login to the upstream's own.
      read -r host || true
      case "$host" in
        TRUSTED)
          if test -s /etc/mooring-upstream/login; then exec cat /etc/mooring-upstream/login; fi ;;
      esac
      echo '{}'
      """;

  /// The lines that the registry's configuration has more.
  String configuration() {
    return PROXY
        .replace("UPSTREAM", upstream.toString())
        .replace("HOURS", Integer.toString(24 * options.additions().daysKept()));
  }

  String script() {
    return SCRIPT.replace("TRUSTED", String.join("|", upstream.trusted(options.domain())));
  }

  static Volume volume() {
    return new VolumeBuilder()
        .withName(KEY)
        .withNewSecret()
        .withSecretName(LOGIN)
        .withDefaultMode(0440)
        .withOptional(true)
        .endSecret()
        .build();
  }

  static VolumeMount mount() {
    return EnvoyPod.mount(KEY, MOUNT);
  }

  /// @param login as a credential helper prints it
  public static KubeObject secret(StackOptions options, String login) {
    return Meta.object(
        new SecretBuilder()
            .withMetadata(new Meta(options, options.namespace()).named(LOGIN))
            .withType("Opaque")
            .withData(
                Map.of(
                    KEY,
                    Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))))
            .build());
  }
}
