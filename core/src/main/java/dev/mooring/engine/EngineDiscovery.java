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

/// Where an engine can be, in the order in which Docker's own tools would look.
final class EngineDiscovery {
  private static final long LONGEST_FILE = 1 << 20;

  private final Map<String, String> environment;
  private final Path home;
  private final List<EngineAddress> addresses = new ArrayList<>();

  private EngineDiscovery(Map<String, String> environment, Path home) {
    this.environment = environment;
    this.home = home;
  }

  static List<EngineAddress> of(Map<String, String> environment, Path home, String os) {
    EngineDiscovery addresses = new EngineDiscovery(environment, home);
    addresses.fromEnvironment("DOCKER_HOST");
    addresses.context();
    addresses.fromEnvironment("CONTAINER_HOST");
    String name = os.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      addresses.pipe(Messages.of("docker-desktop"), "docker_engine");
      addresses.pipe(Messages.of("podman-machine"), "podman-machine-default");
      return addresses.addresses;
    }
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!runtime.isEmpty()) {
      addresses.socket(Messages.of("rootless-docker"), Path.of(runtime, "docker.sock"));
    }
    addresses.socket("Docker", Path.of("/var/run/docker.sock"));
    addresses.socket(Messages.of("docker-desktop"), home.resolve(".docker/run/docker.sock"));
    addresses.socket(Messages.of("docker-desktop"), home.resolve(".docker/desktop/docker.sock"));
    if (!runtime.isEmpty()) {
      addresses.socket(Messages.of("rootless-podman"), Path.of(runtime, "podman", "podman.sock"));
    }
    addresses.socket("Podman", Path.of("/run/podman/podman.sock"));
    if (name.startsWith("mac")) {
      addresses.socket(
          Messages.of("podman-machine"),
          home.resolve(".local/share/containers/podman/machine/podman.sock"));
      addresses.socket("Colima", home.resolve(".colima/default/docker.sock"));
    }
    return addresses.addresses;
  }

  private void fromEnvironment(String variable) {
    String address = environment.getOrDefault(variable, "");
    if (!address.isEmpty()) {
      addresses.add(checked(variable, address));
    }
  }

  private EngineAddress checked(String name, String address) {
    if (address.startsWith("ssh://")) {
      return EngineAddress.blocked(name, Messages.of("ssh-is-not-supported", address));
    }
    boolean tls = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
    if (tls && address.startsWith("tcp://")) {
      String folder = environment.getOrDefault("DOCKER_CERT_PATH", "");
      return new EngineAddress(
          name, address, folder.isEmpty() ? home.resolve(".docker") : Path.of(folder), "");
    }
    return address.startsWith("unix://")
            || address.startsWith("tcp://")
            || address.startsWith("npipe://")
        ? EngineAddress.to(name, address)
        : EngineAddress.blocked(name, Messages.of("is-not-a-valid-docker-host", address));
  }

  private void socket(String name, Path socket) {
    addresses.add(
        Files.exists(socket)
            ? EngineAddress.to(name, "unix://" + socket)
            : EngineAddress.blocked(name, Messages.of("does-not-exist", socket)));
  }

  private void pipe(String name, String pipe) {
    addresses.add(EngineAddress.to(name, "npipe:////./pipe/" + pipe));
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
      addresses.add(EngineAddress.blocked(shown, Messages.of("it-is-not-defined-in", folder)));
      return;
    }
    Path tls = folder.resolve("contexts/tls/" + hash + "/docker");
    addresses.add(
        host.startsWith("tcp://") && Files.isDirectory(tls)
            ? new EngineAddress(shown, host, tls, "")
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
