package dev.mooring.engine;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ways to an engine, in the order in which Docker's own tools would look.
final class Ways {
  private static final long LONGEST_FILE = 1 << 20;

  private final Map<String, String> environment;
  private final Path home;
  private final List<Way> ways = new ArrayList<>();

  private Ways(Map<String, String> environment, Path home) {
    this.environment = environment;
    this.home = home;
  }

  static List<Way> of(Map<String, String> environment, Path home, String os) {
    Ways ways = new Ways(environment, home);
    ways.fromEnvironment("DOCKER_HOST");
    ways.context();
    ways.fromEnvironment("CONTAINER_HOST");
    String name = os.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      ways.pipe(Messages.of("docker-desktop"), "docker_engine");
      ways.pipe(Messages.of("podman-machine"), "podman-machine-default");
      return ways.ways;
    }
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!runtime.isEmpty()) {
      ways.socket(Messages.of("rootless-docker"), Path.of(runtime, "docker.sock"));
    }
    ways.socket("Docker", Path.of("/var/run/docker.sock"));
    ways.socket(Messages.of("docker-desktop"), home.resolve(".docker/run/docker.sock"));
    ways.socket(Messages.of("docker-desktop"), home.resolve(".docker/desktop/docker.sock"));
    if (!runtime.isEmpty()) {
      ways.socket(Messages.of("rootless-podman"), Path.of(runtime, "podman", "podman.sock"));
    }
    ways.socket("Podman", Path.of("/run/podman/podman.sock"));
    if (name.startsWith("mac")) {
      ways.socket(
          Messages.of("podman-machine"),
          home.resolve(".local/share/containers/podman/machine/podman.sock"));
      ways.socket("Colima", home.resolve(".colima/default/docker.sock"));
    }
    return ways.ways;
  }

  private void fromEnvironment(String variable) {
    String address = environment.getOrDefault(variable, "");
    if (!address.isEmpty()) {
      ways.add(checked(variable, address));
    }
  }

  private Way checked(String name, String address) {
    if (address.startsWith("ssh://")) {
      return Way.blocked(name, Messages.of("ssh-is-not-supported", address));
    }
    boolean tls = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
    if (tls && address.startsWith("tcp://")) {
      String folder = environment.getOrDefault("DOCKER_CERT_PATH", "");
      return new Way(
          name, address, folder.isEmpty() ? home.resolve(".docker") : Path.of(folder), "");
    }
    return address.startsWith("unix://")
            || address.startsWith("tcp://")
            || address.startsWith("npipe://")
        ? Way.to(name, address)
        : Way.blocked(name, Messages.of("is-not-a-valid-docker-host", address));
  }

  private void socket(String name, Path socket) {
    ways.add(
        Files.exists(socket)
            ? Way.to(name, "unix://" + socket)
            : Way.blocked(name, Messages.of("does-not-exist", socket)));
  }

  private void pipe(String name, String pipe) {
    ways.add(Way.to(name, "npipe:////./pipe/" + pipe));
  }

  /// The context that `docker context use` chose, kept under the hash of its name.
  private void context() {
    Path folder = Path.of(environment.getOrDefault("DOCKER_CONFIG", home + "/.docker"));
    String name = environment.getOrDefault("DOCKER_CONTEXT", "");
    if (name.isEmpty()) {
      Document config = read(folder.resolve("config.json"));
      name = config == null ? "" : config.at("currentContext").textOrEmpty();
    }
    if (name.isEmpty() || name.equals("default")) {
      return;
    }
    String shown = Messages.of("docker-context", name);
    String hash = sha256(name);
    Document meta = read(folder.resolve("contexts/meta/" + hash + "/meta.json"));
    String host = meta == null ? "" : meta.at("Endpoints", "docker", "Host").textOrEmpty();
    if (host.isEmpty()) {
      ways.add(Way.blocked(shown, Messages.of("it-is-not-defined-in", folder)));
      return;
    }
    Path tls = folder.resolve("contexts/tls/" + hash + "/docker");
    ways.add(
        host.startsWith("tcp://") && Files.isDirectory(tls)
            ? new Way(shown, host, tls, "")
            : checked(shown, host));
  }

  private static @Nullable Document read(Path file) {
    try {
      return Files.size(file) > LONGEST_FILE
          ? null
          : Documents.json(Files.readAllBytes(file), file.toString());
    } catch (IOException | MooringException e) {
      // Another program's file: what it cannot tell is as if it were not there.
      return null;
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
