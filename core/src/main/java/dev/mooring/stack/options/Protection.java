package dev.mooring.stack.options;

import java.util.Locale;

/// What stands before a registry and checks who asks.
public enum Protection {
  /// Sidecars of Istio: mutual TLS, and rules by workload identity.
  MESH,
  /// Envoys of Mooring's own: TLS, ServiceAccount tokens of the cluster, and rules by account.
  TOKENS,
  /// Nothing: neither encryption nor identities. Only ever by the user's word.
  PLAIN;

  /// As commands and records write it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws dev.mooring.problem.MooringException when there is no such protection
  public static Protection parse(String word) {
    for (Protection each : values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    throw Names.refused("protection", word, Messages.of("it-is-mesh-tokens-or-plain"));
  }
}
