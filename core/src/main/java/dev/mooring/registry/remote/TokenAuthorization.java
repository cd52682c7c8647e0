package dev.mooring.registry.remote;

import dev.mooring.problem.Problem;
import dev.mooring.registry.http.Authorization;
import dev.mooring.registry.http.BoundedClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Logs in to one public registry as Docker does: by a token for each repository, or by a password
/// where the registry asks for it.
///
/// The login goes to the registry's token service, tokens to the registry itself, and neither to
/// where it redirects.
final class TokenAuthorization implements Authorization {
  private static final int MOST = 64;

  /// A token is replaced so long before it ends.
  private static final Duration EARLY = Duration.ofSeconds(10);

  private static final Pattern REPOSITORY =
      Pattern.compile("/v2/(.+)/(?:manifests|blobs|tags|referrers)/.*");

  private final String host;
  private final URI registry;
  private final DockerConfig config;
  private final TokenService service;
  private boolean loginRead;
  private @Nullable Login login;
  private String basic = "";

  private final Map<String, Kept> tokens =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > MOST;
        }
      };

  /// @param client by which its token service is asked
  TokenAuthorization(String host, URI registry, DockerConfig config, BoundedClient client) {
    this.host = host;
    this.registry = registry;
    this.config = config;
    this.service = new TokenService(host, registry, client);
  }

  private record Kept(String token, long until) {
    @Override
    public String toString() {
      return "a token";
    }
  }

  @Override
  public synchronized Optional<String> header(URI uri) {
    if (!basic.isEmpty()) {
      return Optional.of(basic);
    }
    Kept kept = tokens.get(repository(uri));
    return kept == null || System.nanoTime() - kept.until() > 0
        ? Optional.empty()
        : Optional.of("Bearer " + kept.token());
  }

  @Override
  public boolean answer(URI uri, List<String> challenges) throws IOException, InterruptedException {
    Optional<Challenge> found = Challenge.of(challenges);
    if (found.isEmpty()) {
      return false;
    }
    Challenge challenge = found.get();
    Optional<Login> known = login();
    if (challenge.scheme().equals("basic")) {
      return known.filter(each -> !each.isToken()).map(this::withPassword).orElse(false);
    }
    TokenService.Token token = service.get(challenge, known);
    Duration lasts = token.lasts().minus(EARLY);
    long until = System.nanoTime() + Math.max(lasts.toNanos(), EARLY.toNanos() / 2);
    synchronized (this) {
      tokens.put(repository(uri), new Kept(token.text(), until));
    }
    return true;
  }

  /// A password that was refused once is not sent again.
  private synchronized boolean withPassword(Login known) {
    boolean first = basic.isEmpty();
    boolean safe = "https".equals(registry.getScheme()) || RemoteImage.isLoopback(registry);
    if (first && safe) {
      basic = known.basic();
    }
    return first && safe;
  }

  /// Asked for once: a keychain may ask its user.
  private Optional<Login> login() throws InterruptedException {
    synchronized (this) {
      if (loginRead) {
        return Optional.ofNullable(login);
      }
    }
    Optional<Login> found = config.login(host);
    synchronized (this) {
      loginRead = true;
      login = found.orElse(null);
    }
    return found;
  }

  private static String repository(URI uri) {
    Matcher matcher = REPOSITORY.matcher(String.valueOf(uri.getRawPath()));
    return matcher.matches() ? matcher.group(1) : "";
  }

  @Override
  public boolean mayLead(URI from, URI to) {
    return RemoteImage.mayLead(registry, to);
  }

  @Override
  public Optional<Problem> refusal(String what, Refused refused) {
    boolean known;
    synchronized (this) {
      known = login != null;
    }
    return switch (refused.status()) {
      case 429 -> Optional.of(LoginProblems.limited(what, host, known, refused));
      case 401, 403 -> Optional.of(LoginProblems.needed(what, host, known, refused.detail()));
      default -> Optional.empty();
    };
  }
}
