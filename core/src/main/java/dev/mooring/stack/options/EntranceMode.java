package dev.mooring.stack.options;

import java.util.Locale;

/// How laptops reach the stack's TLS entrance.
public enum EntranceMode {
  /// Only by port-forward into its namespace.
  NONE,
  /// At port 9443 of every node's addresses.
  NODE,
  /// At an address of the cluster's load balancer.
  SERVICE;

  /// As commands and records write it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws dev.mooring.problem.MooringException when there is no such mode
  public static EntranceMode parse(String word) {
    for (EntranceMode each : values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    throw Names.refused("entrance", word, Messages.of("it-is-none-node-or-service"));
  }
}
