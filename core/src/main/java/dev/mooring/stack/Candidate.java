package dev.mooring.stack;

import dev.mooring.stack.options.Carrier;

/// Something of the cluster that might carry a host.
///
/// @param unfit why it cannot, in words; empty where it can
record Candidate(Carrier carrier, String unfit) {

  static Candidate fit(Carrier carrier) {
    return new Candidate(carrier, "");
  }

  boolean fits() {
    return unfit.isEmpty();
  }

  /// Whether the user means it.
  boolean is(Carrier asked) {
    return carrier.sort() == asked.sort()
        && carrier.namespace().equals(asked.namespace())
        && carrier.name().equals(asked.name())
        && (asked.listener().isEmpty() || asked.listener().equals(carrier.listener()));
  }

  String words() {
    return fits() ? carrier.text() : carrier.text() + " (" + unfit + ")";
  }

  /// Whether a host is one of those that a pattern means: itself, or all below "*.".
  static boolean matches(String pattern, String host) {
    return pattern.equals("*")
        || pattern.equals(host)
        || (pattern.startsWith("*.") && host.endsWith(pattern.substring(1)));
  }
}
