package dev.mooring.stack.options;

import java.util.Locale;
import java.util.regex.Pattern;

/// What carries a host from outside the cluster: somebody else's, which stays as it is.
///
/// @param namespace empty for a class
/// @param listener by which it serves the host over HTTPS: a port of an Istio gateway, a listener's
/// name of a Gateway, [#MESH] for a class that gateways of the mesh serve; empty while that is not
/// known, and for every other class
public record Carrier(Sort sort, String namespace, String name, String listener) {
  /// In the place of a class's listener: what serves it speaks mutual TLS to sidecars.
  public static final String MESH = "mesh";

  private static final Pattern LISTENER = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  public enum Sort {
    /// A Gateway of Istio's (`networking.istio.io`).
    ISTIO,
    /// A Gateway of the Gateway API (`gateway.networking.k8s.io`).
    GATEWAY,
    /// An IngressClass.
    CLASS;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @throws dev.mooring.problem.MooringException when it is none of the three forms
  public static Carrier parse(String text) {
    String[] parts = text.split("/", -1);
    boolean gateway = parts.length == 3 || parts.length == 4;
    boolean ofMesh = parts.length == 3 && parts[2].equals(MESH);
    if ((parts.length == 2 || ofMesh) && parts[0].equals(Sort.CLASS.word())) {
      Names.subdomain(Messages.of("ingress-class"), parts[1]);
      return new Carrier(Sort.CLASS, "", parts[1], ofMesh ? MESH : "");
    }
    for (Sort each : new Sort[] {Sort.ISTIO, Sort.GATEWAY}) {
      if (gateway && parts[0].equals(each.word())) {
        Names.label("namespace", parts[1]);
        Names.subdomain("gateway", parts[2]);
        String listener = parts.length == 4 ? parts[3] : "";
        boolean port = listener.matches("[1-9][0-9]{0,4}");
        if (parts.length == 4 && !(each == Sort.ISTIO ? port : listener(listener))) {
          throw refused(text);
        }
        return new Carrier(each, parts[1], parts[2], listener);
      }
    }
    throw refused(text);
  }

  private static boolean listener(String text) {
    return LISTENER.matcher(text).matches();
  }

  private static RuntimeException refused(String text) {
    return Names.refused(Messages.of("ingress-through"), text, Messages.of("write-a-carrier-such"));
  }

  /// The port of an Istio gateway's listener.
  public int port() {
    return Integer.parseInt(listener);
  }

  /// Whether it may be trusted to speak mutual TLS to the ingress's sidecar.
  public boolean ofMesh() {
    return sort != Sort.CLASS || listener.equals(MESH);
  }

  public Carrier withListener(String next) {
    return new Carrier(sort, namespace, name, next);
  }

  /// As [#parse] takes it.
  public String text() {
    String text = sort.word() + "/" + (namespace.isEmpty() ? "" : namespace + "/") + name;
    return listener.isEmpty() ? text : text + "/" + listener;
  }
}
