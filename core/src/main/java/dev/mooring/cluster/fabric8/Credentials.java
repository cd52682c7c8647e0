package dev.mooring.cluster.fabric8;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who the user is to the API server: a header for each request, fetched again when it runs out.
///
/// One caller at a time fetches; the others wait for what it gets.
final class Credentials {
  /// As client-go does for token files.
  private static final Duration FILE_FRESH = Duration.ofMinutes(1);

  /// An id token is looked at again this often; it is refreshed by its own end.
  private static final Duration OPEN_ID_FRESH = Duration.ofSeconds(5);

  private static final Duration EARLY = Duration.ofSeconds(30);
  private static final int LONGEST_TOKEN = 64 << 10;
  private static final Duration PLUGIN_LIMIT = Duration.ofSeconds(60);

  private final KubeconfigEntries.@Nullable Entry entry;
  private final Document user;
  private final @Nullable ExecPlugin plugin;
  private final @Nullable OpenIdLogin openId;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private ExecPlugin.@Nullable Answer answer;
  private @Nullable String token;
  private Instant fresh = Instant.MIN;

  Credentials(
      KubeconfigEntries.@Nullable Entry entry,
      Document cluster,
      Clock clock,
      Map<String, String> environment) {
    this.entry = entry;
    this.user = entry == null ? Document.nothing() : entry.value();
    this.plugin =
        entry == null || user.at("exec").isNothing()
            ? null
            : new ExecPlugin(
                entry,
                cluster,
                PLUGIN_LIMIT,
                PluginPrograms.of(environment),
                () -> PluginPolicy.of(environment, home()));
    this.clock = clock;
    this.openId =
        entry != null && user.at("auth-provider", "name").textOrEmpty().equals("oidc")
            ? new OpenIdLogin(entry, clock)
            : null;
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home", "."));
  }

  /// Whether requests carry something that proves who the user is.
  boolean logsIn() {
    return plugin != null
        || openId != null
        || Stream.of("token", "tokenFile", "username")
            .anyMatch(each -> !user.at(each).textOrEmpty().isEmpty());
  }

  /// The headers of a request made now.
  Map<String, String> headers() throws InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    String bearer = bearer();
    if (bearer != null) {
      headers.put("Authorization", "Bearer " + bearer);
    } else if (!user.at("username").isNothing()) {
      String pair = user.at("username").textOrEmpty() + ":" + user.at("password").textOrEmpty();
      headers.put(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    impersonation(headers);
    return headers;
  }

  /// The certificate and key that a plugin gave, or null.
  ExecPlugin.@Nullable Answer certificate() throws InterruptedException {
    ExecPlugin program = plugin;
    if (program == null) {
      return null;
    }
    ExecPlugin.Answer got = ask(program);
    return got.certificate() == null ? null : got;
  }

  /// Forgets what was fetched, after the server refused it.
  ///
  /// @return whether asking again can give something else
  boolean invalidate() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      answer = null;
      OpenIdLogin login = openId;
      if (login != null && token != null) {
        login.refuse(token);
      }
      token = null;
      fresh = Instant.MIN;
      return plugin != null || !user.at("tokenFile").isNothing() || openId != null;
    } finally {
      lock.unlock();
    }
  }

  /// How this user logs in again, one sentence.
  String howToLogIn() {
    if (plugin != null) {
      return Messages.of("log-in-again-with-then-try", plugin.command());
    }
    if (openId != null) {
      return Messages.of("log-in-again-at-your-identity");
    }
    if (!user.at("token").isNothing() || !user.at("tokenFile").isNothing()) {
      return Messages.of("get-a-new-token-and-write");
    }
    return Messages.of("get-a-new-kubeconfig-from-whoever");
  }

  private @Nullable String bearer() throws InterruptedException {
    ExecPlugin program = plugin;
    if (program != null) {
      return ask(program).token();
    }
    if (entry != null && !user.at("tokenFile").textOrEmpty().isEmpty()) {
      return tokenFile(entry);
    }
    if (!user.at("token").textOrEmpty().isEmpty()) {
      return user.at("token").textOrEmpty();
    }
    OpenIdLogin login = openId;
    return login == null ? null : openIdToken(login);
  }

  private ExecPlugin.Answer ask(ExecPlugin program) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      ExecPlugin.Answer known = answer;
      if (known == null || runsOut(known.expires())) {
        known = program.run();
        answer = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private boolean runsOut(@Nullable Instant expires) {
    return expires != null && clock.instant().isAfter(expires.minus(EARLY));
  }

  private String tokenFile(KubeconfigEntries.Entry from) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      String known = token;
      if (known != null && clock.instant().isBefore(fresh)) {
        return known;
      }
      Path file = from.path("tokenFile");
      try {
        known = file == null ? "" : text(file);
      } catch (IOException e) {
        throw new Problem(
                Code.FILE_NOT_READABLE,
                Messages.of("cannot-log-in-as", from.name()),
                Messages.of("the-token-file-cannot-be-read", file),
                new Remedy.Advice(Messages.of("check-the-file-or-the-field", from.file())))
            .raise();
      }
      token = known;
      fresh = clock.instant().plus(FILE_FRESH);
      return known;
    } finally {
      lock.unlock();
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8).strip();
    }
  }

  private @Nullable String openIdToken(OpenIdLogin login) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (token != null && clock.instant().isBefore(fresh)) {
        return token;
      }
      String got = login.token();
      token = got.isEmpty() ? null : got;
      fresh = clock.instant().plus(OPEN_ID_FRESH);
      return token;
    } finally {
      lock.unlock();
    }
  }

  private void impersonation(Map<String, String> headers) {
    String as = user.at("as").textOrEmpty();
    if (as.isEmpty()) {
      return;
    }
    headers.put("Impersonate-User", as);
    if (!user.at("as-uid").textOrEmpty().isEmpty()) {
      headers.put("Impersonate-Uid", user.at("as-uid").textOrEmpty());
    }
    List<String> groups = user.at("as-groups").texts();
    if (groups.size() > 1 || !user.at("as-user-extra").isNothing()) {
      throw new Problem(
              Code.KUBECONFIG_INVALID,
              Messages.of("cannot-act-as", as),
              Messages.of("the-kubeconfig-asks-for-several-groups"),
              new Remedy.Advice(Messages.of("use-a-context-with-at-most")))
          .raise();
    }
    if (!groups.isEmpty()) {
      headers.put("Impersonate-Group", groups.getFirst());
    }
  }
}
