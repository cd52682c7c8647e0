package dev.mooring.registry.remote;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.platform.Directories;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// The logins that `docker login` keeps: in its configuration file, or in the programs that the
/// file names. Read anew for each registry, so that a login just made counts.
///
/// https://docs.docker.com/reference/cli/docker/login/#credential-stores
public final class DockerConfig {
  /// The name of Docker Hub among the logins.
  private static final String HUB = "https://index.docker.io/v1/";

  /// A keychain may ask its user for a passphrase.
  private static final Duration HELPER = Duration.ofSeconds(30);

  private final Path file;
  private final Duration helperLimit;

  DockerConfig(Path file, Duration helperLimit) {
    this.file = file;
    this.helperLimit = helperLimit;
  }

  /// @param file that need not exist
  public DockerConfig(Path file) {
    this(file, HELPER);
  }

  /// The file of this user: `DOCKER_CONFIG` names its folder.
  public static DockerConfig ofUser() {
    return of(System.getenv(), Directories.home());
  }

  static DockerConfig of(Map<String, String> environment, Path home) {
    String folder = environment.getOrDefault("DOCKER_CONFIG", "");
    Path base = folder.isBlank() ? home.resolve(".docker") : Path.of(folder);
    return new DockerConfig(base.resolve("config.json"));
  }

  /// The login for a registry; empty where there is none.
  ///
  /// @param host as image names have it
  /// @throws MooringException when the file or the program that keeps the login fails
  Optional<Login> login(String host) throws InterruptedException {
    Document config = read();
    String server = server(host);
    String helper = config.at("credHelpers", server).textOrEmpty();
    if (helper.isEmpty()) {
      helper = config.at("credHelpers", host).textOrEmpty();
    }
    if (helper.isEmpty()) {
      helper = config.at("credsStore").textOrEmpty();
    }
    if (!helper.isEmpty()) {
      Optional<Login> kept = CredentialProgram.named(helper, helperLimit).get(server);
      if (kept.isPresent()) {
        return kept;
      }
    }
    for (Map.Entry<String, Document> each : config.at("auths").entries().entrySet()) {
      if (each.getKey().equals(server) || hostOf(each.getKey()).equals(host)) {
        Optional<Login> login = login(each.getValue());
        if (login.isPresent()) {
          return login;
        }
      }
    }
    return Optional.empty();
  }

  /// The password for a registry.
  ///
  /// @param what cannot be done without it
  /// @param token why a token will not do in its place
  /// @throws MooringException where there is none
  Login password(String host, String what, String token) throws InterruptedException {
    Optional<Login> login = login(host);
    if (login.isPresent() && !login.get().isToken()) {
      return login.get();
    }
    throw new Problem(
            Code.REGISTRY_LOGIN_NEEDED,
            what,
            login.isPresent() ? token : Messages.of("there-is-no-saved-login", host),
            new Remedy.Command(
                Messages.of("log-in-with-a-password-or-token"),
                "docker login" + (host.equals(RemoteImage.DOCKER) ? "" : " " + host)))
        .raise();
  }

  /// How the file names a registry.
  static String server(String host) {
    return host.equals(RemoteImage.DOCKER) ? HUB : host;
  }

  private static Optional<Login> login(Document entry) {
    String token = entry.at("identitytoken").textOrEmpty();
    if (!token.isEmpty()) {
      return Optional.of(Login.ofToken(token));
    }
    String both;
    try {
      both =
          new String(
              Base64.getDecoder().decode(entry.at("auth").textOrEmpty().strip()),
              StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int colon = both.indexOf(':');
    return colon < 1
        ? Optional.empty()
        : Optional.of(new Login(both.substring(0, colon), both.substring(colon + 1)));
  }

  /// "registry.example:5000" of "https://registry.example:5000/v1/".
  private static String hostOf(String key) {
    String rest = key.replaceFirst("^https?://", "");
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    return host.equals("index.docker.io") ? RemoteImage.DOCKER : host;
  }

  private Document read() {
    try (InputStream in = Files.newInputStream(file)) {
      return Documents.json(
          in.readNBytes(Bounds.CONTENT.bytes() + 1), file.toString(), Bounds.CONTENT);
    } catch (NoSuchFileException e) {
      return Document.nothing();
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_READABLE,
              Messages.of("cannot-read-dockers-configuration", file),
              Messages.of("it-cant-be-read"),
              new Remedy.Advice(Messages.of("check-who-can-read-it")),
              e.getClass().getSimpleName())
          .raise(e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
