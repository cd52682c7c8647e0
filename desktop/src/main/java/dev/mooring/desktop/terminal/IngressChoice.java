package dev.mooring.desktop.terminal;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Carrier;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The way in from outside the cluster.
final class IngressChoice {
  /// One byte more than a key set may have.
  private static final int LONGEST_KEYS = 64 * 1024 + 1;

  /// No host's name, as `--egress none` says it.
  private static final String NO_INGRESS = "none";

  @Option(names = "--ingress", paramLabel = "HOST")
  @Nullable String host;

  @Option(names = "--no-ingress")
  boolean none;

  @Option(names = "--token-issuer", paramLabel = "ISSUER")
  @Nullable String issuer;

  @Option(names = "--token-keys", paramLabel = "FILE|URL")
  @Nullable String keys;

  @Option(names = "--token-audience", paramLabel = "AUDIENCE")
  @Nullable String audience;

  @Option(names = "--through", paramLabel = "GATEWAY")
  @Nullable String through;

  @Option(names = "--tls-secret", paramLabel = "NAME")
  @Nullable String tlsSecret;

  @Option(names = "--certificate-issuer", paramLabel = "NAME")
  @Nullable String certificateIssuer;

  /// What was chosen before stays, but for what is chosen now.
  Ingress over(Ingress base) {
    if (none && host != null) {
      throw Names.refused("--ingress", host, Messages.of("ingress-or-none"));
    }
    if (none || NO_INGRESS.equals(host)) {
      return Ingress.NONE;
    }
    if (Stream.of(host, issuer, keys, audience, through, tlsSecret, certificateIssuer)
        .allMatch(Objects::isNull)) {
      return base;
    }
    if (host == null && base.isNone()) {
      throw Names.refused("--ingress", "", Messages.of("name-the-host"));
    }
    boolean elsewhere = host != null && !host.equals(base.host());
    boolean otherIssuer = issuer != null && !issuer.equals(base.issuer());
    boolean certified = tlsSecret != null || certificateIssuer != null;
    String carrier = through != null ? through : elsewhere || certified ? "" : base.through();
    boolean gateway =
        !carrier.isEmpty() && Carrier.parse(carrier).sort() != Carrier.Sort.CLASS && !certified;
    return new Ingress(
        or(host, base.host()),
        or(issuer, base.issuer()),
        keys != null ? read(keys) : otherIssuer ? "" : base.keys(),
        or(audience, base.audience()),
        carrier,
        gateway ? "" : certified ? or(tlsSecret, "") : base.tlsSecret(),
        gateway ? "" : certified ? or(certificateIssuer, "") : base.certificateIssuer());
  }

  private static String or(@Nullable String chosen, String before) {
    return chosen == null ? before : chosen;
  }

  /// An address is kept as it is, a file is read now.
  private static String read(String keys) {
    if (keys.contains("://")) {
      return keys;
    }
    try (InputStream in = Files.newInputStream(Path.of(keys))) {
      return new String(in.readNBytes(LONGEST_KEYS), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_READABLE,
              Messages.of("cannot-read-the-token-keys", keys),
              Messages.of("there-is-no-readable-file"),
              new Remedy.Advice(Messages.of("give-a-key-set-or-an-address")))
          .raise(e);
    }
  }
}
