package dev.mooring.mesh;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.StreamException;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What a failed handshake with a registry's proxy means.
final class DoorRefusal {
  /// Failures that another attempt does not change.
  private static final Set<Code> ABOUT_TRUST =
      Set.of(Code.REGISTRY_UNGUARDED, Code.REGISTRY_UNTRUSTED, Code.REGISTRY_WRONG_IDENTITY);

  /// What the JDK says of bytes that are no TLS.
  private static final String[] PLAIN_TEXT = {
    "unrecognized ssl message", "unsupported or unrecognized", "not an ssl/tls record"
  };

  private DoorRefusal() {}

  /// The failure as those above take it: what no other attempt changes says so by its cause.
  static MooringException raise(Problem problem, @Nullable Throwable cause) {
    if (ABOUT_TRUST.contains(problem.code())) {
      return problem.raise(stream(problem, cause));
    }
    return cause == null ? problem.raise() : problem.raise(cause);
  }

  /// The failure of a stream that had shaken hands.
  static StreamException asStreamException(IOException failure, RegistryDoor registry) {
    return stream(explain(failure, registry), failure);
  }

  private static StreamException stream(Problem problem, @Nullable Throwable cause) {
    StreamException.Kind kind =
        ABOUT_TRUST.contains(problem.code())
            ? StreamException.Kind.UNTRUSTED
            : StreamException.Kind.RESET;
    return cause == null
        ? new StreamException(kind, problem)
        : new StreamException(kind, problem, cause);
  }

  static Problem explain(IOException failure, RegistryDoor registry) {
    String detail = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    Code code = Code.REGISTRY_UNREACHABLE;
    String why =
        failure instanceof SSLException
            ? Messages.of("the-tls-handshake-failed")
            : Messages.of("the-connection-was-lost-during-the");
    Remedy remedy = new Remedy.Advice(Messages.of("try-again-if-it-stays-check"));
    boolean settled = false;
    for (Throwable cause = failure; cause != null && !settled; cause = cause.getCause()) {
      switch (cause) {
        case CertificateExpiredException _, CertificateNotYetValidException _ -> {
          code = Code.REGISTRY_UNTRUSTED;
          why = Messages.of("its-certificate-is-not-valid-now");
          remedy = new Remedy.Advice(Messages.of("check-this-computers-clock-else-restart"));
          settled = true;
        }
        case CertPathValidatorException _, CertPathBuilderException _ -> {
          code = Code.REGISTRY_UNTRUSTED;
          why = Messages.of("its-authority-did-not-sign-its-certificate");
          remedy = new Remedy.Advice(Messages.of("check-what-answers-in-its-pod"));
        }
        // Those of the path are wrapped in one too and come later.
        case CertificateException _ -> {
          code = Code.REGISTRY_WRONG_IDENTITY;
          why = Messages.of("its-certificate-is-not-for", registry.host());
          remedy = new Remedy.Advice(Messages.of("check-what-answers-in-its-pod"));
        }
        case SSLException tls when alert(tls, "protocol_version", "handshake_failure") -> {
          code = Code.REGISTRY_UNTRUSTED;
          why = Messages.of("it-does-not-offer-tls-13");
          remedy = new Remedy.Advice(Messages.of("check-what-answers-in-its-pod"));
        }
        case SSLException tls when alert(tls, PLAIN_TEXT) -> {
          code = Code.REGISTRY_UNGUARDED;
          why = Messages.of("the-peer-speaks-plain-text-no-proxy");
          remedy = new Remedy.Advice(Messages.of("check-what-answers-in-its-pod"));
        }
        default -> {
          // The cause may be further down.
        }
      }
    }
    return new Problem(
        code, Messages.of("cannot-connect-to", registry.words()), why, remedy, detail);
  }

  private static boolean alert(SSLException failure, String... words) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return Arrays.stream(words).anyMatch(text::contains);
  }
}
