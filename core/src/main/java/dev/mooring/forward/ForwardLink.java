package dev.mooring.forward;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A forward to be made, as a link that people paste into a wiki:
/// `mooring://forward?target=svc/api&port=80&namespace=dev&context=staging&local=8080`.
///
/// Anybody can write one, so it is only ever a proposal: it fills in a form. It says neither
/// address nor pod nor group.
///
/// @param context empty for the one in view
/// @param target its namespace is empty where the link says none
/// @param localPort 0 for any free one
public record ForwardLink(String context, Target target, int localPort) {
  public static final String SCHEME = "mooring";

  private static final String PLACE = "forward";
  private static final int LONGEST = 2000;

  /// The link to the same target on the same local port.
  ///
  /// @param context empty where the reader's own is meant
  public static ForwardLink of(String context, ForwardSpec spec) {
    return new ForwardLink(context, spec.target(), spec.local().port());
  }

  /// @throws MooringException when it is no such link, naming the part that makes no sense
  public static ForwardLink parse(String text) {
    Map<String, String> values = values(text);
    String port = values.getOrDefault("port", "");
    if (!PortPair.isRemote(port)) {
      throw refused(Messages.of("its-port-is-neither-a-number"));
    }
    String namespace = values.getOrDefault("namespace", "");
    if (!namespace.matches("([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?")) {
      throw refused(Messages.of("its-namespace-is-invalid"));
    }
    String context = values.getOrDefault("context", "");
    if (context.length() > 253) {
      throw refused(Messages.of("its-context-is-too-long"));
    }
    String local = values.getOrDefault("local", "0");
    if (!local.matches("[0-9]{1,5}") || Integer.parseInt(local) > 65_535) {
      throw refused(Messages.of("its-local-port-is-not-a"));
    }
    try {
      Target target = Target.parse(values.getOrDefault("target", ""), namespace, port);
      return new ForwardLink(context, target, Integer.parseInt(local));
    } catch (MooringException e) {
      throw refused(Messages.of("its-target-is-invalid"));
    }
  }

  private static Map<String, String> values(String text) {
    if (text.length() > LONGEST) {
      throw refused(Messages.of("it-is-longer-than-characters", LONGEST));
    }
    URI link;
    try {
      link = new URI(text);
    } catch (URISyntaxException e) {
      throw refused(Messages.of("it-is-not-a-uri"));
    }
    if (!SCHEME.equalsIgnoreCase(link.getScheme()) || !PLACE.equals(link.getHost())) {
      throw refused(Messages.of("it-does-not-begin-with-mooring"));
    }
    Map<String, String> values = new HashMap<>();
    String query = link.getRawQuery() == null ? "" : link.getRawQuery();
    for (String each : query.split("&", -1)) {
      int equals = each.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String value = decoded(each.substring(equals + 1));
      if (value.codePoints().anyMatch(Character::isISOControl)) {
        throw refused(Messages.of("it-holds-control-characters"));
      }
      if (values.put(each.substring(0, equals), value) != null) {
        throw refused(Messages.of("it-says-something-twice"));
      }
    }
    return values;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused(Messages.of("it-is-not-a-uri"));
    }
  }

  private static RuntimeException refused(String why) {
    return new Problem(
            Code.INVALID_LINK,
            Messages.of("this-link-does-not-open-a"),
            why,
            new Remedy.Advice(Messages.of("a-link-looks-like-mooring-forward")))
        .raise();
  }

  /// As [#parse] reads it.
  @Override
  public String toString() {
    StringBuilder link = new StringBuilder(SCHEME + "://" + PLACE + "?target=");
    link.append(encoded(target.words())).append("&port=").append(encoded(target.port()));
    if (!target.namespace().isEmpty()) {
      link.append("&namespace=").append(encoded(target.namespace()));
    }
    if (!context.isEmpty()) {
      link.append("&context=").append(encoded(context));
    }
    if (localPort != 0) {
      link.append("&local=").append(localPort);
    }
    return link.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
  }
}
