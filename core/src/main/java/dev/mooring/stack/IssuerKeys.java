package dev.mooring.stack;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.http.SystemAuthorities;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.PublicKeys;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/// Reads what an issuer of tokens publishes: where its keys are (OpenID Connect Discovery), and the
/// keys. Over HTTPS only, from nowhere else than asked, and never more than a key set may have.
///
/// The ingress reads the keys by itself. This is to tell before that, and from time to time, that
/// it would get some.
final class IssuerKeys {
  static final String ID = "ingress.keys";
  static final String SUBJECT = Messages.of("keys-of-the-issuer");

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final SSLContext tls;

  IssuerKeys() {
    this(SystemAuthorities.tls());
  }

  IssuerKeys(SSLContext tls) {
    this.tls = tls;
  }

  /// The options with the address of the keys, where none was told.
  ///
  /// @throws MooringException where the issuer doesn't tell it
  StackOptions settled(StackOptions options) throws InterruptedException {
    Ingress ingress = options.additions().ingress();
    if (ingress.isNone() || !ingress.keys().isEmpty()) {
      return options;
    }
    return options.withAdditions(
        options.additions().withIngress(ingress.withKeys(discovered(ingress.issuer()))));
  }

  private String discovered(String issuer) throws InterruptedException {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    URI address = URI.create(base + DISCOVERY);
    try {
      Document told = Documents.json(read(address), address.toString());
      if (!told.at("issuer").textOrEmpty().equals(issuer)) {
        throw refused(issuer, Messages.of("it-names-another-issuer", address), "");
      }
      String keys = told.at("jwks_uri").textOrEmpty();
      if (!PublicKeys.isAddress(keys)) {
        throw refused(issuer, Messages.of("it-names-no-https-address", address), "");
      }
      return keys;
    } catch (Unreadable e) {
      throw refused(issuer, address + ": " + e.getMessage(), "");
    } catch (MooringException e) {
      throw e.problem().code() == Code.INGRESS_NOT_POSSIBLE
          ? e
          : refused(issuer, Messages.of("it-is-no-json", address), e.problem().detail());
    } catch (IOException e) {
      throw refused(issuer, Messages.of("cannot-be-reached", address), String.valueOf(e));
    }
  }

  /// Nothing where the keys were given.
  Finding finding(URI address) throws InterruptedException {
    try {
      PublicKeys.check(read(address));
      return Finding.ok(ID, SUBJECT, Messages.of("public-keys-at", address));
    } catch (Unreadable e) {
      return unfit(address, e.why);
    } catch (MooringException e) {
      return unfit(address, e.problem().why());
    } catch (IOException e) {
      return Finding.warning(
          ID,
          SUBJECT,
          Messages.of("this-computer-cannot-reach", address, reason(e)),
          new Remedy.Advice(Messages.of("the-ingress-has-to-reach-it")));
    }
  }

  private static Finding unfit(URI address, String why) {
    return Finding.blocker(
        ID,
        SUBJECT,
        address + ": " + why,
        new Remedy.Setting(Messages.of("give-the-issuers-keys"), "--token-keys", ""));
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static MooringException refused(String issuer, String why, String detail) {
    return new Problem(
            Code.INGRESS_NOT_POSSIBLE,
            Messages.of("cannot-find-the-keys-of", issuer),
            why,
            new Remedy.Setting(Messages.of("give-the-issuers-keys"), "--token-keys", ""),
            detail)
        .raise();
  }

  /// It was reached, and what came can't be used.
  private static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    private final String why;

    Unreadable(String why) {
      super(why);
      this.why = why;
    }
  }

  private String read(URI address) throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(tls)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LIMIT)
            .build();
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer = thread.submit(() -> read(client, address));
      try {
        return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        throw new IOException(Messages.of("no-answer-within", LIMIT.toSeconds()), e);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      } finally {
        client.shutdownNow();
        answer.cancel(true);
      }
    }
  }

  private static String read(HttpClient client, URI address)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address).header("User-Agent", "mooring").timeout(LIMIT).build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() / 100 == 3) {
        throw new Unreadable(Messages.of("it-redirects-and-envoy-does-not-follow"));
      }
      if (response.statusCode() != 200) {
        throw new Unreadable(Messages.of("it-answered-with-status", response.statusCode()));
      }
      byte[] read = body.readNBytes(PublicKeys.LONGEST + 1);
      if (read.length > PublicKeys.LONGEST) {
        throw new Unreadable(Messages.of("it-is-longer-than", PublicKeys.LONGEST / 1024));
      }
      return new String(read, StandardCharsets.UTF_8);
    }
  }
}
