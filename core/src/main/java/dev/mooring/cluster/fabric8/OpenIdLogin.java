package dev.mooring.cluster.fabric8;

import dev.mooring.document.Documents;
import dev.mooring.document.YamlText.Step;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The id token of a user with an `oidc` auth provider, refreshed when it runs out.
///
/// Providers that rotate take each refresh token once. So one Mooring at a time refreshes, after a
/// look whether somebody else has done it meanwhile, and what it gets is written back into the file
/// that holds the user. Where that cannot be, the tokens count in this process, for all its
/// connections.
final class OpenIdLogin {
  private static final Logger LOG = LoggerFactory.getLogger(OpenIdLogin.class);
  private static final Duration WRITER = Duration.ofSeconds(5);

  /// A server that refuses every token must not burn one each second.
  private static final Duration BETWEEN_REFUSALS = Duration.ofMinutes(1);

  private static final int REMEMBERED = 200;

  /// What a refresh token that was used in this process gave.
  private static final Map<String, OpenIdTokens> SPENT =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OpenIdTokens> eldest) {
          return size() > REMEMBERED;
        }
      };

  private final KubeconfigEntries.Entry user;
  private final OpenIdProvider provider;
  private final Clock clock;
  private final Duration patience;
  private String refused = "";
  private Instant renewed = Instant.MIN;

  OpenIdLogin(KubeconfigEntries.Entry user, Clock clock) {
    this(user, clock, WRITER);
  }

  /// @param patience how long another program may hold the kubeconfig's lock
  OpenIdLogin(KubeconfigEntries.Entry user, Clock clock, Duration patience) {
    this.user = user;
    this.provider = new OpenIdProvider(user);
    this.clock = clock;
    this.patience = patience;
  }

  /// The id token to send now; one caller at a time.
  String token() throws InterruptedException {
    OpenIdTokens known = newest();
    if (counts(known)) {
      return known.id();
    }
    if (known.refresh().isEmpty() || !provider.canRefresh()) {
      return known.id();
    }
    boolean refusal = known.isFresh(clock.instant());
    if (refusal && clock.instant().isBefore(renewed)) {
      return known.id();
    }
    try (RefreshLock turn = RefreshLock.of(user)) {
      known = newest();
      if (counts(known)) {
        return known.id();
      }
      OpenIdTokens next = provider.refresh(known.refresh());
      if (refusal) {
        renewed = clock.instant().plus(BETWEEN_REFUSALS);
      }
      remember(known.refresh(), next);
      write(known.refresh(), next);
      return next.id();
    }
  }

  /// The server does not take a token, whatever its end says.
  void refuse(String token) {
    refused = token;
  }

  private boolean counts(OpenIdTokens tokens) {
    return tokens.isFresh(clock.instant()) && !tokens.id().equals(refused);
  }

  /// What the file says now, or what came of it in this process.
  private OpenIdTokens newest() {
    OpenIdTokens found;
    try {
      KubeconfigEntries.Entry now =
          KubeconfigEntries.load(List.of(user.file())).users().get(user.name());
      found = OpenIdTokens.of((now == null ? user : now).value().at("auth-provider", "config"));
    } catch (MooringException e) {
      // Being written by somebody, or gone; what was read when the context was opened counts.
      found = OpenIdTokens.of(user.value().at("auth-provider", "config"));
    }
    synchronized (SPENT) {
      for (int i = 0; i < REMEMBERED; i++) {
        OpenIdTokens next = SPENT.get(key(found.refresh()));
        if (next == null || next.refresh().equals(found.refresh())) {
          return next == null || found.isFresh(clock.instant()) ? found : next;
        }
        found = next;
      }
    }
    return found;
  }

  /// Whether a refresh token is the given one, or was followed by it in this process.
  private boolean leadsTo(String from, String spent) {
    String here = from;
    synchronized (SPENT) {
      for (int i = 0; i < REMEMBERED && !here.equals(spent); i++) {
        OpenIdTokens next = SPENT.get(key(here));
        if (next == null) {
          return false;
        }
        here = next.refresh();
      }
    }
    return here.equals(spent);
  }

  private void remember(String spent, OpenIdTokens next) {
    synchronized (SPENT) {
      SPENT.put(key(spent), next);
    }
  }

  private String key(String refresh) {
    return user.file().toAbsolutePath() + "\n" + user.name() + "\n" + refresh;
  }

  private void write(String spent, OpenIdTokens next) throws InterruptedException {
    List<Step> path =
        List.of(
            Step.key("users"),
            Step.item(user.name()),
            Step.key("user"),
            Step.key("auth-provider"),
            Step.key("config"));
    try {
      boolean written =
          new KubeconfigEdit(user.file(), patience)
              .set(
                  path,
                  next.values(),
                  text -> refreshIn(text).filter(each -> leadsTo(each, spent)).isPresent());
      if (!written) {
        LOG.info("The login of {} changed in {} meanwhile", user.name(), user.file());
      }
    } catch (IOException | MooringException e) {
      LOG.warn(
          "The new login of {} can't be written to {}: {}. This Mooring goes on with it; kubectl"
              + " and the next start may have to log in again. Make the file writable.",
          user.name(),
          user.file(),
          e instanceof java.nio.file.FileSystemException
              ? e.getClass().getSimpleName()
              : e.getMessage());
    }
  }

  private Optional<String> refreshIn(String text) {
    return Documents.yaml(text, user.file().toString()).stream()
        .flatMap(document -> document.at("users").stream())
        .filter(each -> each.at("name").textOrEmpty().equals(user.name()))
        .findFirst()
        .map(each -> OpenIdTokens.of(each.at("user", "auth-provider", "config")).refresh());
  }
}
