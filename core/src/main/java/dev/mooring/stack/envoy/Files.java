package dev.mooring.stack.envoy;

/// Where Envoy's pods find what they read, and what the files are called.
public final class Files {
  /// The ConfigMap of the configuration.
  public static final String CONFIGURATION = "/etc/mooring-envoy";

  public static final String BOOTSTRAP = "envoy.yaml";

  /// Who may push, read again as soon as it changes.
  public static final String RULES = "/etc/mooring-rules";

  public static final String RULES_FILE = "rules.yaml";

  /// The Secret with the door's certificate and key.
  public static final String CERTIFICATES = "/etc/mooring-certificate";

  /// The authorities by which the door is known.
  public static final String AUTHORITIES = "/etc/mooring-authority";

  public static final String AUTHORITIES_FILE = "ca.crt";

  /// The pod's own token, and by what the API server is known.
  public static final String TOKENS = "/run/mooring-token";

  /// The registry's socket.
  public static final String SOCKET = "/run/registry/registry.sock";

  static final String TOKEN = "token.yaml";
  static final String CERTIFICATE = "certificate.yaml";
  static final String TRUST = "trust.yaml";

  private Files() {}
}
